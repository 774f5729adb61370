package lang

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/table"
)

// conceptTable holds the concepts of all languages.
const conceptTable = "base/concepts.tsv"

// Concept is a thing that figures count, under one name in every language.
type Concept struct {
	ID figure.ConceptID
	// Parents are the concepts that it is a kind of.
	Parents []figure.ConceptID
	// Kind is the category of the concept: weapon, vehicle, health.
	Kind string
	// Wikidata is the id of its item ("Q212853"), or empty where none is known to
	// mean the same.
	Wikidata string
	// Gloss says in English which sense of the word is meant.
	Gloss string

	at string // file:line
}

// Concepts is the table of counted things and of what is a kind of what. It is
// safe for concurrent use.
type Concepts struct {
	rows     []Concept // sorted by id
	at       map[figure.ConceptID]int
	children map[figure.ConceptID][]figure.ConceptID
	packs    []*Pack
}

// Concepts are the counted things of all languages of the set.
func (s *Set) Concepts() *Concepts { return s.concepts }

// Get returns the concept of an id.
func (c *Concepts) Get(id figure.ConceptID) (Concept, bool) {
	i, ok := c.at[id]
	if !ok {
		return Concept{}, false
	}
	return c.rows[i], true
}

// All yields every concept in the order of the ids.
func (c *Concepts) All() iter.Seq[Concept] { return slices.Values(c.rows) }

// IsA reports whether child is ancestor or a kind of it: an artillery shell is
// a munition. An unknown concept is only itself.
func (c *Concepts) IsA(child, ancestor figure.ConceptID) bool {
	if child == ancestor {
		return true
	}
	i, ok := c.at[child]
	return ok && slices.ContainsFunc(c.rows[i].Parents, func(p figure.ConceptID) bool { return c.IsA(p, ancestor) })
}

// Ancestors returns what id is a kind of, the nearest first, each once.
func (c *Concepts) Ancestors(id figure.ConceptID) []figure.ConceptID {
	var out []figure.ConceptID
	row, _ := c.Get(id)
	for queue := slices.Clone(row.Parents); len(queue) > 0; queue = queue[1:] {
		if !slices.Contains(out, queue[0]) {
			out = append(out, queue[0])
			row, _ = c.Get(queue[0])
			queue = append(queue, row.Parents...)
		}
	}
	return out
}

// Children returns the concepts whose parent is id, sorted.
func (c *Concepts) Children(id figure.ConceptID) []figure.ConceptID { return c.children[id] }

