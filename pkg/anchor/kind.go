package anchor

// kind is a kind of time. A point is of the first kind whose key it states; it makes sense if
// one of the kind's forms fits. Words state facts in any order: what is a time, and which, is
// decided here alone.
type kind struct {
	key     facts
	forms   []condition
	resolve func(*resolver, *point) span
}

// supported are the facts that make a time of a month or year without a preposition.
const supported = related | cued | edges | ranges

var kinds = [...]kind{
	{numeric, []condition{{none: unit}}, (*resolver).ambiguous},
	{offset | year | day, []condition{{none: unit}}, (*resolver).date},
	{offset, []condition{{none: unit}}, (*resolver).relativeDay},
	{decade, []condition{{none: unit | month | weekday}}, (*resolver).decade},
	// "the first nine months of the year"
	{first, []condition{{all: count, any: named | month}}, (*resolver).some},
	// "the last week of March"
	{lasting, []condition{
		{none: day | weekday | part},
		{all: weekday | weekUnit, none: day | part},
		{all: day | bareMonth, none: month},
	}, (*resolver).some},
	// "7 October", «15 من الشهر الجاري»
	{day, []condition{
		{all: month, none: measured},
		{all: bareMonth, none: month},
	}, (*resolver).date},
	{weekday | month, []condition{{none: unit}}, (*resolver).date},
	{weekday, []condition{{none: unit}, {all: weekUnit, any: directions}}, (*resolver).weekday},
	// a month, and the half of one
	{month, []condition{
		{any: named | supported | directions | unit, none: measured | part},
		{all: half, any: named | supported | directions | unit, none: measured | unnumbered | beyond},
	}, (*resolver).date},
	{season, []condition{{any: named | directions | yearUnit}}, (*resolver).season},
	{part, []condition{
		{all: nth, any: named | unit, none: measured | beyond},
		{all: nth, none: measured | beyond | half},
		{all: ofPart | unnumbered, any: backward, none: measured},
		{all: ofPart | unnumbered, none: named | unit},
	}, (*resolver).part},
	{unit | year, []condition{{all: bareYear}}, (*resolver).year},
	{unit | inYear, []condition{{all: bareYear}}, (*resolver).unit},
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
	}, (*resolver).unit},
	{year, []condition{{any: supported}}, (*resolver).year},
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
