package intake

import (
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/track"
	"github.com/arqam-io/arqam/pkg/unit"
)

const trackers = `
trackers:
  - name: toll
    match: {subject: [killed]}
    novelty: {tolerance: 0%}
  - name: hurt
    match: {subject: [injured]}
`

var start = time.Date(2031, 5, 1, 6, 0, 0, 0, time.UTC)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func fixture(t *testing.T) (*ledger.Ledger, *track.Matcher) {
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
	l, err := ledger.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"))
	must(t, err)
	t.Cleanup(func() { l.Close() })
	return l, m
}

// news is an article that states numbers of people killed, or of another subject.
func news(id, subject string, days int, values ...int64) figure.Figures {
	in := figure.Figures{Engine: "test-1", Article: figure.Article{ID: figure.ArticleID(id), Source: "wire", Lang: "en",
		Text: fmt.Sprint(id, values), Published: start.AddDate(0, 0, days), Fetched: start.AddDate(1, 0, 0)}}
	in.Article.Identify()
	for i, v := range values {
		m := figure.Mention{Field: figure.FieldText, Start: i * 10, End: i*10 + 5, Kind: figure.Count, Relation: figure.Eq,
			Amount: figure.Exactly(figure.NewNumber(v)), Subject: subject, Concept: figure.ConceptID(subject),
			Context: figure.Context{Sentence: fmt.Sprint(v, " ", subject), Modality: figure.Asserted}}
		in.Figures = append(in.Figures, figure.Figure{ID: figure.NewID(in.Article, in.Engine, m), ArticleID: in.Article.ID, Mention: m,
			Canonical: figure.Canonical{Quantity: "count", Amount: m.Amount}})
	}
	return in
}

// lines prints the events from their JSON, oldest first.
func lines(t *testing.T, events []ledger.Event) []string {
	t.Helper()
	var out []string
	for _, row := range events {
		e, err := event.Decode(row.Body)
		must(t, err)
		if e.ID != row.ID || e.Type != row.Type || e.Tracker != row.Tracker || string(row.Claim)+"."+string(e.Type) != e.ID {
			t.Errorf("row %+v of event %+v", row, e)
		}
		out = append(out, fmt.Sprintf("%s %s %s by %s", e.Tracker, e.Type, e.Data.Value, e.Data.ArticleID))
	}
	return out
}

func TestRecord(t *testing.T) {
	l, m := fixture(t)
	r := New(l, m)
	in := news("a", "killed", 0, 40)
	got, err := r.Record(t.Context(), &in)
	must(t, err)
	if diff := cmp.Diff([]string{"toll figure.new 40 by a"}, lines(t, got.Events)); diff != "" {
		t.Error(diff)
	}
	if len(got.Claims) != 1 || len(got.Trackers) != 1 || got.Trackers[0].Name != "toll" || got.Refused != 0 {
		t.Errorf("%+v", got)
	}
	again, err := r.Record(t.Context(), &in)
	if err != nil || len(again.Claims)+len(again.Events)+again.Refused != 0 {
		t.Errorf("recorded again: %+v, %v", again, err)
	}
	if n, err := l.Counts(t.Context()); err != nil || n.Articles != 1 || n.Claims != 1 || n.Events != 1 || n.Reports != 1 {
		t.Errorf("the ledger has %+v, %v", n, err)
	}
	// The series already has a report of this source and time.
	other := news("b", "killed", 0, 50)
	if got, err := r.Record(t.Context(), &other); err != nil || got.Refused != 1 || len(got.Events) == 0 {
		t.Errorf("%+v, %v; want one rejected report", got, err)
	}
}

func TestRehearse(t *testing.T) {
	l, m := fixture(t)
	articles := []figure.Figures{
		news("c", "killed", 2, 45), news("other", "shells", 1, 7), news("b", "killed", 1, 40), news("a", "killed", 0, 40),
	}
	calls := 0
	got, err := Rehearse(t.Context(), l, m, articles, func() { calls++ })
	must(t, err)
	if diff := cmp.Diff([]string{"toll figure.new 40 by a", "toll figure.new 45 by c"}, lines(t, got)); diff != "" {
		t.Error(diff)
	}
	if n, err := l.Counts(t.Context()); err != nil || calls != 4 || n.Articles != 3 {
		t.Errorf("%d calls, %d articles, %v; want 4 and the 3 that a tracker follows", calls, n.Articles, err)
	}
}

func TestReplay(t *testing.T) {
	l, m := fixture(t)
	old := news("a", "killed", 0, 40)
	_, err := New(l, m).Record(t.Context(), &old)
	must(t, err)
	today := news("a", "killed", 0, 40, 41)
	today.Engine = "test-2"
	for i := range today.Figures {
		today.Figures[i].ID = figure.NewID(today.Article, today.Engine, today.Figures[i].Mention)
	}
	today.Article.Text, today.Article.Revision = old.Article.Text, old.Article.Revision
	if n, err := Replay(t.Context(), l, m, each(nil, today)); err != nil || n != 1 {
		t.Errorf("%d events, %v; want that of 41", n, err)
	}
	if n, err := Replay(t.Context(), l, m, each(nil, today)); err != nil || n != 0 {
		t.Errorf("once more: %d events, %v", n, err)
	}
	failure := errors.New("the disk is gone")
	if _, err := Replay(t.Context(), l, m, each(failure)); !errors.Is(err, failure) {
		t.Errorf("error %v", err)
	}
}

// each yields the articles, and then an error if err is not nil.
func each(err error, articles ...figure.Figures) iter.Seq2[figure.Figures, error] {
	return func(yield func(figure.Figures, error) bool) {
		for in := range slices.Values(articles) {
			if !yield(in, nil) {
				return
			}
		}
		if err != nil {
			yield(figure.Figures{}, err)
		}
	}
}
