// Package track says which figures belong to which tracker: it reads trackers
// from YAML, matches the figures of an article against them, explains every
// clause of a match, and brings the values to the tracker's unit. It keeps
// nothing, does no I/O and judges no claim: that is for packages ledger, claim
// and novelty. The sink calls it on every article, and so do arqam tracker
// lint, test and backtest.
package track

import (
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Measure is how the values of a tracker relate over time.
type Measure string

// The measures. A cumulative value replaces the one before it ("the toll rises
// to 45"), an increment adds to it ("5 more"), a rate is per unit of time, and
// a level goes up and down (a price, a stock, a share).
const (
	Cumulative Measure = "cumulative"
	Increment  Measure = "increment"
	Rate       Measure = "rate"
	Level      Measure = "level"
)

// Scope is the text that the terms of Mentions are looked for in.
type Scope string

// The scopes. An article is its title and its text.
const (
	WithinArticle  Scope = "article"
	WithinSentence Scope = "sentence"
)

// Tracker names a figure worth following.
type Tracker struct {
	// Name is a label value and a NATS subject token: a-z, 0-9 and '-'.
	Name string
	// Title is what a reader sees, by language ("en", "ar").
	Title map[string]string
	Match Rule
	// UnitPer is what every value is shown in.
	figure.UnitPer
	Measure  Measure
	Estimate Estimate
	Novelty  Novelty
	Sanity   Sanity
	// Claimants are the names under which one and the same speaks, in any language;
	// the first of each group stands for the others.
	Claimants [][]string
	// StaleAfter is how long the tracker may go without a report; 0 is forever.
	StaleAfter time.Duration
	Severity   string
	// File and Line are where the tracker was written.
	File string
	Line int
}

// Rule says which figures match. An empty clause matches everything.
type Rule struct {
	// Subject holds concept ids, events ("killed") and words of any language;
	// one must fit.
	Subject  []string
	Quantity figure.Quantity
	Mentions Mentions
	// Sources and Langs are compared without case; one must be equal.
	Sources []string
	Langs   []string
	// Modality is what the text may make of the figure: asserted when empty.
	Modality []figure.Modality
}

// Mentions are the terms that the text around a figure must hold: one of each
// group in All, one of Any, none of Not.
type Mentions struct {
	All    [][]string
	Any    []string
	Not    []string
	Within Scope
}

// Estimate says how live claims make one number: Best is latest, max or median,
// and a claim lives for Horizon.
type Estimate struct {
	Best    string
	Horizon time.Duration
}

// Novelty says what a new number is: Tolerance is a ratio (0.01 is 1 %), Memory
// how long a reported value is remembered, and Confirm how many independent
// claimants make a number confirmed.
type Novelty struct {
	Tolerance figure.Number
	Memory    time.Duration
	Confirm   int
}

// Sanity bounds what is believed, in the tracker's unit and both included: a
// figure beyond Min or Max waits for review. An absent bound bounds nothing.
type Sanity struct {
	Min, Max figure.Number
}

// Doubt says why an amount is not believed, empty when it is.
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
