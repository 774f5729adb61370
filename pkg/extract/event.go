package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
)

// eventReach is how many words may stand between a count and the word before it that says
// what happened to the people counted, and eventReachBehind how many behind it.
const (
	eventReach       = 12
	eventReachBehind = eventReach / 3
)

// eventPlaces are where the word stands that says what happened to the people counted, the
// nearest place first.
var eventPlaces = [...]func(*reader, *statement) figure.Event{
	(*reader).eventOfNoun, (*reader).eventRightBehind, (*reader).eventBehindLinker, (*reader).eventOfWhole,
	(*reader).eventBefore, (*reader).eventBehind,
}

// readEvent reads what happened to the people counted: «مقتل 17 شخصا», "26 people were
// killed". Only a count of people, or one without a known noun, has one.
func (r *reader) readEvent(s *statement) {
	things := s.noun.known() && !s.noun.Has(lang.Human)
	if things || s.unit.known() || s.num.Has(numeral.Share) || s.num.Has(numeral.Single) && !s.noun.known() {
		return
	}
	for _, place := range eventPlaces {
		if s.event = place(r, s); s.event != "" {
			return
		}
	}
}

// eventOfNoun is in the noun itself: «17 قتيلا», "three dead".
func (r *reader) eventOfNoun(s *statement) figure.Event {
	if s.noun.empty() {
		return ""
	}
	return r.casualty(s.noun.from)
}

// eventRightBehind is a word right behind the number and its noun: "12 killed".
func (r *reader) eventRightBehind(s *statement) figure.Event {
	e, n := r.doc.Match(s.next, lang.Classes(lang.Casualty))
	if e == nil || r.doc.At(s.next).Clitics&(lang.Conj|lang.Art) != 0 {
		return ""
	}
	s.next, s.suffered = s.next+n, true
	return figure.Event(e.ID)
}

// eventBehindLinker is behind a linking word that follows a bare number: "20 were killed".
func (r *reader) eventBehindLinker(s *statement) figure.Event {
	e, n := r.doc.Match(s.next, lang.Classes(lang.Linker))
	if e == nil || !s.noun.empty() {
		return ""
	}
	event := r.casualty(s.next + n)
	s.suffered = event != ""
	return event
}

// eventOfWhole is that of the count of which this one is a part: "…, including 3 children".
func (r *reader) eventOfWhole(s *statement) figure.Event {
	if !r.subsetBefore(s) {
		return ""
	}
	return r.earlier.event
}

// eventBefore stands before the number in its clause: «مقتل 17 شخصا».
func (r *reader) eventBefore(s *statement) figure.Event {
	for i := range r.clauseBefore(s.cue, eventReach) {
		if event := r.casualty(i); event != "" {
			return event
		}
	}
	return ""
}

// eventBehind stands behind the people counted in their clause: "26 people were killed".
func (r *reader) eventBehind(s *statement) figure.Event {
	from := r.pastSubset(s)
	to := min(r.to, from+eventReachBehind)
	for i := from; s.noun.known() && i < to && !r.clauseEnd(i) && r.doc.At(i).Clitics&lang.Conj == 0; i++ {
		if event := r.casualty(i); event != "" {
			return event
		}
	}
	return ""
}

// subsetBefore reports whether a word before the number makes it a part of what was counted.
func (r *reader) subsetBefore(s *statement) bool {
	e, _ := r.doc.MatchBefore(r.outward(s.lead()), lang.Classes(lang.Subset), 3)
	return e != nil
}

// pastSubset passes over a part of those counted, set between commas: "seven
// people, including three children, were killed".
func (r *reader) pastSubset(s *statement) int {
	d := &r.doc
	switch {
	case !d.Is(s.next, ','):
		return s.next
	case r.subsetBefore(s):
		return s.next + 1
	case !d.Means(s.next+1, lang.Classes(lang.Subset)):
		return s.next
	}
	for i := s.next + 2; i < min(r.to, s.next+eventReach); i++ {
		if d.Is(i, ',') {
			return i + 1
		}
	}
	return s.next
}

// casualty is what the word at i says happened, "" if it says nothing of that.
func (r *reader) casualty(i int) figure.Event {
	if e, _ := r.doc.Match(i, lang.Classes(lang.Casualty)); e != nil {
		return figure.Event(e.ID)
	}
	return ""
}
