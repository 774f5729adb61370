package yamlfile

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// Error is one fault in a YAML file.
type Error struct {
	File string
	Line int // from 1; 0 if the fault is in the whole file
	// Path has the keys that lead to the value, such as "match.mentions.within", or is empty.
	Path   string
	Fault  string // with the value, where there is one
	Advice string // what to do about it, where Fault does not say so
}

// Error returns one line: the place, the fault and what to do.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		b.WriteString(":" + strconv.Itoa(e.Line))
	}
	b.WriteString(": ")
	if e.Path != "" {
		b.WriteString(e.Path + ": ")
	}
	b.WriteString(e.Fault)
	if e.Advice != "" {
		b.WriteString("; " + e.Advice)
	}
	return b.String()
}

// Join returns all faults of errs in the order of their lines, or nil if there is none. The
// error unwraps to a list of single faults.
func Join(errs ...error) error {
	var all []error
	for _, err := range errs {
		all = append(all, Faults(err)...)
	}
	slices.SortStableFunc(all, func(a, b error) int { return cmp.Compare(lineOf(a), lineOf(b)) })
	return errors.Join(all...)
}

// Faults returns the single faults of an error; nil has none.
func Faults(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var out []error
	for _, one := range joined.Unwrap() {
		out = append(out, Faults(one)...)
	}
	return out
}

func lineOf(err error) int {
	if fault, ok := errors.AsType[*Error](err); ok {
		return fault.Line
	}
	return 0
}
