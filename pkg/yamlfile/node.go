package yamlfile

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Node is a value in a YAML file, with its place. An alias is the value that it
// stands for.
type Node struct {
	file string
	path string
	line int
	yaml *yaml.Node
}

func newNode(file, path string, of *yaml.Node) Node {
	line := of.Line
	for of.Kind == yaml.AliasNode {
		of = of.Alias
	}
	return Node{file, path, line, of}
}

// File is the name of the file.
func (n Node) File() string { return n.file }

// Line is the line, from 1.
func (n Node) Line() int { return n.line }

// At returns the node with another path. Its errors, and those of the nodes below it, begin
// with that path.
func (n Node) At(path string) Node {
	n.path = path
	return n
}

// Place is the file and the line, as "feeds.yaml:7".
func (n Node) Place() string { return fmt.Sprintf("%s:%d", n.file, n.line) }

// Value is a scalar as it is written, and empty for lists and mappings.
func (n Node) Value() string { return n.yaml.Value }

// IsScalar reports whether the node is a single value. An empty node is one.
func (n Node) IsScalar() bool { return n.yaml.Kind == yaml.ScalarNode }

// IsList reports whether the node is a list.
func (n Node) IsList() bool { return n.yaml.Kind == yaml.SequenceNode }

// IsMapping reports whether the node is a mapping of keys to values.
func (n Node) IsMapping() bool { return n.yaml.Kind == yaml.MappingNode }

// IsEmpty reports whether the node has no value.
func (n Node) IsEmpty() bool {
	return n.IsScalar() && (n.yaml.ShortTag() == "!!null" || strings.TrimSpace(n.yaml.Value) == "")
}

// Fault is an error at the node.
func (n Node) Fault(format string, args ...any) error {
	return &Error{File: n.file, Line: n.line, Path: n.path, Fault: fmt.Sprintf(format, args...)}
}

// Advise is an error at the node that says what to do about it.
func (n Node) Advise(fault, advice string) error {
	return &Error{File: n.file, Line: n.line, Path: n.path, Fault: fault, Advice: advice}
}

// Pairs calls do with the keys and values of a mapping, in their order. It returns all errors,
// with one for each duplicate key.
func (n Node) Pairs(do func(key, value Node) error) error {
	if !n.IsMapping() {
		return n.notMapping("key: value")
	}
	var faults []error
	first := map[string]int{}
	for i := 0; i+1 < len(n.yaml.Content); i += 2 {
		name := n.yaml.Content[i].Value
		path := name
		if n.path != "" {
			path = n.path + "." + name
		}
		key, value := newNode(n.file, n.path, n.yaml.Content[i]), newNode(n.file, path, n.yaml.Content[i+1])
		if line, twice := first[name]; twice {
			faults = append(faults, key.Fault("duplicate key %q: it is already in line %d", name, line))
			continue
		}
		first[name] = key.line
		faults = append(faults, do(key, value))
	}
	return Join(faults...)
}

func (n Node) notMapping(example string) error {
	if n.IsScalar() && !n.IsEmpty() {
		return n.Fault("%q: must be a mapping, such as \"%s\"", n.Value(), example)
	}
	return n.Fault("must be a mapping, such as \"%s\"", example)
}

// Field is a key that a mapping may have, and what reads its value.
type Field struct {
	Key  string
	Read func(Node) error
}

// Into reads a value into a variable.
func Into[T any](to *T, read func(Node) (T, error)) func(Node) error {
	return func(n Node) error {
		v, err := read(n)
		if err == nil {
			*to = v
		}
		return err
	}
}

// Fields reads a mapping that may have only these keys. It returns all faults.
func (n Node) Fields(fields ...Field) error {
	if !n.IsMapping() {
		return n.notMapping(fields[0].Key + ": …")
	}
	return n.Pairs(func(key, value Node) error {
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Key == key.Value() })
		if i < 0 {
			names := make([]string, len(fields))
			for i, f := range fields {
				names[i] = f.Key
			}
			return key.Unknown(names)
		}
		return fields[i].Read(value)
	})
}

// Unknown returns the fault of a key that is not among the known ones. It suggests a similar
// key if there is one, else it lists all.
func (n Node) Unknown(known []string) error {
	for _, k := range known {
		if near(n.Value(), k) {
			return n.Fault("unknown key %q: did you mean %q?", n.Value(), k)
		}
	}
	return n.Fault("unknown key %q: must be %s", n.Value(), or(known))
}

// near reports whether b becomes a by one edit or by swapping two neighbouring letters.
func near(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	switch len(y) - len(x) {
	case 1:
		return slices.Equal(x[i:], y[i+1:])
	case 0:
		if i == len(x) || slices.Equal(x[i+1:], y[i+1:]) {
			return true
		}
		return i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:])
	}
	return false
}

// or joins names in words: "a, b or c".
func or(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
