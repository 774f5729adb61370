// Package replay compares the recorded figures and events of articles with those of the
// current engine and trackers. It reads no ledger and prints nothing. "arqam replay --diff"
// calls it.
package replay

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
)

// Kind says how a figure differs.
type Kind string

// The kinds.
const (
	Added   Kind = "added"
	Changed Kind = "changed"
	Removed Kind = "removed"
)

// Change is a figure that the current engine reads differently. Was is absent if it was added,
// Is if it was removed.
type Change struct {
	Kind    Kind             `json:"change"`
	Article figure.ArticleID `json:"article_id"`
	Was     *figure.Figure   `json:"was,omitempty"`
	Is      *figure.Figure   `json:"is,omitempty"`
}

// Figures returns the differences between the figures of an article revision: first the added
// and changed ones in the order of is, then the removed ones.
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

// sameFigure compares everything except the id, which depends on the engine version.
func sameFigure(a, b figure.Figure) bool {
	a.ID, b.ID = "", ""
	one, err1 := json.Marshal(a)
	other, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(one, other)
}

// Events compares the events of the articles in read. It returns the recorded events that
// would no longer be raised, and the new events that would be.
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
