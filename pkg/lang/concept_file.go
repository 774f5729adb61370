package lang

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// conceptFile has the concepts and nouns that a user adds to the built-in ones.
type conceptFile struct {
	name     string
	concepts []*Concept
	nouns    []ownNoun
}

// ownNoun is one noun of a user's file: either all its forms, or a lemma with
// its paradigms as the packs write them.
type ownNoun struct {
	concept          figure.ConceptID
	lang             string
	forms            []inflected
	lemma, paradigms string
	line             int
}

// parseConceptFile reads a user's YAML, which docs/concepts.md describes. Every error names the
// file and the line.
func parseConceptFile(name string, data []byte) (*conceptFile, error) {
	f := &conceptFile{name: name}
	top, ok, err := yamlfile.Parse(name, data)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("%s: the file has no concepts: list them under the key concepts", name)
	}
	err = top.Fields(yamlfile.Field{Key: "concepts", Read: func(n yamlfile.Node) error { return n.Pairs(f.concept) }})
	return f, err
}

func (f *conceptFile) faultAt(line int, err error) error {
	return fmt.Errorf("%s:%d: %w", f.name, line, err)
}

func (f *conceptFile) concept(key, value yamlfile.Node) error {
	c := &Concept{ID: figure.ConceptID(key.Value()), at: key.Place()}
	f.concepts = append(f.concepts, c)
	return value.At(key.Value()).Fields(
		yamlfile.Field{Key: "is-a", Read: func(n yamlfile.Node) error {
			parents, err := n.Texts()
			for _, p := range parents {
				c.Parents = append(c.Parents, figure.ConceptID(p))
			}
			return err
		}},
		yamlfile.Field{Key: "kind", Read: yamlfile.Into(&c.Kind, yamlfile.Node.Text)},
		yamlfile.Field{Key: "wikidata", Read: yamlfile.Into(&c.Wikidata, yamlfile.Node.Text)},
		yamlfile.Field{Key: "gloss", Read: yamlfile.Into(&c.Gloss, yamlfile.Node.Text)},
		yamlfile.Field{Key: "nouns", Read: func(n yamlfile.Node) error {
			return n.Pairs(func(lang, list yamlfile.Node) error { return f.list(c.ID, lang.Value(), list) })
		}},
	)
}

// list reads the nouns of one concept in one language.
func (f *conceptFile) list(concept figure.ConceptID, lang string, list yamlfile.Node) error {
	if !list.IsList() {
		return list.Fault("must be a list of nouns, each after a dash")
	}
	items, err := list.Items()
	faults := []error{err}
	for _, item := range items {
		n := ownNoun{concept: concept, lang: lang, line: item.Line()}
		err := item.Fields(n.fields()...)
		switch {
		case err != nil:
			faults = append(faults, err)
			continue
		case n.lemma != "" && len(n.forms) > 0:
			err = item.Fault("lemma %q and written forms are both set: remove one", n.lemma)
		case n.lemma == "" && len(n.forms) == 0:
			err = item.Fault("paradigms %q without a lemma", n.paradigms)
		}
		faults = append(faults, err)
		f.nouns = append(f.nouns, n)
	}
	return yamlfile.Join(faults...)
}

// fields are the forms that a noun may be written in, or its lemma and paradigms.
func (n *ownNoun) fields() []yamlfile.Field {
	var out []yamlfile.Field
	for _, name := range slices.Sorted(maps.Keys(formNames)) {
		out = append(out, yamlfile.Field{Key: name, Read: func(at yamlfile.Node) error {
			texts, err := at.Texts()
			for _, text := range texts {
				n.forms = append(n.forms, inflected{formNames[name], text})
			}
			return err
		}})
	}
	return append(out,
		yamlfile.Field{Key: "lemma", Read: yamlfile.Into(&n.lemma, yamlfile.Node.Text)},
		yamlfile.Field{Key: "paradigms", Read: yamlfile.Into(&n.paradigms, yamlfile.Node.Text)})
}

// extend adds the file's concepts to the built-in ones.
func (b *conceptBuilder) extend(f *conceptFile) error {
	for _, c := range f.concepts {
		old := b.byID[c.ID]
		switch {
		case old == nil:
			if err := b.add(c); err != nil {
				return fmt.Errorf("%s: %w", c.at, err)
			}
		case c.Kind+c.Wikidata+c.Gloss != "":
			return fmt.Errorf("%s: concept %q is built in: only is-a and nouns can be added to it", c.at, c.ID)
		default:
			for _, parent := range c.Parents {
				if slices.Contains(old.Parents, parent) {
					return fmt.Errorf("%s: concept %q is a kind of %q already", c.at, c.ID, parent)
				}
			}
			old.Parents, old.at = append(old.Parents, c.Parents...), c.at
		}
	}
	return nil
}

// checkLangs rejects nouns of a language that has no pack.
func (f *conceptFile) checkLangs(set *Set) error {
	for _, n := range f.nouns {
		if _, ok := set.Get(n.lang); !ok {
			return f.faultAt(n.line, fmt.Errorf("nouns of %q: the language must be one of %s", n.lang, strings.Join(set.Langs(), ", ")))
		}
	}
	return nil
}

// addNouns enters the file's nouns of one language.
func (f *conceptFile) addNouns(p *Pack, concepts *Concepts) error {
	for _, n := range f.nouns {
		if n.lang != p.Lang {
			continue
		}
		if err := p.addOwn(n, concepts); err != nil {
			return f.faultAt(n.line, err)
		}
	}
	return nil
}

// addOwn enters one noun of a user.
func (p *Pack) addOwn(n ownNoun, concepts *Concepts) error {
	forms, lemma := n.forms, n.lemma
	if lemma == "" {
		lemma = forms[0].text
	} else {
		var err error
		if forms, err = p.phrases(strings.Fields(n.paradigms), lemma); err != nil {
			return err
		}
	}
	e := Entry{Class: Noun, ID: string(n.concept), Den: 1, Attrs: p.humanity(n.concept, concepts)}
	for _, form := range forms {
		words := p.split(form.text)
		if len(words) == 0 {
			return fmt.Errorf("noun %q folds to nothing", form.text)
		}
		if other := p.named(words); other != "" && other != e.ID {
			return fmt.Errorf("%q is already a noun of %s", form.text, other)
		}
		e.Form = form.form
		if err := p.add(words, e); err != nil {
			return err
		}
	}
	p.keepNoun(n.concept, lemma, e.Has(Human))
	return nil
}

// named is the concept of a noun phrase that has been entered.
func (p *Pack) named(words []string) string {
	at := p.Begin(p.ids[words[0]])
	for _, w := range words[1:] {
		if !at.Step(p.ids[w]) {
			return ""
		}
	}
	for _, e := range at.Entries() {
		if e.Class == Noun {
			return e.ID
		}
	}
	return ""
}

// humanity is Human where the nouns of the concept or of an ancestor are.
func (p *Pack) humanity(id figure.ConceptID, concepts *Concepts) Attr {
	for _, of := range append([]figure.ConceptID{id}, concepts.Ancestors(id)...) {
		if p.human[of] {
			return Human
		}
	}
	return 0
}
