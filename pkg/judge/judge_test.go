package judge

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/novelty"
)

// step is an article and the events that it raises.
type step struct {
	in   figure.Figures
	want []string
}

func edition(in figure.Figures, n int) figure.Figures {
	in.Article.Edition = n
	return in
}

// stories are sequences of articles.
var stories = map[string][]step{
	"a first number, then the same again": {
		{news("a", "wire", 0, 40), []string{"toll new first: 40 was -, 1 independent"}},
		{news("b", "wire", 1, 40), []string{}},
	},
	"a second claimant agrees, a third adds nothing": {
		{news("a", "wire", 0, 40), []string{"toll new first: 40 was -, 1 independent"}},
		{news("b", "post", 1, 40), []string{"toll confirmed agreed: 40 was 40, 2 independent"}},
		{news("c", "desk", 2, 40), []string{}},
	},
	"the previous estimate": {
		{news("a", "wire", 0, 40), []string{"toll new first: 40 was -, 1 independent"}},
		{news("b", "post", 1, 45), []string{"toll new outside: 45 was 40, 1 independent"}},
	},
	"an older article with a known number": {
		{news("b", "wire", 5, 40), []string{"toll new first: 40 was -, 1 independent"}},
		{news("a", "wire", 0, 40), []string{}},
	},
	"a number beyond the memory": {
		{news("a", "wire", 0, 40), []string{"toll new first: 40 was -, 1 independent"}},
		{news("b", "wire", 91, 40), []string{"toll new first: 40 was -, 1 independent"}},
	},
	"a claimant lowers a total": {
		{news("a", "wire", 0, 40), []string{"toll new first: 40 was -, 1 independent"}},
		{news("b", "wire", 1, 35), []string{"toll corrected lowered: 35 was 40, 1 independent", "toll new outside: 35 was 40, 1 independent"}},
	},
	"another claimant states less": {
		{news("a", "wire", 0, 40), []string{"toll new first: 40 was -, 1 independent"}},
		{news("b", "post", 1, 35), []string{"toll new outside: 35 was 40, 1 independent"}},
	},
	"a level may fall": {
		{flour(news("a", "wire", 0, 40)), []string{"flour new first: 40 was -, 1 independent"}},
		{flour(news("b", "wire", 1, 35)), []string{"flour new outside: 35 was 40, 1 independent"}},
	},
	"within the tolerance": {
		{flour(news("a", "wire", 0, 400)), []string{"flour new first: 400 was -, 1 independent"}},
		{flour(news("b", "wire", 1, 403)), []string{}},
	},
	"an article is edited": {
		{edition(news("a", "wire", 0, 40), 1), []string{"toll new first: 40 was -, 1 independent"}},
		{edition(news("a", "wire", 0, 38), 2), []string{"toll corrected edited: 38 was 40, 1 independent", "toll new outside: 38 was 40, 1 independent"}},
	},
	"a total grows in an edited article": {
		{edition(news("a", "wire", 0, 40), 1), []string{"toll new first: 40 was -, 1 independent"}},
		{edition(news("a", "wire", 0, 45), 2), []string{"toll new outside: 45 was 40, 1 independent"}},
	},
	"a level grows in an edited article": {
		{edition(flour(news("a", "wire", 0, 40)), 1), []string{"flour new first: 40 was -, 1 independent"}},
		{edition(flour(news("a", "wire", 0, 45)), 2), []string{"flour corrected edited: 45 was 40, 1 independent", "flour new outside: 45 was 40, 1 independent"}},
	},
	"an edited article lowers what another of its source stated": {
		{news("a", "wire", 0, 40), []string{"toll new first: 40 was -, 1 independent"}},
		{edition(news("b", "wire", 1, 40), 1), []string{}},
		{edition(news("b", "wire", 1, 38), 2), []string{"toll corrected edited: 38 was 40, 1 independent", "toll new outside: 38 was 40, 1 independent"}},
	},
	"an earlier article with the lower total": {
		{news("a", "wire", 0, 40), []string{"toll new first: 40 was -, 1 independent"}},
		{news("c", "wire", 2, 35), []string{"toll corrected lowered: 35 was 40, 1 independent", "toll new outside: 35 was 40, 1 independent"}},
		{news("b", "wire", 1, 35), []string{}},
	},
	"beyond sanity bounds": {
		{news("a", "wire", 0, 4000), []string{"toll review beyond sanity bounds: 4000 was -, 0 independent"}},
		{news("b", "post", 1, 4000), []string{"toll review beyond sanity bounds: 4000 was -, 0 independent"}},
	},
	"an article confirms no number of its own": {
		{news("a", "wire", 0, 40, 40), []string{"toll new first: 40 was -, 1 independent"}},
	},
	"no tracker follows it": {
		{news("a", "wire", 0), []string{}},
	},
}

