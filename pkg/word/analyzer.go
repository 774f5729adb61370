package word

import (
	"fmt"
	"strings"

	"github.com/arqam-io/arqam/pkg/lang"
)

// Analyzer knows the words of one language. It is not changed once it is made, and
// serves any number of Readers.
type Analyzer struct {
	pack       *lang.Pack
	dictionary *Dictionary
	forms      map[string]forms
	shapes     *Shapes
	contexts   contexts
	piles      [256][]pile // by first byte
	minStem    int
}

// forms are what forms.tsv says of the spellings that fold to one, and which rows of
// contexts.tsv name them. Closed: they are nothing else.
type forms struct {
	readings []spelledReading
	closed   bool
	lists    lists
}

// spelledReading is the reading of one spelling, in lower case.
type spelledReading struct {
	spelling string
	reading  Analysis
}

// pile is a sequence of clitics before a word.
type pile struct {
	text  string
	set   Clitics
	needs Template
}

// New reads the words of a pack.
func New(p *lang.Pack) (*Analyzer, error) {
	a := &Analyzer{pack: p, dictionary: &Dictionary{}, forms: map[string]forms{}, minStem: 2}
	data, err := p.Dictionary()
	if err != nil {
		return nil, err
	}
	if data != nil {
		if a.dictionary, err = OpenDictionary(data); err != nil {
			return nil, fmt.Errorf("%s/%s: %w", p.Lang, lang.Dictionary, err)
		}
	}
	if err := p.ReadTable(lang.Forms, 3, a.addForms); err != nil {
		return nil, err
	}
	if a.shapes, err = LoadShapes(p); err != nil {
		return nil, err
	}
	if err := a.contexts.load(p, a.list); err != nil {
		return nil, err
	}
	a.loadPiles()
	return a, nil
}

// addForms reads a row of forms.tsv: open or closed, a reading, words.
func (a *Analyzer) addForms(_ int, col []string) error {
	if col[0] != "open" && col[0] != "closed" {
		return fmt.Errorf("%q is neither open nor closed", col[0])
	}
	t, err := ParseTemplate(col[1])
	if err != nil {
		return err
	}
	for w := range strings.SplitSeq(col[2], "|") {
		key := a.pack.Fold.String(w)
		f := a.forms[key]
		f.closed = f.closed || col[0] == "closed"
		f.readings = append(f.readings, spelledReading{w, t.Analysis()})
		a.forms[key] = f
	}
	return nil
}

// list notes that a row of contexts.tsv names a word.
func (a *Analyzer) list(w string, row lists) {
	key := a.pack.Fold.String(w)
	f := a.forms[key]
	f.lists |= row
	a.forms[key] = f
}

// cliticsOf translates the pack's clitics.
func cliticsOf(set lang.Clitics) Clitics {
	var out Clitics
	for of, c := range map[lang.Clitics]Clitics{lang.Conj: WithConjunction, lang.Prep: WithPreposition, lang.Art: WithArticle} {
		if set&of != 0 {
			out |= c
		}
	}
	return out
}

func (a *Analyzer) loadPiles() {
	add := func(p pile) { a.piles[p.text[0]] = append(a.piles[p.text[0]], p) }
	for text, set := range a.pack.CliticPiles() {
		add(pile{text: text, set: cliticsOf(set)})
	}
	for _, p := range a.shapes.proclitics {
		add(pile{p.text, p.set, p.needs})
		for _, c := range a.pack.Conjunctions {
			add(pile{c + p.text, p.set | WithConjunction, p.needs})
		}
	}
}
