// Package clause cuts a sentence with quantities into chunks and clauses: which words make a
// noun phrase, which verb governs which phrases, and where each quantity stands. It reads the
// words of package word and takes quantities as atoms. It knows no language: the order of
// words follows from the knobs of a lang.Pack, and the words that open clauses or carry
// quantities are rows of its tables. Package extract asks it for the subject of a figure.
package clause

// Span is a run of tokens from First to before Next.
type Span struct{ First, Next int }

// Empty reports whether the span holds no token.
func (s Span) Empty() bool { return s.Next <= s.First }

// Quantity is a figure of the sentence, which no chunk cuts.
type Quantity struct {
	// Span is the number with its unit and the modifiers before it.
	Span
	// Vague: a share or an indefinite number, which stands before its noun as a noun does.
	Vague bool
	// Noun is what the figure counts, where it stands behind the number.
	Noun Span
}

// Kind is the kind of a chunk.
type Kind uint8

// The kinds. A Phrase is a noun phrase with its preposition.
const (
	Phrase Kind = iota
	Predicate
	Adverb
	Conjunction
	Opener
	Figure
	Sign
)

// Chunk is a run of tokens that belong together.
type Chunk struct {
	Span
	Kind Kind
	// Preposition is empty where the chunk has none; a preposition that is written as one
	// with its word is that word.
	Preposition Span
	// Core is a phrase without its preposition and determiners, a predicate without its
	// particles and auxiliaries.
	Core Span
	// Head is the main token of the core.
	Head int
	// Clause is the clause that the chunk belongs to.
	Clause int
	// Quantity is the index of the quantity that is this chunk or counts it, else -1.
	Quantity int
	// Time: the phrase says when.
	Time bool
}

// Bare reports whether the chunk is a phrase without a preposition that may be an argument.
func (c *Chunk) Bare() bool {
	return c.Kind == Phrase && c.Preposition.Empty() && !c.Time && c.Quantity < 0
}

// Type is the type of a clause.
type Type uint8

// The types. A Participial clause has a participle or an infinitive for its predicate.
const (
	Main Type = iota
	Coordinate
	Complement
	Relative
	Conditional
	Adverbial
	Participial
	Parenthesis
)

// None stands for a chunk or clause that is not there.
const None = -1

// Clause is a predicate with its arguments. The fields name chunks, and Parent a clause.
type Clause struct {
	Type   Type
	Parent int
	// First is the chunk that the clause begins with.
	First     int
	Predicate int
	Subject   int
	Object    int
	// Antecedent is the phrase that a relative clause describes.
	Antecedent int
	// measured: a figure stands behind its predicate.
	measured bool
}

// Sentence is a sentence cut into chunks and clauses. It is valid until its Reader reads the
// next one.
type Sentence struct {
	Chunks  []Chunk
	Clauses []Clause
	// places are the chunks of the quantities.
	places []int
	reader *Reader
}
