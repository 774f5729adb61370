// Package novelty judges whether a reported number is new to a tracker or a repetition. It is
// pure: it stores nothing, and knows neither trackers nor articles. Package judge calls it
// with a tracker's history.
package novelty

import (
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Value is a reported amount.
type Value struct {
	ID string
	At time.Time
	figure.Amount
}

// Policy is a tracker's novelty policy. Tolerance is a ratio of the remembered value (0.01 is
// 1 %); Memory is how long a value is remembered, and zero means for ever.
type Policy struct {
	Tolerance figure.Number
	Memory    time.Duration
}

// Reason says why a value is new or not.
type Reason string

// The reasons. Echoed is a value that was new at its own time, but a later report of the same
// number was recorded before it: it is new in the history, but raises no alert.
const (
	First   Reason = "first"   // nothing is remembered
	Outside Reason = "outside" // outside the tolerance of every remembered value
	Known   Reason = "known"
	Echoed  Reason = "echoed"
)

// Verdict is the result for one value. Near is the remembered value that makes it Known or
// Echoed.
type Verdict struct {
	Reason Reason
	Near   Value
}

// New reports whether the number had not been reported at its time. It depends on the set of
// values alone, not on the order of arrival.
func (v Verdict) New() bool { return v.Reason != Known }

// Alerts reports whether the number raises an alert.
func (v Verdict) Alerts() bool { return v.Reason == First || v.Reason == Outside }

// Judge judges v against the values before and after it in the tracker's history, which is
// ordered by time and then by a stable key.
func (p Policy) Judge(v Value, before, after []Value) Verdict {
	out := Verdict{Reason: First}
	for _, known := range before {
		if !p.remembers(known, v) {
			continue
		}
		if p.Same(v, known) {
			return Verdict{Known, known}
		}
		out.Reason = Outside
	}
	for _, later := range after {
		if p.remembers(v, later) && p.Same(v, later) {
			return Verdict{Echoed, later}
		}
	}
	return out
}

// remembers reports whether old is within the memory at the time of now.
func (p Policy) remembers(old, now Value) bool {
	return p.Memory == 0 || now.At.Sub(old.At) <= p.Memory
}

// Same reports whether two values state the same number. "More than 40" and "40" do; a range
// equals only a range with both ends the same.
func (p Policy) Same(a, b Value) bool {
	if a.Value.Stated() != b.Value.Stated() {
		return false
	}
	if a.Value.Stated() {
		return p.Near(a.Value, b.Value)
	}
	return p.Near(a.Lower, b.Lower) && p.Near(a.Upper, b.Upper)
}

// Reach returns the smallest and greatest number of a known value (its stated value, else its
// lower bound, else its upper bound) that can be the same as v. An absent result is no limit.
func (p Policy) Reach(v Value) (least, most figure.Number) {
	n := v.Leading()
	one := figure.NewNumber(1)
	switch {
	case !p.Tolerance.Stated():
		return n, n
	case p.Tolerance.Cmp(one) >= 0:
		return figure.Number{}, figure.Number{}
	}
	// |n - known| <= tolerance·|known|, solved for known. A quotient is rounded, but no known
	// number lies between it and the exact quotient.
	least, most = n.Div(one.Add(p.Tolerance)), n.Div(one.Sub(p.Tolerance))
	if least.Cmp(most) > 0 {
		least, most = most, least
	}
	return least, most
}

// Near reports whether n lies within the tolerance of a known number.
func (p Policy) Near(n, known figure.Number) bool {
	if !n.Stated() || !known.Stated() {
		return n.Stated() == known.Stated()
	}
	if n.Equal(known) {
		return true
	}
	if !p.Tolerance.Stated() {
		return false
	}
	return abs(n.Sub(known)).Cmp(abs(known.Mul(p.Tolerance))) <= 0
}

func abs(n figure.Number) figure.Number {
	if n.Cmp(figure.NewNumber(0)) < 0 {
		return n.Neg()
	}
	return n
}
