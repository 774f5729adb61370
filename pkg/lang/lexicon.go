package lang

import (
	"fmt"
	"slices"

	"github.com/arqam-io/arqam/pkg/figure"
)

// WordID numbers a word form of the lexicon; 0 is an unknown word.
type WordID int32

// Entry is one meaning of a phrase of one or more words.
type Entry struct {
	Class Class
	// ID is the unit, concept, relation, country … that the phrase names.
	ID string
	// Num over Den is the value of a numeral. Num of a unit is how many of it the phrase
	// means ("mb/d"), 0 for one.
	Num, Den int64
	Form     Form
	Attrs    Attr
	// Words is the length of the phrase.
	Words int
}

// Value is the exact value of a numeral.
func (e *Entry) Value() figure.Number {
	if e.Den > 1 {
		return figure.NewNumber(e.Num).Div(figure.NewNumber(e.Den))
	}
	return figure.NewNumber(e.Num)
}

// Has reports whether the entry has the attribute.
func (e *Entry) Has(a Attr) bool { return e != nil && e.Attrs&a != 0 }

// IsA reports whether the entry is of a class; no entry is.
func (e *Entry) IsA(class Class) bool { return e != nil && e.Class == class }

// Named reports whether the entry has an id; no entry has.
func (e *Entry) Named(id string) bool { return e != nil && e.ID == id }

// May reports whether the word may be in one of the forms; no entry may.
func (e *Entry) May(forms Form) bool { return e != nil && e.Form&forms != 0 }

// Only reports whether the word can be in one form alone; no entry can.
func (e *Entry) Only(form Form) bool { return e != nil && e.Form == form }

// word is what the lexicon knows of one form.
type word struct {
	starts ClassSet // of the phrases that begin with it, itself included
	node            // of the form on its own
}

// node is a point of the phrase trie: the meanings of the phrase that ends there, their
// classes, and the branches to longer phrases, which are in order once the lexicon is
// finished.
type node struct {
	classes ClassSet
	entries []Entry
	next    []branch
}

type branch struct {
	word WordID
	node int32
}

// Lexicon maps phrases to their entries. Words are kept in the spelling that
// the Folder gives them.
type Lexicon struct {
	ids   map[string]WordID
	index index
	words []word
	nodes []node
	// yielding: a phrase that has a meaning in a class already keeps it, and the
	// row that is added is ignored.
	yielding bool
}

func newLexicon() *Lexicon {
	return &Lexicon{ids: map[string]WordID{}, words: make([]word, 1), nodes: make([]node, 1)}
}

// Lookup returns the id of a folded form. It does not allocate.
func (l *Lexicon) Lookup(form []byte) WordID { return l.index.lookup(form) }

// Starts returns the classes of the phrases that begin with w.
func (l *Lexicon) Starts(w WordID) ClassSet { return l.words[w].starts }

// Entries returns the meanings of w on its own.
func (l *Lexicon) Entries(w WordID) []Entry { return l.words[w].entries }

// Classes returns the classes of the meanings of w on its own.
func (l *Lexicon) Classes(w WordID) ClassSet { return l.words[w].classes }

func (l *Lexicon) intern(form string) WordID {
	if id, ok := l.ids[form]; ok {
		return id
	}
	id := WordID(len(l.words))
	l.ids[form] = id
	l.words = append(l.words, word{})
	return id
}

// add enters a phrase. It fails when the phrase has another value in the same
// class.
func (l *Lexicon) add(forms []string, e Entry) error {
	e.Words = len(forms)
	if l.yielding && l.has(forms, e.Class) {
		return nil
	}
	first := l.intern(forms[0])
	l.words[first].starts = l.words[first].starts.With(Classes(e.Class))
	if e.Form&(Dual|Construct) != 0 && e.Form&(Singular|Accusative|Plural) == 0 {
		l.words[first].starts = l.words[first].starts.With(Classes(DualForm))
	}
	if len(forms) == 1 {
		return l.words[first].insert(e, forms)
	}
	at := l.step(&l.words[first].next, l.intern(forms[1]))
	for _, f := range forms[2:] {
		id := l.intern(f)
		at = l.step(&l.nodes[at].next, id)
	}
	return l.nodes[at].insert(e, forms)
}

