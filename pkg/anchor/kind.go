package anchor

// kind is a kind of time. A point is of the first kind whose key it states; it makes sense if
// one of the kind's forms fits. Words state facts in any order: what is a time, and which, is
// decided here alone.
type kind struct {
	key   facts
	forms []condition
	place placement
}

// placement is how a time is placed in the calendar: see resolver.whole.
type placement uint8

const (
	inNoOrder placement = iota
	asDay
	asDate
	asWeekday
	asDecade
	asSeason
	asPart
	asYear
	asUnit
	asSome
)

// supported are the facts that make a time of a month or year without a preposition.
const supported = related | cued | edges | ranges

var kinds = [...]kind{
	{numeric, []condition{{none: unit}}, inNoOrder},
	{offset | year | day, []condition{{none: unit}}, asDate},
	{offset, []condition{{none: unit}}, asDay},
	{decade, []condition{{none: unit | month | weekday}}, asDecade},
	// "the first nine months of the year"
	{first, []condition{{all: count, any: named | month}}, asSome},
	// "the last week of March"
	{lasting, []condition{
		{none: day | weekday | part},
		{all: weekday | weekUnit, none: day | part},
		{all: day | bareMonth, none: month},
	}, asSome},
	// "7 October", «15 من الشهر الجاري»
	{day, []condition{
		{all: month, none: measured},
		{all: bareMonth, none: month},
	}, asDate},
	{weekday | month, []condition{{none: unit}}, asDate},
	{weekday, []condition{{none: unit}, {all: weekUnit, any: directions}}, asWeekday},
	// a month, and the half of one
	{month, []condition{
		{any: named | supported | directions | unit, none: measured | part},
		{all: half, any: named | supported | directions | unit, none: measured | unnumbered | beyond},
	}, asDate},
	{season, []condition{{any: named | directions | yearUnit}}, asSeason},
	{part, []condition{
		{all: nth, any: named | unit, none: measured | beyond},
		{all: nth, none: measured | beyond | half},
		{all: ofPart | unnumbered, any: backward, none: measured},
		{all: ofPart | unnumbered, none: named | unit},
	}, asPart},
	{unit | year, []condition{{all: bareYear}}, asYear},
	{unit | inYear, []condition{{all: bareYear}}, asUnit},
	{unit, []condition{
		{all: count, any: directions, none: this},
		{all: count | agoCue, none: directions},
		{all: plural, any: directions, none: count | this},
		{all: dayUnit | this, none: count | plural},
		{all: hourUnit | past, none: count | plural},
		{any: directions, none: ago | count | plural | dayUnit | shortUnit},
		{any: edges, none: directions | count | plural | dayUnit | shortUnit},
		// «اليوم»; «في اليوم» is a rate
		{all: dayUnit | definite, none: directions | count | plural | edges | within | unsupported},
	}, asUnit},
	{year, []condition{{any: supported}}, asYear},
}

// kindOf returns the kind of a point, nil if it makes no sense.
func kindOf(known facts) *kind {
	for i := range kinds {
		k := &kinds[i]
		if known.hasAll(k.key) {
			return k.ifFits(known)
		}
	}
	return nil
}

func (k *kind) ifFits(known facts) *kind {
	for i := range k.forms {
		if k.forms[i].holds(known) {
			return k
		}
	}
	return nil
}
