package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
)

// A sentence says a unit or a rate once for several numbers: «من 200 وتصل إلى 450 دينارا»,
// "fell to 11.2 percent from 11.9". What follows completes the numbers that leave it out.

// tie is how a number is tied to the others of its sentence.
type tie uint8

const (
	loose tie = iota
	joined
	listed
	compared
	from
	to
	placed // at a level
	changed
)

// donors bounds how many quantities before a number may complete it; neighbours are the
// distances of those that may do so, in the order in which they are asked.
const donors = 8

var neighbours = [...]int{-1, -2, -3, -4, -5, -6, -7, -donors, 1, 2}

// elide completes the quantities of the sentence that share a unit or a rate with another.
func (r *reader) elide() {
	for i := range r.read {
		if s := &r.read[i]; s.dropped == "" {
			r.shareUnit(i)
		}
	}
	for i := range r.read {
		if s := &r.read[i]; s.dropped == "" {
			r.sharePer(i)
		}
	}
}

// tieOf reads the words before a quantity.
func (r *reader) tieOf(q *quantity) tie {
	if r.limited(q) {
		return placed
	}
	for _, classes := range tying {
		if e, _ := r.before(q.cue, classes); e != nil {
			return tieBy(e)
		}
	}
	at := r.outward(q.cue)
	switch {
	case r.doc.At(q.cue).Clitics&lang.Conj != 0, r.doc.At(at).Clitics&lang.Conj != 0:
		return joined
	case r.doc.At(q.cue).Clitics&lang.Prep != 0, r.doc.Is(at-1, '+'):
		return changed
	case r.doc.Is(at-1, ','):
		return listed
	}
	return loose
}

// limited reports whether "of" ties the number to a word for a level: "a legal limit of 5".
func (r *reader) limited(q *quantity) bool {
	of, at := r.before(q.cue, lang.Classes(lang.Of))
	level, _ := r.doc.MatchBefore(at, lang.Classes(lang.Level), 2)
	return of != nil && level != nil
}

// tying are the classes of words that tie a number to another, the surest first.
var tying = [...]lang.ClassSet{lang.Classes(lang.From, lang.To, lang.Change, lang.And), lang.Classes(lang.Linker, lang.Quantity)}

// phraseReach is the length of the longest phrase that ties a number to what stands before.
const phraseReach = 3

// before returns the phrase of the classes that ends before token i, or before the particles,
// brackets and quotation marks that lead to it, and where it begins.
func (r *reader) before(i int, classes lang.ClassSet) (*lang.Entry, int) {
	for _, at := range [...]int{i, r.outward(i)} {
		if e, n := r.doc.MatchBefore(at, classes, phraseReach); e != nil && at-n >= r.from {
			return e, at - n
		}
	}
	return nil, i
}

// tieBy is what a word before a number makes of it.
func tieBy(e *lang.Entry) tie {
	switch {
	case e.Has(lang.Compared):
		return compared
	case e.Class == lang.From:
		return from
	case e.Class == lang.To:
		return to
	case e.Class == lang.And:
		return joined
	case e.Has(lang.Reached), e.Class == lang.Quantity:
		return placed
	}
	return changed
}

// shareUnit gives a number that counts nothing and has no unit that of the nearest quantity
// before it, or of the one right behind it.
func (r *reader) shareUnit(i int) {
	q := &r.read[i].quantity
	if !r.lacksUnit(q) {
		return
	}
	for k := i - 1; k >= max(0, i-donors); k-- {
		donor := &r.read[k]
		if donor.dropped != "" || donor.noun.Has(lang.Times) {
			continue
		}
		if donor.unit.known() && r.lendsUnit(&donor.quantity, q) {
			r.takeUnit(q, &donor.quantity)
			return
		}
		if !q.num.Has(numeral.Magnified) && (!donor.unit.known() || donor.unit.ID != "percent" && !donor.unit.Has(lang.Calendar)) {
			break
		}
	}
	if i+1 < len(r.read) && r.read[i+1].dropped == "" && r.sharesBackward(q, &r.read[i+1].quantity) {
		r.takeUnit(q, &r.read[i+1].quantity)
	}
}

