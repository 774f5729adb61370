package judge

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
	"github.com/arqam-io/arqam/pkg/track"
	"github.com/arqam-io/arqam/pkg/unit"
)

const trackers = `
trackers:
  - name: toll
    title: {en: Killed}
    match: {subject: [killed]}
    novelty: {tolerance: 0%, memory: 90d, confirm: 2}
    sanity: {max: 1000}
    stale_after: 5d
  - name: flour
    match: {subject: [flour]}
    unit: tonne
    measure: level
    novelty: {tolerance: 1%, memory: 90d}
`

var start = time.Date(2031, 5, 1, 6, 0, 0, 0, time.UTC)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func matcher(t testing.TB) *track.Matcher {
	t.Helper()
	units, err := unit.New()
	must(t, err)
	packs, err := lang.Load()
	must(t, err)
	words := search.New(packs)
	all, err := track.Decode("trackers.yaml", []byte(trackers), units, words)
	must(t, err)
	m, err := track.NewMatcher(all, units, words)
	must(t, err)
	return m
}

// memory is a History in memory, which keeps the articles of one matcher as package intake
// does in a ledger.
type memory struct {
	matcher  *track.Matcher
	claims   map[claim.ID]claim.Claim
	evidence map[claim.ID]figure.Figures // of one figure
	order    []figure.Revision           // in order of arrival
	current  map[figure.ArticleID]figure.Revision
	people   Overrides
	seen     map[string]bool // ids of events

	fail string // the method that fails
}

func newMemory(t testing.TB) *memory {
	return &memory{matcher: matcher(t), claims: map[claim.ID]claim.Claim{}, evidence: map[claim.ID]figure.Figures{},
		current: map[figure.ArticleID]figure.Revision{}, seen: map[string]bool{}}
}

// record keeps an article's claims, judges them, and returns the events that were not raised
// before.
func (m *memory) record(in figure.Figures) (Ruling, error) {
	before := map[claim.ID]claim.Claim{}
	had := map[claim.ID]bool{}
	for id, c := range m.claims {
		if c.Article != in.Article.ID || c.Revision != in.Article.Revision {
			continue
		}
		if c.Review == "" {
			before[id], had[id] = c, true
		}
		delete(m.claims, id)
	}
	if !slices.Contains(m.order, in.Article.Revision) {
		m.order = append(m.order, in.Article.Revision)
		m.current[in.Article.ID] = in.Article.Revision
	}
	c := NewCase(m.matcher, &in, m.people, before)
	var added []claim.Claim
	for _, is := range c.Claims() {
		m.claims[is.ID] = is
		if !had[is.ID] {
			added = append(added, is)
		}
		for _, f := range in.Figures {
			if f.ID == is.Figure {
				m.evidence[is.ID] = figure.Figures{Article: in.Article, Figures: []figure.Figure{f}}
			}
		}
	}
	out, err := c.Rule(m, added)
	out.Events = slices.DeleteFunc(out.Events, func(e Event) bool { return m.seen[e.ID] })
	for _, e := range out.Events {
		m.seen[e.ID] = true
	}
	return out, err
}

var errFailed = errors.New("the history cannot be read")