// has reports whether the phrase has a meaning of the class.
func (l *Lexicon) has(forms []string, c Class) bool {
	w, ok := l.ids[forms[0]]
	if !ok {
		return false
	}
	entries, next := l.words[w].entries, l.words[w].next
	for _, f := range forms[1:] {
		i := slices.IndexFunc(next, func(b branch) bool { return b.word == l.ids[f] && l.ids[f] != 0 })
		if i < 0 {
			return false
		}
		entries, next = l.nodes[next[i].node].entries, l.nodes[next[i].node].next
	}
	return slices.ContainsFunc(entries, func(e Entry) bool { return e.Class == c })
}

// insert adds a meaning to the phrase that ends at the node.
func (n *node) insert(e Entry, forms []string) error {
	for i, old := range n.entries {
		if old.Class != e.Class || old.ID != e.ID && old.Attrs != e.Attrs {
			continue
		}
		if old.ID != e.ID || old.Num != e.Num || old.Den != e.Den {
			return fmt.Errorf("%q is already %s %s", forms, old.Class, old.ID)
		}
		n.entries[i].Attrs |= e.Attrs
		if old.Form != e.Form {
			n.entries[i].Form = old.Form | e.Form
		}
		return nil
	}
	n.entries, n.classes = append(n.entries, e), n.classes.With(Classes(e.Class))
	return nil
}

func (l *Lexicon) step(next *[]branch, w WordID) int32 {
	for _, b := range *next {
		if b.word == w {
			return b.node
		}
	}
	at := int32(len(l.nodes))
	*next = append(*next, branch{w, at})
	l.nodes = append(l.nodes, node{})
	return at
}

// finish puts the meanings of all phrases side by side, and the branches in order.
func (l *Lexicon) finish() {
	l.index = newIndex(l.ids)
	l.ids = nil
	var all []Entry
	move := func(n *node) {
		from := len(all)
		all = append(all, n.entries...)
		n.entries = all[from:len(all):len(all)]
		slices.SortFunc(n.next, func(a, b branch) int { return int(a.word) - int(b.word) })
	}
	total := 0
	for i := range l.words {
		total += len(l.words[i].entries)
	}
	for i := range l.nodes {
		total += len(l.nodes[i].entries)
	}
	all = make([]Entry, 0, total)
	for i := range l.words {
		move(&l.words[i].node)
	}
	for i := range l.nodes {
		move(&l.nodes[i])
	}
}

// A Cursor walks the phrases that begin with one word.
type Cursor struct {
	lex *Lexicon
	at  *node
}

// Begin starts at w.
func (l *Lexicon) Begin(w WordID) Cursor { return Cursor{l, &l.words[w].node} }

// Entries are the meanings of the phrase walked so far.
func (c Cursor) Entries() []Entry { return c.at.entries }

// Find returns the first meaning of the phrase in one of some classes, or nil.
func (c Cursor) Find(want ClassSet) *Entry {
	if !c.at.classes.Meets(want) {
		return nil
	}
	for i := range c.at.entries {
		if want.Has(c.at.entries[i].Class) {
			return &c.at.entries[i]
		}
	}
	return nil
}

// Ends reports that no longer phrase exists.
func (c Cursor) Ends() bool { return len(c.at.next) == 0 }

// manyBranches is from how many branches on a search by halves is worth it.
const manyBranches = 24

// Step goes on by w, and reports whether a phrase goes on so.
func (c *Cursor) Step(w WordID) bool {
	next := c.at.next
	if len(next) >= manyBranches && c.lex.ids == nil {
		i, found := slices.BinarySearchFunc(next, w, func(b branch, w WordID) int { return int(b.word) - int(w) })
		if found {
			c.at = &c.lex.nodes[next[i].node]
		}
		return found
	}
	for _, b := range next {
		if b.word == w {
			c.at = &c.lex.nodes[b.node]
			return true
		}
	}
	return false
}
