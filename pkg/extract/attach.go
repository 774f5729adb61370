package extract

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// lastCounted is what a sentence has counted so far that later statements go on with: the people
// that it counted last, whatever it counted last, and what happened to the last people.
type lastCounted struct {
	people figure.ConceptID
	thing  *lang.Entry
	event  figure.Event
}

// complete attaches to a statement what the sentence says of its quantity, those before it
// being complete, and judges whether it is a figure.
func (r *reader) complete(s *statement) {
	if s.dropped != "" {
		return
	}
	if s.before == "" || s.before == figure.Approx {
		s.verb = r.verbBefore(s)
	}
	r.readEvent(s)
	s.change = r.changeOf(s)
	if !s.suffered {
		s.label = r.listed(&s.quantity)
	}
	s.opposed = r.opposes(s)
	if r.license(s); s.dropped != "" {
		return
	}
	s.noun = r.subject(s)
	s.concept = r.concept(s)
}

// concept is what the figure counts. People who are counted on without a noun
// («وإصابة 35 آخرين», "and 30 wounded") are those counted before.
func (r *reader) concept(s *statement) figure.ConceptID {
	if s.event != "" {
		r.earlier.event = s.event
	}
	switch {
	case !s.noun.known() && s.event == "":
		if s.opposed && r.earlier.thing != nil {
			return figure.ConceptID(r.earlier.thing.ID)
		}
		return ""
	case !s.noun.known() && !s.noun.empty() && !r.doc.Means(s.noun.from, lang.Classes(lang.Adjective, lang.Casualty)):
		return person
	case !s.noun.known(), r.earlier.people != "" && r.casualty(s.noun.from) != "":
		return r.earlier.people
	}
	r.earlier.thing = s.noun.Entry
	if r.countsPeople(s.noun) {
		r.earlier.people = figure.ConceptID(s.noun.ID)
	}
	return figure.ConceptID(s.noun.ID)
}

// countsPeople reports whether a noun is one of people, and not of what happened to them.
func (r *reader) countsPeople(noun part) bool {
	return noun.Has(lang.Human) && r.casualty(noun.from) == ""
}

// person is the concept of people for whom the text has a word that the lexicon does
// not know: «مقتل 19 فلسطينيا».
const person figure.ConceptID = "person"