// takeUnit gives a number the unit of another, with its rate where both are of one size.
func (r *reader) takeUnit(q, donor *quantity) {
	q.unit = part{donor.unit.Entry, span{q.to, q.to}}
	if donor.per.known() && !q.per.known() && within(q, donor, 10) {
		q.per, q.perCount = part{donor.per.Entry, span{q.to, q.to}}, donor.perCount
	}
}

// lacksUnit reports whether the number may have left out its unit: what it counts is not
// said, or only what the amount is of.
func (r *reader) lacksUnit(q *quantity) bool {
	if q.unit.known() || q.dual || q.postposed || q.age || q.num.Has(numeral.Indefinite|numeral.Share|numeral.Single|numeral.Nil) {
		return false
	}
	return q.noun.empty() || r.of(q)
}

// of reports whether the noun of a quantity stands behind the word for "of".
func (r *reader) of(q *quantity) bool {
	e, _ := r.doc.MatchBefore(q.noun.from, lang.Classes(lang.Of), 2)
	return e != nil && q.noun.from > q.num.Last
}

// lendsUnit reports whether a number has the unit of a quantity before it: an amount in the
// thousands or more of that size, or one that a comparison or a change ties to it.
func (r *reader) lendsUnit(donor, q *quantity) bool {
	if donor.unit.Has(lang.Calendar) || donor.dual || !q.noun.empty() && !r.of(donor) {
		return false
	}
	if r.freeAfter(q) && q.num.Has(numeral.Magnified) && (donor.unit.Class == lang.Currency || within(q, donor, 10)) {
		return donor.unit.ID != "percent"
	}
	switch t := r.tieOf(q); t {
	case loose:
		return false
	case changed:
		return r.remarks(q) && donor.unit.ID != "percent" && size(q).Cmp(size(donor)) < 0
	case joined, listed:
		return q.num.Has(numeral.Magnified) && within(q, donor, 100)
	default:
		if donor.unit.ID == "percent" {
			return within(q, donor, 10) && (r.level(donor) || t == compared && !r.sizeOfChange(donor))
		}
		return within(q, donor, 10) || t == to && r.sizeOfChange(donor) && r.clear(donor.next, q.cue)
	}
}

// remarks reports whether the number is by how much the amount before it has changed, said in a
// remark on that: "3.4 million tonnes, down 55,000 from June".
func (r *reader) remarks(q *quantity) bool {
	change, at := r.before(q.cue, lang.Classes(lang.Change))
	return change.Has(lang.Up|lang.Down) && r.anySign(at-1, ",(") && r.freeAfter(q)
}

// sizeOfChange reports whether a quantity is by how much something changed.
func (r *reader) sizeOfChange(q *quantity) bool {
	return !r.level(q) && r.governor(r.outward(q.cue)).direction != ""
}

// differs reports whether a quantity says by how much more or less something is: "$2 lower".
func (r *reader) differs(q *quantity) bool {
	e, _ := r.doc.Match(q.next, lang.Classes(lang.Change))
	return e.Has(lang.Up|lang.Down) || r.sizeOfChange(q)
}

// freeAfter reports whether nothing that the number could count or be a part of follows it.
func (r *reader) freeAfter(q *quantity) bool {
	return !r.doc.Means(q.to, lang.Classes(lang.Of)) && (r.ends(q.to) || r.doc.At(q.to).Clitics&lang.Art != 0)
}

// level reports whether a quantity is one end of a change, and not the size of it.
func (r *reader) level(q *quantity) bool {
	t := r.tieOf(q)
	return t >= compared && t <= placed
}

