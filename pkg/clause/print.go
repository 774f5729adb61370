package clause

import (
	"fmt"
	"strings"
)

var typeNames = [...]string{
	Main: "main", Coordinate: "coordinate", Complement: "complement", Relative: "relative", Conditional: "conditional",
	Adverbial: "adverbial", Participial: "participial", Parenthesis: "parenthesis",
}

func (t Type) String() string { return typeNames[t] }

// String writes the clauses as a tree, one a line: the type, the predicate, and what stands
// with it.
func (s *Sentence) String() string {
	var b strings.Builder
	s.print(&b, None, 0)
	return b.String()
}

func (s *Sentence) print(b *strings.Builder, parent, depth int) {
	for i := range s.Clauses {
		c := &s.Clauses[i]
		if c.Parent != parent {
			continue
		}
		fmt.Fprintf(b, "%s%s", strings.Repeat("  ", depth), c.Type)
		for k := range s.Chunks {
			if s.Chunks[k].Clause == i && s.Chunks[k].Kind != Sign {
				s.printChunk(b, c, k)
			}
		}
		b.WriteByte('\n')
		s.print(b, i, depth+1)
	}
}

func (s *Sentence) printChunk(b *strings.Builder, c *Clause, k int) {
	chunk := &s.Chunks[k]
	role := ""
	switch {
	case k == c.Predicate:
		role = "predicate"
	case k == c.Subject:
		role = "subject"
	case k == c.Object:
		role = "object"
	case chunk.Kind == Figure:
		role = "figure"
	case chunk.Kind == Phrase && chunk.Time:
		role = "time"
	case chunk.Kind == Phrase && chunk.Quantity >= 0:
		role = "counted"
	case chunk.Kind == Phrase:
		role = "adjunct"
	case chunk.Kind == Opener:
		role = "opener"
	}
	fmt.Fprintf(b, " | ")
	if role != "" {
		b.WriteString(role + " ")
	}
	b.WriteString(s.reader.doc.Slice(chunk.First, chunk.Next-1))
}
