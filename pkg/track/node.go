package track

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/arqam-io/arqam/pkg/lang/search"
)

// reader walks the YAML of one file and gathers its problems.
type reader struct {
	file     string
	folder   *search.Folder
	problems []error
}

// item is a YAML node with the path of keys that leads to it.
type item struct {
	*yaml.Node
	path string
}

func (r *reader) fail(at item, fault, advice string) {
	r.problems = append(r.problems, &Problem{File: r.file, Line: at.Line, Field: at.path, Fault: fault, Advice: advice})
}

func (r *reader) refuse(at item, fault, advice string) {
	r.problems = append(r.problems, &Problem{File: r.file, Line: at.Line, Field: at.path,
		Value: at.Value, Quoted: true, Fault: fault, Advice: advice})
}

// key is one key that a mapping may hold, and what reads its value.
type key struct {
	name string
	read func(item)
}

// mapping calls the reader of every key that stands in at.
func (r *reader) mapping(at item, keys ...key) {
	if at.Kind != yaml.MappingNode {
		r.fail(at, "is not a mapping", "write keys below it: "+keyNames(keys))
		return
	}
	r.pairs(at, func(k, v item) {
		i := slices.IndexFunc(keys, func(key key) bool { return key.name == k.Value })
		if i < 0 {
			r.refuse(item{k.Node, at.path}, "is no known key", "the keys are "+keyNames(keys))
			return
		}
		keys[i].read(v)
	})
}

// pairs yields the keys and values of a mapping and refuses duplicates.
func (r *reader) pairs(at item, yield func(k, v item)) {
	seen := map[string]int{}
	for i := 0; i+1 < len(at.Content); i += 2 {
		k, v := at.Content[i], resolve(at.Content[i+1])
		if line, ok := seen[k.Value]; ok {
			r.refuse(item{k, at.path}, fmt.Sprintf("stands twice, first at line %d", line), "keep one of them")
			continue
		}
		seen[k.Value] = k.Line
		path := k.Value
		if at.path != "" {
			path = at.path + "." + k.Value
		}
		yield(item{k, path}, item{v, path})
	}
}

func keyNames(keys []key) string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	return strings.Join(names, ", ")
}

func resolve(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return n
}

// list returns the entries of a sequence; a lone scalar is a list of one, and a
// key without a value an empty list.
func (r *reader) list(at item) []item {
	switch {
	case at.Tag == "!!null":
		return nil
	case at.Kind == yaml.ScalarNode:
		return []item{at}
	case at.Kind == yaml.SequenceNode:
		out := make([]item, len(at.Content))
		for i, n := range at.Content {
			out[i] = item{resolve(n), at.path}
		}
		return out
	}
	r.fail(at, "is not a list", "write it as [a, b]")
	return nil
}

// text returns a non-empty scalar.
func (r *reader) text(at item) (string, bool) {
	if at.Kind != yaml.ScalarNode {
		r.fail(at, "is not a plain value", "write one word or quoted text")
		return "", false
	}
	s := strings.TrimSpace(at.Value)
	if s == "" || at.Tag == "!!null" {
		r.fail(at, "is empty", "give it a value or remove the key")
		return "", false
	}
	return s, true
}

func (r *reader) texts(at item) []string {
	var out []string
	for _, it := range r.list(at) {
		if s, ok := r.text(it); ok {
			out = append(out, s)
		}
	}
	return out
}

// words returns texts that hold at least one word to look for.
func (r *reader) words(at item) []string {
	var out []string
	all := r.list(at)
	if at.Kind == yaml.SequenceNode && len(all) == 0 {
		r.fail(at, "is an empty list, which nothing fits", "write a word, or take it out")
	}
	for _, it := range all {
		s, ok := r.text(it)
		switch {
		case !ok:
		case len(r.folder.Words(s)) == 0:
			r.refuse(it, "holds no letter or digit to look for", "write a word")
		default:
			out = append(out, s)
		}
	}
	return out
}

// choice returns a scalar that is one of the options.
func choice[T ~string](r *reader, at item, options ...T) T {
	s, ok := r.text(at)
	if !ok {
		return ""
	}
	if !slices.Contains(options, T(s)) {
		names := make([]string, len(options))
		for i, o := range options {
			names[i] = string(o)
		}
		r.refuse(at, "is not possible here", "use one of "+strings.Join(names, ", "))
		return ""
	}
	return T(s)
}
