package lang

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// conceptFile is what a user adds to the concepts and nouns that are built in.
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

// parseConceptFile reads the YAML of a user; docs/concepts.md describes it. Every
// fault names the file and the line.
func parseConceptFile(name string, data []byte) (*conceptFile, error) {
	f := &conceptFile{name: name}
	top, err := yamlfile.Parse(name, data)
	if err != nil {
		return nil, err
	}
	if top == nil {
		return nil, fmt.Errorf("%s: holds no concepts: list them under the key concepts", name)
	}
	err = f.mapping(top, "the file", func(key, value *yaml.Node) error {
		if key.Value != "concepts" {
			return f.fault(key, "unknown key %q: want concepts", key.Value)
		}
		return f.mapping(value, "concepts", f.concept)
	})
	return f, err
}

func (f *conceptFile) fault(at *yaml.Node, format string, args ...any) error {
	return f.faultAt(at.Line, fmt.Errorf(format, args...))
}

func (f *conceptFile) faultAt(line int, err error) error {
	return fmt.Errorf("%s:%d: %w", f.name, line, err)
}

// mapping calls do with each key and value of a node, which must be a mapping
// of distinct keys.
func (f *conceptFile) mapping(node *yaml.Node, of string, do func(key, value *yaml.Node) error) error {
	if node.Kind != yaml.MappingNode {
		return f.fault(node, "%s holds %q: want keys with values", of, node.Value)
	}
	seen := map[string]int{}
	for i := 0; i < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if line, ok := seen[key.Value]; ok {
			return f.fault(key, "%q stands already at line %d", key.Value, line)
		}
		seen[key.Value] = key.Line
		if err := do(key, value); err != nil {
			return err
		}
	}
	return nil
}

// texts is a list of texts, or one.
func (f *conceptFile) texts(node *yaml.Node, of string) ([]string, error) {
	items := []*yaml.Node{node}
	if node.Kind == yaml.SequenceNode {
		items = node.Content
	}
	var out []string
	for _, it := range items {
		text := strings.TrimSpace(it.Value)
		if it.Kind != yaml.ScalarNode || text == "" {
			return nil, f.fault(it, "%s: want a text, or a list of texts", of)
		}
		out = append(out, text)
	}
	return out, nil
}

func (f *conceptFile) concept(key, value *yaml.Node) error {
	c := &Concept{ID: figure.ConceptID(key.Value), at: fmt.Sprintf("%s:%d", f.name, key.Line)}
	f.concepts = append(f.concepts, c)
	single := map[string]*string{"kind": &c.Kind, "wikidata": &c.Wikidata, "gloss": &c.Gloss}
	return f.mapping(value, key.Value, func(key, value *yaml.Node) error {
		if to := single[key.Value]; to != nil {
			if value.Kind != yaml.ScalarNode {
				return f.fault(value, "%s: want one text", key.Value)
			}
			*to = value.Value
			return nil
		}
		switch key.Value {
		case "is-a":
			parents, err := f.texts(value, "is-a")
			for _, p := range parents {
				c.Parents = append(c.Parents, figure.ConceptID(p))
			}
			return err
		case "nouns":
			return f.mapping(value, "nouns", func(lang, list *yaml.Node) error { return f.list(c.ID, lang, list) })
		}
		return f.fault(key, "unknown key %q: want is-a, kind, wikidata, gloss or nouns", key.Value)
	})
}

// list reads the nouns of one concept in one language.
func (f *conceptFile) list(concept figure.ConceptID, lang, list *yaml.Node) error {
	if list.Kind != yaml.SequenceNode {
		return f.fault(list, "nouns of %q: want a list, each noun behind a dash", lang.Value)
	}
	for _, item := range list.Content {
		n := ownNoun{concept: concept, lang: lang.Value, line: item.Line}
		if err := f.mapping(item, "the noun", func(key, value *yaml.Node) error { return f.noun(&n, key, value) }); err != nil {
			return err
		}
		switch {
		case n.lemma != "" && len(n.forms) > 0:
			return f.fault(item, "lemma %q beside written forms: give one or the other", n.lemma)
		case n.lemma == "" && len(n.forms) == 0:
			return f.fault(item, "paradigms %q without a lemma", n.paradigms)
		}
		f.nouns = append(f.nouns, n)
	}
	return nil
}

func (f *conceptFile) noun(n *ownNoun, key, value *yaml.Node) error {
	texts, err := f.texts(value, key.Value)
	if err != nil {
		return err
	}
	switch form, ok := formNames[key.Value]; {
	case ok:
		for _, text := range texts {
			n.forms = append(n.forms, inflected{form, text})
		}
	case key.Value == "lemma" && len(texts) == 1:
		n.lemma = texts[0]
	case key.Value == "paradigms" && len(texts) == 1:
		n.paradigms = texts[0]
	case key.Value == "lemma" || key.Value == "paradigms":
		return f.fault(value, "%s: want one text", key.Value)
	default:
		return f.fault(key, "unknown key %q: want %s; or lemma and paradigms", key.Value,
			strings.Join(slices.Sorted(maps.Keys(formNames)), ", "))
	}
	return nil
}

// extend adds the file's concepts to those that are built in.
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

// checkLangs refuses nouns of a language that has no pack.
func (f *conceptFile) checkLangs(set *Set) error {
	for _, n := range f.nouns {
		if _, ok := set.Get(n.lang); !ok {
			return f.faultAt(n.line, fmt.Errorf("nouns of %q: want a language of %s", n.lang, strings.Join(set.Langs(), ", ")))
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
