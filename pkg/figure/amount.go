package figure

// Amount is what a figure states: one value, or the bounds that stand in place
// of one. Any of the three may be absent. Its relation stands beside it, since one
// relation holds for the amount as written, in base units and in another currency.
//
// An Amount is embedded where its members belong to the object that bears it: in
// JSON they are that object's own.
type Amount struct {
	Value Number `json:"value"`
	Lower Number `json:"lower"`
	Upper Number `json:"upper"`
}

// Exactly returns the amount that has the value n and no bounds.
func Exactly(n Number) Amount { return Amount{Value: n} }

// Between returns the amount that lies between two bounds; an absent bound leaves
// that side open.
func Between(lower, upper Number) Amount { return Amount{Lower: lower, Upper: upper} }

// Numbers returns the value, the lower and the upper bound, absent ones too.
func (a Amount) Numbers() [3]Number { return [...]Number{a.Value, a.Lower, a.Upper} }

// Stated reports whether any of the numbers is present.
func (a Amount) Stated() bool { return a.Value.Stated() || a.Lower.Stated() || a.Upper.Stated() }

// Leading returns the number that stands for the amount where there is room for
// one: the value, else the lower bound, else the upper one.
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

// Bounded returns the amount with the bound that the relation gives its value:
// "more than" and "at least" make it a lower bound too, "less than" and "up to" an
// upper one. A range and an indefinite amount have their bounds already.
func (a Amount) Bounded(r Relation) Amount {
	switch r {
	case Gt, Ge:
		a.Lower = a.Value
	case Lt, Le:
		a.Upper = a.Value
	}
	return a
}

// Map returns the amount with convert applied to each number that is present. Two
// bounds keep their order even where convert turns it round, as a negative factor
// and an inverse (miles per gallon to litres per 100 kilometres) do. It returns the
// first error of convert and no amount.
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

// order compares the bounds; it is 0 when one is absent.
func (a Amount) order() int {
	if !a.Lower.Stated() || !a.Upper.Stated() {
		return 0
	}
	return a.Lower.Cmp(a.Upper)
}

// Notation is how amounts are written: Number writes one number, and Sign gives what
// stands before a single one, with the space that follows it.
type Notation struct {
	Sign   func(Relation) string
	Number func(Number) string
}

// Symbols is the notation of tables and of one-line reports: "260000", "≈ 260000",
// "> 5", "≥ 5", "< 5", "≤ 5", and "5–7" for a range. All digits stand, without
// grouping.
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

// Write returns the amount under its relation: the value behind the relation's
// sign, else both bounds joined by an en dash, else the one bound behind the sign of
// "at least" or "at most". It is empty when nothing is stated. Where the relation
// stands before it as a word, the amount is written under Eq, which has no sign.
//
// Signs and dashes have no direction of their own, and in a right-to-left line a
// range would show its upper bound first: there, put the text between Isolates.
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