// Each article is judged after those above it.
func TestRule(t *testing.T) {
	for name, story := range stories {
		t.Run(name, func(t *testing.T) {
			m := newMemory(t)
			for i, s := range story {
				got, err := m.record(s.in)
				must(t, err)
				if diff := cmp.Diff(s.want, lines(got.Events), cmp.Transformer("sorted", func(s []string) []string { return slices.Sorted(slices.Values(s)) })); diff != "" {
					t.Errorf("article %d: %s", i+1, diff)
				}
				again, err := m.record(s.in)
				if err != nil || len(again.Events) != 0 || len(again.Points) != 0 {
					t.Errorf("article %d once more: %v, %d points, %v", i+1, lines(again.Events), len(again.Points), err)
				}
			}
		})
	}
}

func TestUndatedArticle(t *testing.T) {
	m := newMemory(t)
	in := news("a", "wire", 0, 40)
	in.Article.Published = time.Time{}
	got, err := m.record(in)
	if err != nil || len(got.Events) != 0 || len(got.Points) != 0 || len(m.claims) != 1 {
		t.Errorf("%+v, %v; want only a claim", got, err)
	}
}

// An article gives one point to the series of each tracker.
func TestPoints(t *testing.T) {
	m := newMemory(t)
	in := news("a", "wire", 0, 40, 45, 4000)
	in.Figures = append(in.Figures, flour(news("a", "wire", 0, 7)).Figures...)
	got, err := m.record(in)
	must(t, err)
	var points []string
	for _, c := range got.Points {
		points = append(points, c.Tracker+" "+c.Value.String())
	}
	if diff := cmp.Diff([]string{"toll 40", "flour 7"}, points); diff != "" {
		t.Error(diff)
	}
	if !slices.IsSortedFunc(got.Events, func(a, b Event) int { return strings.Compare(a.ID, b.ID) }) {
		t.Errorf("events are not sorted by id: %v", lines(got.Events))
	}
}

// Another engine reads the same number at another place of the same revision: that is no new
// report.
func TestAnotherEngineRaisesNothing(t *testing.T) {
	m := newMemory(t)
	in := news("a", "wire", 0, 40)
	_, err := m.record(in)
	must(t, err)
	in.Engine = "test-2"
	in.Figures = []figure.Figure{killed(in, 3, figure.NewNumber(40))}
	got, err := m.record(in)
	if err != nil || len(got.Events) != 0 || len(got.Points) != 0 {
		t.Errorf("%v, %d points, %v; want nothing", lines(got.Events), len(got.Points), err)
	}
	in.Engine = "test-3"
	in.Figures = []figure.Figure{killed(in, 3, figure.NewNumber(54))}
	got, err = m.record(in)
	if err != nil || !cmp.Equal(lines(got.Events), []string{"toll new first: 54 was -, 1 independent"}) {
		t.Errorf("%v, %v; want the number that was read for the first time", lines(got.Events), err)
	}
}

// A tracker with another unit has other numbers.
func TestAnotherUnitIsAnotherNumber(t *testing.T) {
	m := newMemory(t)
	in := flour(news("a", "wire", 0, 40))
	_, err := m.record(in)
	must(t, err)
	for id, c := range m.claims {
		c.Unit = "kilogram"
		m.claims[id] = c
	}
	in.Engine = "test-2"
	in.Figures[0].ID = figure.NewID(in.Article, in.Engine, in.Figures[0].Mention)
	got, err := m.record(in)
	if err != nil || !cmp.Equal(lines(got.Events), []string{"flour new first: 40 was -, 1 independent"}) {
		t.Errorf("%v, %v", lines(got.Events), err)
	}
}

// The reported facts do not depend on the order or number of deliveries; the first article
// that reports one may.
func TestAnyOrder(t *testing.T) {
	var articles []figure.Figures
	for i, values := range [][]int64{{40}, {40, 45}, {45}, {35}, {5000}, {60}, {58}, {60, 62}, {35}, {62}} {
		source := []string{"wire", "post", "desk"}[i%3]
		articles = append(articles, news(string(rune('a'+i)), source, i, values...))
	}
	facts := func(order []int) []string {
		m := newMemory(t)
		all := map[string]bool{}
		for _, i := range order {
			got, err := m.record(articles[i])
			must(t, err)
			for _, e := range got.Events {
				all[string(e.Type)+" "+e.Data.Value.String()] = true
			}
		}
		out := []string{}
		for fact := range all {
			out = append(out, fact)
		}
		slices.Sort(out)
		return out
	}
	inOrder := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	want := facts(inOrder)
	if len(want) < 8 {
		t.Fatalf("only %v", want)
	}
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 5))
		order := append(r.Perm(len(articles)), r.Perm(len(articles))[:4]...)
		if diff := cmp.Diff(want, facts(order)); diff != "" {
			t.Fatalf("order %v: %s", order, diff)
		}
	}
}

