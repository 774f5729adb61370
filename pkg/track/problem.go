package track

import (
	"fmt"
	"strings"
)

// Problem is one thing wrong in a file of trackers. Decode returns all of them
// joined, in the order of their lines.
type Problem struct {
	File string
	Line int // from 1; 0 when the whole file is at fault
	// Field is the path of the key, as "match.mentions.within", or empty.
	Field string
	// Value is the offending text; Quoted says whether there is one.
	Value  string
	Quoted bool
	Fault  string
	Advice string
}

// Error is one line: the place, the value and what to do.
func (p *Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	b.WriteString(": ")
	if p.Field != "" {
		b.WriteString(p.Field + ": ")
	}
	if p.Quoted {
		fmt.Fprintf(&b, "%q ", p.Value)
	}
	b.WriteString(p.Fault)
	if p.Advice != "" {
		b.WriteString("; " + p.Advice)
	}
	return b.String()
}