// sharesBackward reports whether a number has the unit of the quantity right behind it:
// they are the ends of one scale, or joined by a conjunction.
func (r *reader) sharesBackward(q, next *quantity) bool {
	if !next.unit.known() || next.dual || !q.noun.empty() || next.unit.empty() {
		return false
	}
	behind := r.tieOf(next)
	if r.tieOf(q) == from && behind == to {
		return within(q, next, 10) && r.clear(q.to, next.from)
	}
	return behind == joined && q.next == q.to && r.outward(next.cue) <= q.to+1 && within(q, next, 10)
}

// sharePer gives a quantity the rate of another of the same unit or noun.
func (r *reader) sharePer(i int) {
	q := &r.read[i].quantity
	if q.per.known() || q.dual || q.age || q.num.Has(numeral.Indefinite|numeral.Share) || q.unit.known() && ownRate(q.unit.Entry) {
		return
	}
	for _, offset := range neighbours {
		k := i + offset
		if k < 0 || k >= len(r.read) {
			continue
		}
		donor := &r.read[k]
		if donor.dropped == "" && donor.per.known() && r.lendsPer(&donor.quantity, q, k < i) {
			q.per, q.perCount = part{donor.per.Entry, span{q.to, q.to}}, donor.perCount
			return
		}
	}
}

// ownRate reports whether a unit is a time, a share, or a rate in itself, which takes no
// rate from others.
func ownRate(unit *lang.Entry) bool {
	u, _ := figure.UnitID(unit.ID).Cut()
	return unit.Has(lang.Calendar) || unit.ID == "percent" || u.Per != ""
}

// lendsPer reports whether a quantity has the rate of another that is of the same kind: of
// one unit and no more than a few times as large unless it is what the change of the other
// led to, or the other end of one change.
func (r *reader) lendsPer(donor, q *quantity, before bool) bool {
	if donor.unit.Entry == nil || q.unit.Entry == nil {
		return donor.unit.Entry == q.unit.Entry && r.tied(donor, q, before) && r.countAlike(donor, q) && within(q, donor, 10)
	}
	if donor.unit.ID != q.unit.ID && !minor(donor.unit.Entry, q.unit.Entry) {
		return false
	}
	if reached := before && r.tieOf(q) == to && !r.level(donor); !reached && q.num.Value.Cmp(donor.num.Value.Mul(ten)) > 0 {
		return false
	}
	priced := before && donor.unit.Class == lang.Currency && r.tieOf(q) != placed && r.governor(r.outward(q.cue)).found
	return priced || r.tied(donor, q, before)
}

// minor reports whether a unit is a coin that is a part of the money.
func minor(money, coin *lang.Entry) bool {
	_, part := parts[[2]string{"", coin.ID}]
	return part && money.Class == lang.Currency && coin.Class == lang.Currency
}

// tied reports whether a comparison or a change ties a quantity to one before it that has a
// rate, or one behind it that has a rate is where its change led to.
func (r *reader) tied(donor, q *quantity, before bool) bool {
	if !before {
		t := r.tieOf(donor)
		return t == to || t == placed && donor.unit.IsA(lang.Currency) && r.differs(q)
	}
	t := r.tieOf(q)
	return t == compared || t == from || t == to || t == changed
}

// countAlike reports whether two numbers count the same, or one does not say what.
func (r *reader) countAlike(a, b *quantity) bool {
	return b.noun.empty() || a.noun.known() && b.noun.known() && a.noun.ID == b.noun.ID
}

// within reports whether neither of two values is more than so many times the other.
func within(a, b *quantity, times int64) bool {
	n := figure.NewNumber(times)
	x, y := size(a), size(b)
	return x.Cmp(y.Mul(n)) <= 0 && y.Cmp(x.Mul(n)) <= 0
}

// size is a value without its sign.
func size(q *quantity) figure.Number {
	if q.num.Value.Cmp(nothing) < 0 {
		return q.num.Value.Neg()
	}
	return q.num.Value
}

var nothing = figure.NewNumber(0)
