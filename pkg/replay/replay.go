// Package replay compares what an earlier engine and earlier trackers made of
// articles with what today's make of them: their figures and their events. It
// reads no ledger and prints nothing. "arqam replay --diff" calls it.
package replay

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
)

// Kind is what happened to a figure.
type Kind string

// The kinds.
const (
	Added   Kind = "added"
	Changed Kind = "changed"
	Removed Kind = "removed"
)

// Change is a figure that today's engine reads otherwise than before. Was is absent
// where it is added, and Is where it is removed.
type Change struct {
	Kind    Kind             `json:"change"`
	Article figure.ArticleID `json:"article_id"`
	Was     *figure.Figure   `json:"was,omitempty"`
	Is      *figure.Figure   `json:"is,omitempty"`
}

// Figures returns how the figures of an article's revision differ: those that are
// added and changed in the order of is, then those that are removed.
func Figures(was, is []figure.Figure) []Change {
	type place struct {
		field      figure.Field
		start, end int
	}
	old := map[place]*figure.Figure{}
	for i := range was {
		old[place{was[i].Mention.Field, was[i].Mention.Start, was[i].Mention.End}] = &was[i]
	}
	var out []Change
	for i := range is {
		f := &is[i]
		at := place{f.Mention.Field, f.Mention.Start, f.Mention.End}
		switch before := old[at]; {
		case before == nil:
			out = append(out, Change{Kind: Added, Article: f.ArticleID, Is: f})
		case !sameFigure(*before, *f):
			out = append(out, Change{Kind: Changed, Article: f.ArticleID, Was: before, Is: f})
		}
		delete(old, at)
	}
	for i := range was {
		if f := old[place{was[i].Mention.Field, was[i].Mention.Start, was[i].Mention.End}]; f != nil {
			out = append(out, Change{Kind: Removed, Article: f.ArticleID, Was: f})
		}
	}
	return out
}

// sameFigure compares all but the id, which names the engine.
func sameFigure(a, b figure.Figure) bool {
	a.ID, b.ID = "", ""
	one, err1 := json.Marshal(a)
	other, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(one, other)
}

// Events compares the events of the articles that were read: those that would no
// longer be raised, and those that would be.
func Events(was, is []event.Event, read []figure.Figures) (missed, fires []event.Event) {
	covered := map[figure.ArticleID]bool{}
	for i := range read {
		covered[read[i].Article.ID] = true
	}
	key := func(e event.Event) string {
		return fmt.Sprint(e.Tracker, e.Type, e.Data.ArticleID, e.Data.Amount, e.Data.Unit)
	}
	count := map[string]int{}
	for _, e := range is {
		count[key(e)]++
	}
	for _, e := range was {
		if !covered[e.Data.ArticleID] {
			continue
		}
		if count[key(e)]--; count[key(e)] < 0 {
			missed = append(missed, e)
		}
	}
	for _, e := range is {
		if count[key(e)] > 0 {
			count[key(e)]--
			fires = append(fires, e)
		}
	}
	return missed, fires
}
