package figure

// Amount is what a figure states: one value, or bounds instead of one. Any of the three may be
// absent. The relation is stored separately, since one relation applies to the amount as
// written, in base units and in another currency.
//
// An Amount is embedded where its members belong to the object that contains it: in JSON they
// are members of that object.
type Amount struct {
	Value Number `json:"value"`
	Lower Number `json:"lower"`
	Upper Number `json:"upper"`
}

// Exactly returns the amount with value n and no bounds.
func Exactly(n Number) Amount { return Amount{Value: n} }

// Between returns the amount between two bounds; an absent bound leaves that side open.
func Between(lower, upper Number) Amount { return Amount{Lower: lower, Upper: upper} }

// Numbers returns the value, the lower and the upper bound, including absent ones.
func (a Amount) Numbers() [3]Number { return [...]Number{a.Value, a.Lower, a.Upper} }

// Stated reports whether any of the numbers is present.
func (a Amount) Stated() bool { return a.Value.Stated() || a.Lower.Stated() || a.Upper.Stated() }

// Leading returns the single number that represents the amount: the value, else the lower
// bound, else the upper one.
func (a Amount) Leading() Number {
	for _, n := range a.Numbers() {
		if n.Stated() {
			return n
		}
	}
	return Number{}
}

// Equal reports whether both amounts state the same numbers.
func (a Amount) Equal(b Amount) bool {
	return a.Value.Equal(b.Value) && a.Lower.Equal(b.Lower) && a.Upper.Equal(b.Upper)
}

// Bounded returns the amount with the bound that the relation implies: "more than" and "at
// least" make the value a lower bound too, "less than" and "up to" an upper one. A range and
// an indefinite amount already have their bounds.
func (a Amount) Bounded(r Relation) Amount {
	switch r {
	case Gt, Ge:
		a.Lower = a.Value
	case Lt, Le:
		a.Upper = a.Value
	}
	return a
}

// Map applies convert to each number that is present. It swaps the bounds if convert reverses
// their order, as a negative factor or an inverse does (miles per gallon to litres per 100
// kilometres). On an error of convert it returns no amount.
func (a Amount) Map(convert func(Number) (Number, error)) (Amount, error) {
	order := a.order()
	for _, n := range [...]*Number{&a.Value, &a.Lower, &a.Upper} {
		if !n.Stated() {
			continue
		}
		var err error
		if *n, err = convert(*n); err != nil {
			return Amount{}, err
		}
	}
	if order*a.order() < 0 {
		a.Lower, a.Upper = a.Upper, a.Lower
	}
	return a, nil
}

// order compares the bounds; it is 0 if one is absent.
func (a Amount) order() int {
	if !a.Lower.Stated() || !a.Upper.Stated() {
		return 0
	}
	return a.Lower.Cmp(a.Upper)
}

// Notation says how to write amounts: Number formats one number, and Sign returns what
// precedes a single one, including the space.
type Notation struct {
	Sign   func(Relation) string
	Number func(Number) string
}

// Symbols is the notation of tables and one-line reports: "260000", "≈ 260000", "> 5", "≥ 5",
// "< 5", "≤ 5", and "5–7" for a range. All digits are written, without grouping.
func Symbols() Notation { return Notation{symbol, Number.String} }

func symbol(r Relation) string {
	switch r {
	case Approx:
		return "≈ "
	case Gt:
		return "> "
	case Ge:
		return "≥ "
	case Lt:
		return "< "
	case Le:
		return "≤ "
	}
	return ""
}

// Write formats the amount with its relation: the value after the relation's sign, else both
// bounds joined by an en dash, else the one bound after the sign of "at least" or "at most".
// It is empty if nothing is stated. If the relation is written as a word elsewhere, pass Eq,
// which has no sign.
//
// Signs and dashes have no direction of their own, so a range would show its upper bound first
// in a right-to-left line: there, put the text between Isolates.
func (n Notation) Write(r Relation, a Amount) string {
	switch {
	case a.Value.Stated():
		return n.Sign(r) + n.Number(a.Value)
	case a.Lower.Stated() && a.Upper.Stated():
		return n.Number(a.Lower) + "–" + n.Number(a.Upper)
	case a.Lower.Stated():
		return n.Sign(Ge) + n.Number(a.Lower)
	case a.Upper.Stated():
		return n.Sign(Le) + n.Number(a.Upper)
	}
	return ""
}