// Find returns the concepts that a noun phrase names in a language, in any of
// its forms and with its clitics, each once. The language "" is every language
// of the set.
func (c *Concepts) Find(phrase, lang string) []figure.ConceptID {
	var out []figure.ConceptID
	for _, p := range c.packs {
		if lang != "" && lang != p.Lang {
			continue
		}
		for _, e := range p.phrase(phrase) {
			if id := figure.ConceptID(e.ID); e.Class == Noun && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// phrase returns the meanings of a whole phrase.
func (p *Pack) phrase(text string) []Entry {
	words := p.split(text)
	if len(words) == 0 {
		return nil
	}
	_, stem, _ := p.Analyze([]byte(words[0]))
	at := p.Begin(stem)
	for _, w := range words[1:] {
		whole, stem, _ := p.Analyze([]byte(w))
		if !at.Step(whole) && !at.Step(stem) {
			return nil
		}
	}
	return at.Entries()
}

// Lemmas returns the nouns that name a concept in a language, in the order of
// its table.
func (c *Concepts) Lemmas(id figure.ConceptID, lang string) []string {
	i := slices.IndexFunc(c.packs, func(p *Pack) bool { return p.Lang == lang })
	if i < 0 {
		return nil
	}
	return c.packs[i].lemmas[id]
}

// keepNoun adds a noun to its concept: its stem, without the plurals in its row, and whether it
// counts people.
func (p *Pack) keepNoun(id figure.ConceptID, lemma string, human bool) {
	if human {
		p.human[id] = true
	}
	words := strings.Fields(lemma)
	for i, w := range words {
		words[i], _, _ = strings.Cut(w, "/")
	}
	if lemma = strings.Join(words, " "); !slices.Contains(p.lemmas[id], lemma) {
		p.lemmas[id] = append(p.lemmas[id], lemma)
	}
}

// conceptBuilder gathers concepts until their relations can be checked.
type conceptBuilder struct {
	rows []*Concept
	byID map[figure.ConceptID]*Concept
}

var (
	conceptName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	wikidataID  = regexp.MustCompile(`^Q[1-9][0-9]*$`)
)

// read adds the table of a file system, which may lack it.
func (b *conceptBuilder) read(fsys fs.FS) error {
	err := (table.Form{Columns: 5}).Read(fsys, conceptTable, func(line int, col []string) error {
		for i := range col {
			if col[i] == "-" {
				col[i] = ""
			}
		}
		c := &Concept{ID: figure.ConceptID(col[0]), Kind: col[2], Wikidata: col[3], Gloss: col[4],
			at: fmt.Sprintf("%s:%d", conceptTable, line)}
		for _, parent := range strings.FieldsFunc(col[1], func(r rune) bool { return r == ',' }) {
			c.Parents = append(c.Parents, figure.ConceptID(parent))
		}
		return b.add(c)
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// add enters a concept. Its parents are looked at by build.
func (b *conceptBuilder) add(c *Concept) error {
	switch old := b.byID[c.ID]; {
	case !conceptName.MatchString(string(c.ID)):
		return fmt.Errorf("concept %q: must be lower-case words joined by hyphens", c.ID)
	case old != nil:
		return fmt.Errorf("duplicate concept %q: it is already at %s", c.ID, old.at)
	case c.Kind != "" && !conceptName.MatchString(c.Kind):
		return fmt.Errorf("kind %q: must be lower-case words joined by hyphens", c.Kind)
	case c.Wikidata != "" && !wikidataID.MatchString(c.Wikidata):
		return fmt.Errorf("wikidata %q: must be an id such as Q42", c.Wikidata)
	}
	b.rows, b.byID[c.ID] = append(b.rows, c), c
	return nil
}

// loadConcepts reads the table of a file system, and what a user adds to it.
func loadConcepts(fsys fs.FS, own *conceptFile) (*Concepts, error) {
	b := &conceptBuilder{byID: map[figure.ConceptID]*Concept{}}
	if err := b.read(fsys); err != nil {
		return nil, fmt.Errorf("load concepts: %w", err)
	}
	if err := b.extend(own); err != nil {
		return nil, err
	}
	return b.build()
}

// build checks the relations and returns the table.
func (b *conceptBuilder) build() (*Concepts, error) {
	out := &Concepts{at: map[figure.ConceptID]int{}, children: map[figure.ConceptID][]figure.ConceptID{}}
	slices.SortFunc(b.rows, func(x, y *Concept) int { return strings.Compare(string(x.ID), string(y.ID)) })
	for _, c := range b.rows {
		for i, parent := range c.Parents {
			switch {
			case b.byID[parent] == nil:
				return nil, fmt.Errorf("%s: concept %q is a kind of %q, which is not a concept", c.at, c.ID, parent)
			case slices.Contains(c.Parents[:i], parent):
				return nil, fmt.Errorf("%s: concept %q is a kind of %q twice", c.at, c.ID, parent)
			}
			out.children[parent] = append(out.children[parent], c.ID)
		}
	}
	done := map[figure.ConceptID]bool{}
	for _, c := range b.rows {
		if err := b.descend(c, nil, done); err != nil {
			return nil, err
		}
	}
	for i, c := range b.rows {
		if c.Kind = b.kind(c); c.Kind == "" {
			return nil, fmt.Errorf("%s: concept %q has neither a kind nor a parent", c.at, c.ID)
		}
		out.rows = append(out.rows, *c)
		out.at[c.ID] = i
	}
	return out, nil
}

// descend follows the parents of c and rejects cycles.
func (b *conceptBuilder) descend(c *Concept, path []string, done map[figure.ConceptID]bool) error {
	if i := slices.Index(path, string(c.ID)); i >= 0 {
		circle := path[i:]
		// The added row caused the cycle, so the error names it.
		for range circle {
			if !strings.HasPrefix(b.byID[figure.ConceptID(circle[0])].at, conceptTable) {
				break
			}
			circle = append(circle[1:len(circle):len(circle)], circle[0])
		}
		first := circle[0]
		return fmt.Errorf("%s: concept %q is a kind of itself: %s", b.byID[figure.ConceptID(first)].at, first,
			strings.Join(append(circle, first), " < "))
	}
	if done[c.ID] {
		return nil
	}
	for _, parent := range c.Parents {
		if err := b.descend(b.byID[parent], append(path, string(c.ID)), done); err != nil {
			return err
		}
	}
	done[c.ID] = true
	return nil
}

// kind is a concept's own kind, or else that of its first parent.
func (b *conceptBuilder) kind(c *Concept) string {
	for c.Kind == "" && len(c.Parents) > 0 {
		c = b.byID[c.Parents[0]]
	}
	return c.Kind
}
