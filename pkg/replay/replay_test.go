package replay_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/replay"
)

func at(start int, value int64, id figure.ID) figure.Figure {
	return figure.Figure{ID: id, ArticleID: "a", Mention: figure.Mention{Field: figure.FieldText, Start: start, End: start + 3, Amount: figure.Exactly(figure.NewNumber(value))}}
}

// A figure is the same at the same place with the same reading, whatever its id,
// which names the engine.
func TestFigures(t *testing.T) {
	was := []figure.Figure{at(0, 1, "old-1"), at(10, 2, "old-2"), at(20, 3, "old-3")}
	is := []figure.Figure{at(0, 1, "new-1"), at(10, 9, "new-2"), at(30, 4, "new-4")}
	var got []string
	for _, c := range replay.Figures(was, is) {
		line := string(c.Kind)
		if c.Was != nil {
			line += " " + string(c.Was.ID)
		}
		if c.Is != nil {
			line += " " + string(c.Is.ID)
		}
		got = append(got, line)
	}
	if diff := cmp.Diff([]string{"changed old-2 new-2", "added new-4", "removed old-3"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestEvents(t *testing.T) {
	raised := func(article figure.ArticleID, value int64) event.Event {
		var e event.Event
		e.Tracker, e.Type = "wheat", "figure.new"
		e.Data.ArticleID, e.Data.Amount = article, figure.Exactly(figure.NewNumber(value))
		return e
	}
	read := []figure.Figures{{Article: figure.Article{ID: "a"}}, {Article: figure.Article{ID: "b"}}}
	missed, fires := replay.Events(
		[]event.Event{raised("a", 1), raised("a", 1), raised("b", 2), raised("not read", 3)},
		[]event.Event{raised("a", 1), raised("b", 4)}, read)
	articles := func(events []event.Event) (out []string) {
		for _, e := range events {
			out = append(out, string(e.Data.ArticleID)+" "+e.Data.Value.String())
		}
		return out
	}
	if diff := cmp.Diff([]string{"a 1", "b 2"}, articles(missed)); diff != "" {
		t.Errorf("missed: %s", diff)
	}
	if diff := cmp.Diff([]string{"b 4"}, articles(fires)); diff != "" {
		t.Errorf("fires: %s", diff)
	}
}

func TestSummaryString(t *testing.T) {
	s := replay.Summary{Tracker: "wheat", Figures: 3, Sources: 2, Events: map[string]int{"figure.new": 2, "figure.confirmed": 1}}
	if got, want := s.String(), "wheat: 3 figures from 2 sources, 1 figure.confirmed, 2 figure.new"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
