package judge

import (
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Action is what a correction does.
type Action string

// The actions. Amend changes the value or the unit, or assigns the figure to a tracker; Reject
// declares it not to be a figure, or not one of the tracker's; Restore cancels earlier
// corrections.
const (
	Amend   Action = "amend"
	Reject  Action = "reject"
	Restore Action = "restore"
)

// Correction is a person's correction of a figure. Corrections are never changed or removed,
// and apply to the same figure when another engine reads the article again: see Place. They
// apply in the order in which they were made; the figure as read is always kept.
type Correction struct {
	Seq int64 // set by the ledger
	Place
	// Tracker is the tracker that the correction is made for; empty means all. Amending a
	// figure for a tracker also assigns it to the tracker if no rule matches it.
	Tracker string
	Action  Action
	// Value is the corrected value, absent to leave it unchanged. It also replaces a range.
	Value figure.Number
	// Unit is a unit id, per-day, tonne-per-day or count; empty leaves it unchanged.
	Unit    string
	By, Why string
	At      time.Time
}

// Place locates a corrected figure. In the same revision, a figure read later is the same one
// if its span is equal, or if it is the only one whose span contains or lies within this one.
// In another revision, it is the same one if it is the only one with the same text in the same
// sentence. A correction whose figure is not found has no effect until it is found again.
type Place struct {
	Figure     figure.ID // current when it was corrected
	Article    figure.ArticleID
	Revision   figure.Revision
	Field      figure.Field
	Start, End int // code points
	Text       string
	Sentence   string
}

// Standing says how a tracker treats a corrected figure.
type Standing string

// The standings. Matched leaves the decision to the tracker's rule.
const (
	Matched  Standing = "matched"
	Assigned Standing = "assigned"
	Rejected Standing = "rejected"
)

// Override is the combined effect of the corrections of a figure.
type Override struct {
	Figure   figure.Figure // as corrected
	Standing Standing
	// Correction is the last one applied.
	Correction Correction
}

// Overrides maps each corrected figure of an article to its overrides by tracker; the key ""
// has those for all trackers.
type Overrides map[figure.ID]map[string]Override

// For returns the override of a figure in a tracker: its own, which includes the corrections
// for all, or else that for all.
func (o Overrides) For(id figure.ID, tracker string) (Override, bool) {
	if own, ok := o[id][tracker]; ok {
		return own, true
	}
	all, ok := o[id][""]
	return all, ok
}

// Apply returns the article's figures with the corrections for all trackers applied, without
// rejected ones. For a tracker with overrides of its own, use For.
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
