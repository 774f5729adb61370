package judge

import (
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Action is what a correction does.
type Action string

// The actions. Amend states the value or the unit, or puts the figure into a
// tracker; Reject says that the figure is none, or not one of the tracker's;
// Restore takes back what was said before.
const (
	Amend   Action = "amend"
	Reject  Action = "reject"
	Restore Action = "restore"
)

// Correction is what somebody says about a figure. Corrections are never
// changed or removed, and hold for the same figure when another engine reads
// the article again: see Place. They apply in the order in which they were
// made, each to what it names; the figure as read is always kept.
type Correction struct {
	Seq int64 // given by the ledger
	Place
	// Tracker is the one that the correction is made for; empty is all. To
	// amend a figure for a tracker also puts it there when no rule matches it.
	Tracker string
	Action  Action
	// Value is what the figure states, absent to leave that as it is. It takes
	// the place of a range as well.
	Value figure.Number
	// Unit is a unit id, per-day, tonne-per-day or count; empty leaves it as
	// it is.
	Unit    string
	By, Why string
	At      time.Time
}

// Place is where a corrected figure stands. A figure read later is the same one
// when, in the same revision, its span is this one, or is the only one that
// holds it or lies within it; and in another revision, when it is the only one
// that has the same words in the same sentence. A correction whose figure is
// not found has no effect until it is found again.
type Place struct {
	Figure     figure.ID // when it was corrected
	Article    figure.ArticleID
	Revision   figure.Revision
	Field      figure.Field
	Start, End int // code points
	Text       string
	Sentence   string
}

// Standing is what corrections make of a figure's place in a tracker.
type Standing string

// The standings. Matched leaves it to the tracker's rule.
const (
	Matched  Standing = "matched"
	Assigned Standing = "assigned"
	Rejected Standing = "rejected"
)

// Override is what the corrections of a figure amount to.
type Override struct {
	Figure   figure.Figure // as corrected
	Standing Standing
	// Correction is the last of those that made it so.
	Correction Correction
}

// Overrides holds the overrides of an article's figures by tracker; those that
// hold for every tracker stand under "".
type Overrides map[figure.ID]map[string]Override

// For returns what holds for a figure in a tracker: what was said for it, with
// what was said for all.
func (o Overrides) For(id figure.ID, tracker string) (Override, bool) {
	if own, ok := o[id][tracker]; ok {
		return own, true
	}
	all, ok := o[id][""]
	return all, ok
}

// Apply returns the article's figures as corrected for every tracker, without
// those that were rejected. For a tracker with overrides of its own, use For.
func (o Overrides) Apply(in figure.Figures) figure.Figures {
	out := in
	out.Figures = make([]figure.Figure, 0, len(in.Figures))
	for _, f := range in.Figures {
		switch override, ok := o.For(f.ID, ""); {
		case !ok:
			out.Figures = append(out.Figures, f)
		case override.Standing != Rejected:
			out.Figures = append(out.Figures, override.Figure)
		}
	}
	return out
}