// in returns the claims of a window that meet a condition.
func (m *memory) in(method string, w Window, fits func(claim.Claim) bool) ([]claim.Claim, error) {
	if m.fail == method {
		return nil, errFailed
	}
	var out []claim.Claim
	for _, c := range m.claims {
		if c.Tracker == w.Tracker && c.Unit == w.Unit && c.Review == "" && !c.AsOf.IsZero() &&
			!c.AsOf.Before(w.Since) && (w.Until.IsZero() || !c.AsOf.After(w.Until)) && fits(c) {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, claim.Compare)
	return out, nil
}

func (m *memory) isCurrent(c claim.Claim) bool { return m.current[c.Article] == c.Revision }

func (m *memory) Stating(w Window, least, most figure.Number) ([]claim.Claim, error) {
	return m.in("Stating", w, func(c claim.Claim) bool {
		n := c.Leading()
		return !(least.Stated() && n.Cmp(least) < 0 || most.Stated() && n.Cmp(most) > 0)
	})
}

func (m *memory) Live(w Window, c claim.Claim) ([]claim.Claim, error) {
	before, err := m.in("Live", w, func(k claim.Claim) bool { return claim.Compare(k, c) < 0 })
	newest := map[string]time.Time{}
	for _, k := range before {
		newest[k.Claimant] = k.AsOf
	}
	return slices.DeleteFunc(before, func(k claim.Claim) bool { return !k.AsOf.Equal(newest[k.Claimant]) }), err
}

func (m *memory) Said(w Window, claimant string) ([]claim.Claim, error) {
	return m.in("Said", w, func(c claim.Claim) bool { return c.Claimant == claimant && m.isCurrent(c) })
}

func (m *memory) MayFall(w Window, c claim.Claim) (bool, error) {
	said, err := m.in("MayFall", w, func(k claim.Claim) bool { return k.Claimant == c.Claimant && m.isCurrent(k) })
	return len(said) > 1, err
}

func (m *memory) Editions(article figure.ArticleID, tracker string, unit figure.UnitID) ([][]claim.Claim, error) {
	if m.fail == "Editions" {
		return nil, errFailed
	}
	var out [][]claim.Claim
	for _, revision := range m.order {
		var claims []claim.Claim
		for _, c := range m.claims {
			if c.Article == article && c.Revision == revision && c.Tracker == tracker && c.Unit == unit && c.Review == "" {
				claims = append(claims, c)
			}
		}
		if len(claims) > 0 {
			out = append(out, claims)
		}
	}
	return out, nil
}

func (m *memory) Evidence(c claim.Claim) (figure.Article, figure.Figure, error) {
	in, ok := m.evidence[c.ID]
	if m.fail == "Evidence" || !ok {
		return figure.Article{}, figure.Figure{}, errFailed
	}
	return in.Article, in.Figures[0], nil
}

// news is an article of a source that states numbers of people killed.
func news(id, source string, days int, values ...int64) figure.Figures {
	in := figure.Figures{Engine: "test-1", Article: figure.Article{ID: figure.ArticleID(id), Source: source, Lang: "en",
		URL: "https://example.org/" + id, Text: fmt.Sprint(id, source, values), Published: start.AddDate(0, 0, days)}}
	in.Article.Identify()
	for i, v := range values {
		in.Figures = append(in.Figures, killed(in, i, figure.NewNumber(v)))
	}
	return in
}

func killed(in figure.Figures, n int, value figure.Number) figure.Figure {
	m := figure.Mention{Field: figure.FieldText, Start: n * 10, End: n*10 + 5, Kind: figure.Count, Relation: figure.Eq,
		Amount: figure.Exactly(value), Subject: "killed", Concept: "killed",
		Context: figure.Context{Sentence: value.String() + " were killed.", Modality: figure.Asserted}}
	return figure.Figure{ID: figure.NewID(in.Article, in.Engine, m), ArticleID: in.Article.ID, Mention: m,
		Canonical: figure.Canonical{Quantity: "count", Amount: figure.Exactly(value)}}
}

// flour turns the figures of an article into tonnes of flour.
func flour(in figure.Figures) figure.Figures {
	for i := range in.Figures {
		f := &in.Figures[i]
		f.Mention.Kind, f.Mention.Subject, f.Mention.Concept = figure.Measure, "flour", "flour"
		f.Mention.Unit, f.Unit = figure.Term{Name: "tonne"}, "tonne"
		f.Canonical = figure.Canonical{Quantity: "mass", UnitPer: figure.UnitPer{Unit: "kilogram"},
			Amount: figure.Exactly(f.Mention.Value.Mul(figure.NewNumber(1000)))}
	}
	return in
}

// lines prints events as "tracker type reason value was value, n independent".
func lines(events []Event) []string {
	out := []string{}
	for _, e := range events {
		was := cmp.Or(e.Data.Before.Value.String(), "-")
		out = append(out, fmt.Sprintf("%s %s %s: %s was %s, %d independent", e.Tracker, strings.TrimPrefix(string(e.Type), "figure."),
			e.Data.Reason, cmp.Or(e.Data.Value.String(), "-"), was, e.Data.Independent))
	}
	return out
}