func TestEvidence(t *testing.T) {
	m := newMemory(t)
	in := news("a", "wire", 0, 40)
	got, err := m.record(in)
	must(t, err)
	e := got.Events[0]
	if id := string(e.Claim) + ".figure.new"; e.ID != id || !e.Time.Equal(start) {
		t.Errorf("id %q, time %s; want %q at the article's time", e.ID, e.Time, id)
	}
	d := e.Data
	want := event.Data{Title: map[string]string{"en": "Killed"}, Severity: "info", Unit: "count", Reason: event.First, Relation: figure.Eq,
		Amount: figure.Exactly(figure.NewNumber(40)), Independent: 1, Sentence: "40 were killed.", Claimant: "wire", Source: "wire",
		URL: "https://example.org/a", Lang: "en", ArticleID: "a", FigureID: in.Figures[0].ID}
	if diff := cmp.Diff(want, d, cmp.Comparer(figure.Number.Equal)); diff != "" {
		t.Error(diff)
	}
}

// When an older article arrives that makes a later number a step down, the evidence is the
// later article.
func TestEvidenceOfAnotherArticle(t *testing.T) {
	m := newMemory(t)
	_, err := m.record(news("b", "wire", 1, 35))
	must(t, err)
	got, err := m.record(news("a", "wire", 0, 40))
	must(t, err)
	for _, e := range got.Events {
		if e.Type == event.Corrected && e.Data.ArticleID == "b" && e.Data.Sentence == "35 were killed." {
			return
		}
	}
	t.Errorf("%v, want the correction in article b", lines(got.Events))
}

func TestFailingHistory(t *testing.T) {
	for _, method := range []string{"Stating", "Live", "Said", "MayFall", "Editions", "Evidence"} {
		m := newMemory(t)
		_, err := m.record(news("b", "wire", 1, 35))
		must(t, err)
		m.fail = method
		if got, err := m.record(news("a", "wire", 0, 40)); !errors.Is(err, errFailed) {
			t.Errorf("%s fails, but the ruling is %v, %v", method, lines(got.Events), err)
		}
	}
}

// Every novelty reason that alerts maps to an event reason.
func TestReasons(t *testing.T) {
	for _, reason := range []novelty.Reason{novelty.First, novelty.Outside, novelty.Known, novelty.Echoed} {
		if alerts := (novelty.Verdict{Reason: reason}).Alerts(); alerts != (reasons[reason] != "") {
			t.Errorf("%s alerts: %v, event's reason %q", reason, alerts, reasons[reason])
		}
	}
}

func TestStale(t *testing.T) {
	m := newMemory(t)
	in := news("a", "wire", 0, 40)
	_, err := m.record(in)
	must(t, err)
	toll := m.matcher.Trackers()[0]
	limit := start.Add(toll.StaleAfter)
	for _, c := range []struct {
		newest, now time.Time
		want        bool
	}{
		{time.Time{}, limit, false}, {start, limit.Add(-time.Second), false}, {start, limit, true},
	} {
		if got := Silent(toll, c.newest, c.now); got != c.want {
			t.Errorf("Silent since %s at %s: %v", c.newest, c.now, got)
		}
	}
	if Silent(m.matcher.Trackers()[1], start, limit.AddDate(1, 0, 0)) {
		t.Error("a tracker without stale_after is reported as silent")
	}
	last, err := m.Said(Window{Tracker: "toll"}, "wire")
	must(t, err)
	e, err := Stale(m, toll, last)
	if err != nil || e.ID != string(last[0].ID)+".figure.stale" || !e.Time.Equal(limit) ||
		!cmp.Equal(lines([]Event{e}), []string{"toll stale unreported: 40 was 40, 1 independent"}) {
		t.Errorf("%s at %s: %v, %v", e.ID, e.Time, lines([]Event{e}), err)
	}
	m.fail = "Evidence"
	if _, err := Stale(m, toll, last); !errors.Is(err, errFailed) {
		t.Errorf("error %v", err)
	}
}
