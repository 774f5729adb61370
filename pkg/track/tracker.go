// Package track decides which figures belong to which tracker: it reads trackers from YAML,
// matches the figures of an article against them, explains every clause of a match, and
// converts the values to the tracker's unit. It keeps no state, does no I/O and evaluates no
// claims: that is done by packages ledger, claim and novelty. The sink calls it for every
// article; arqam tracker lint, test and backtest call it too.
package track

import (
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Measure says how the values of a tracker relate to each other over time.
type Measure string

// The measures. A cumulative value replaces the previous one ("the toll rises to 45"), an
// increment adds to it ("5 more"), a rate is per unit of time, and a level goes up and down (a
// price, a stock, a share).
const (
	Cumulative Measure = "cumulative"
	Increment  Measure = "increment"
	Rate       Measure = "rate"
	Level      Measure = "level"
)

// Scope is the text in which the terms of Mentions are searched.
type Scope string

// The scopes. An article consists of its title and its text.
const (
	WithinArticle  Scope = "article"
	WithinSentence Scope = "sentence"
)

// Tracker names a figure worth following.
type Tracker struct {
	// Name is a label value and a NATS subject token: a-z, 0-9 and '-'.
	Name string
	// Title is the title shown to readers, by language ("en", "ar").
	Title map[string]string
	Match Rule
	// UnitPer is the unit of all values.
	figure.UnitPer
	Measure  Measure
	Estimate Estimate
	Novelty  Novelty
	Sanity   Sanity
	// Claimants are groups of names of one claimant, in any language; claims are kept under
	// the first name of each group.
	Claimants [][]string
	// StaleAfter is how long the tracker may go without a report; 0 means forever.
	StaleAfter time.Duration
	Severity   string
	// File and Line are the place where the tracker is defined.
	File string
	Line int
}

// Rule says which figures match. An empty clause matches everything.
type Rule struct {
	// Subject has concept ids, events ("killed") and words of any language; at least one must
	// match.
	Subject  []string
	Quantity figure.Quantity
	Mentions Mentions
	// Sources and Langs are compared without case; at least one must be equal.
	Sources []string
	Langs   []string
	// Modality lists the accepted modalities; empty means asserted.
	Modality []figure.Modality
}

// Mentions are conditions on the text around a figure: it must contain one term of each group
// in All, one of Any, and none of Not.
type Mentions struct {
	All    [][]string
	Any    []string
	Not    []string
	Within Scope
}

// Estimate says how current claims are combined into one number: Best is latest, max or
// median, and a claim is current for Horizon.
type Estimate struct {
	Best    string
	Horizon time.Duration
}

// Novelty defines a new number: Tolerance is a ratio (0.01 is 1 %), Memory is how long a
// reported value is remembered, and Confirm is how many independent claimants confirm a
// number.
type Novelty struct {
	Tolerance figure.Number
	Memory    time.Duration
	Confirm   int
}

// Sanity limits the values that are accepted without review, in the tracker's unit: a figure
// below Min or above Max waits for review. An absent bound is no limit.
type Sanity struct {
	Min, Max figure.Number
}

// Doubt says why an amount needs review; it is empty if it needs none.
func (s Sanity) Doubt(a figure.Amount) string {
	for _, n := range a.Numbers() {
		switch {
		case !n.Stated():
		case s.Min.Stated() && n.Cmp(s.Min) < 0:
			return n.String() + " is below sanity.min " + s.Min.String()
		case s.Max.Stated() && n.Cmp(s.Max) > 0:
			return n.String() + " is above sanity.max " + s.Max.String()
		}
	}
	return ""
}
