package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/word"
)

// builder gathers the forms of one language.
type builder struct {
	fold   *lang.Folder
	shapes *word.Shapes
	forms  map[string][]word.Analysis
}

func newBuilder(fold *lang.Folder, shapes *word.Shapes) *builder {
	return &builder{fold: fold, shapes: shapes, forms: map[string][]word.Analysis{}}
}

// add enters a form as it is spelled. Forms that are no single word are left out.
func (b *builder) add(form string, a word.Analysis) {
	key := b.fold.String(form)
	if utf8.RuneCountInString(key) < 2 || strings.ContainsFunc(key, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		return
	}
	a = a.Mark(word.EndsMarked(b.fold, form))
	if !slices.Contains(b.forms[key], a) {
		b.forms[key] = append(b.forms[key], a)
	}
}

// addSpelling enters every entry of a dictionary with its inflections. Where a
// lexicon tells the parts of speech of common words, only names are taken.
func (b *builder) addSpelling(s *spelling, d *dictionary, lexicon *lexicon) {
	classes := d.byName(s)
	for i := range s.entries {
		e := &s.entries[i]
		x := expansion{b: b, s: s, d: d, e: e, classes: classes}
		first, _ := utf8.DecodeRuneInString(e.text)
		switch {
		case unicode.IsUpper(first):
			x.name(lexicon)
		case lexicon != nil:
		case strings.Contains(e.morphology, "is:"):
			x.verb()
		default:
			x.section()
		}
	}
}

// addLexicon enters every lemma of a lexicon with its inflections.
func (b *builder) addLexicon(l *lexicon) {
	for _, lemma := range slices.Sorted(maps.Keys(l.lemmas)) {
		for _, pos := range l.lemmas[lemma] {
			b.add(lemma, base(pos))
			for i := range l.inflections {
				if in := &l.inflections[i]; in.Of.Matches(base(pos)) {
					in.apply(lemma, func(form string) { b.add(form, in.Reading.On(only(base(pos)))) })
				}
			}
		}
	}
}

// byName finds the rules of every affix class.
func (d *dictionary) byName(s *spelling) map[string][]*class {
	out := map[string][]*class{}
	for name := range s.suffixes {
		for i := range d.Classes {
			if slices.ContainsFunc(d.Classes[i].Of, func(p pattern) bool { return p.whole.MatchString(name) }) {
				out[name] = append(out[name], &d.Classes[i])
			}
		}
	}
	return out
}

// base is a lemma as it stands.
func base(pos word.Pos) word.Analysis {
	text := map[word.Pos]string{
		word.Noun: "noun singular", word.Verb: "verb present", word.Adjective: "adjective", word.Adverb: "adverb",
	}[pos]
	t, err := word.ParseTemplate(text)
	if err != nil {
		panic(err)
	}
	return t.Analysis()
}

// only is what an inflected form keeps of its lemma: a noun's or adjective's own
// properties, and of a verb that it is one.
func only(a word.Analysis) word.Analysis {
	if a.Pos() == word.Verb {
		return verb.On(0)
	}
	return a
}

// expansion is one entry that is being inflected.
type expansion struct {
	b       *builder
	s       *spelling
	d       *dictionary
	e       *entry
	classes map[string][]*class
}

// name enters a word with a capital, unless a lexicon has it as a short common word,
// and its inflections.
func (x *expansion) name(l *lexicon) {
	if l != nil && len(x.e.text) <= 3 && l.lemmas[strings.ToLower(x.e.text)] != nil {
		return
	}
	a := x.d.Capitals.Analysis()
	x.b.add(x.e.text, a)
	x.inflect(a)
}

// verb enters a form of a verb and its inflections, in each of its tenses.
func (x *expansion) verb() {
	for field := range strings.FieldsSeq(x.e.morphology) {
		name, ok := strings.CutPrefix(field, "is:")
		if !ok {
			continue
		}
		t, ok := x.d.Tenses[name]
		if !ok {
			continue
		}
		a := t.Reading.Analysis()
		if start, ok := t.Starts.longest(func(key string) bool { return strings.HasPrefix(x.e.text, key) }); ok {
			a = start.On(a)
		}
		whole := a
		if end, ok := t.Ends.longest(func(key string) bool { return strings.HasSuffix(x.e.text, key) }); ok {
			whole = end.On(a)
		}
		x.b.add(x.e.text, whole)
		x.inflect(a)
	}
}

// section enters a word by what its section says, and its inflections.
func (x *expansion) section() {
	var gender reading
	ending := ""
	for key, r := range x.d.Endings {
		if len(key) > len(ending) && strings.HasSuffix(x.e.text, key) {
			gender, ending = r, key
		}
	}
	folded := x.b.fold.String(x.e.text)
	for _, r := range x.readings() {
		a := r.Analysis()
		switch {
		case a.Pos() == word.Verb:
		case x.counted() && a.Number() == word.NoNumber:
			a = singular.On(a)
		case x.b.shapes.Plural([]byte(folded), len(x.b.fold.String(ending))):
			a = plural.On(a)
		}
		if a.Gender() == word.NoGender && a.Pos() != word.Verb {
			a = gender.On(a)
		}
		x.b.add(x.e.text, a)
		x.inflect(only(a))
	}
}

// counted reports whether the entry has a dual or a plural, and so is one itself.
func (x *expansion) counted() bool {
	for _, name := range x.e.classes {
		if slices.ContainsFunc(x.classes[name], func(c *class) bool { return c.Counts }) {
			return true
		}
	}
	return false
}

var singular, plural, verb = parsed("singular"), parsed("plural"), parsed("verb")

func parsed(text string) word.Template {
	t, err := word.ParseTemplate(text)
	if err != nil {
		panic(err)
	}
	return t
}

// readings are those of the entry's section.
func (x *expansion) readings() []reading {
	i := slices.IndexFunc(x.d.Sections, func(s section) bool { return strings.HasPrefix(x.e.heading, s.Heading) })
	if i < 0 {
		return nil
	}
	for j := range x.d.Sections[i].Unless {
		if u := &x.d.Sections[i].Unless[j]; u.fits(x.e) {
			return u.Readings
		}
	}
	return x.d.Sections[i].Readings
}

// inflect enters what the entry's classes make of it.
func (x *expansion) inflect(a word.Analysis) {
	for _, name := range x.e.classes {
		for _, c := range x.classes[name] {
			if c.Inflects.Matches(a) {
				x.class(name, c, a)
			}
		}
	}
}

func (x *expansion) class(name string, c *class, a word.Analysis) {
	x.s.inflect(x.e.text, name, func(form, added string) {
		if end, ok := c.Endings.longest(func(key string) bool { return strings.HasSuffix(added, key) }); ok {
			x.b.add(form, end.On(a))
		}
	})
}

// compile writes the dictionary, without what another reading of a word says and more,
// and looks every form up in what it wrote.
func (b *builder) compile() ([]byte, error) {
	for form, all := range b.forms {
		b.forms[form] = slices.DeleteFunc(slices.Clone(all), func(a word.Analysis) bool {
			return slices.ContainsFunc(all, func(more word.Analysis) bool { return more != a && more.Says(a) })
		})
	}
	body, err := word.Compile(b.forms)
	if err != nil {
		return nil, err
	}
	d, err := word.OpenDictionary(body)
	if err != nil {
		return nil, err
	}
	for form, all := range b.forms {
		if got := d.Lookup([]byte(form)); !slices.Equal(got, all) {
			return nil, fmt.Errorf("%q reads %v in the compiled dictionary, want %v", form, got, all)
		}
	}
	return body, nil
}
