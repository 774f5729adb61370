package yamlfile

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Entry is a mapping to write, in the order of its members.
type Entry []Member

// Member is a key of an Entry with its text or its list of texts.
type Member struct {
	Key  string
	Text string
	List []string
}

// Append adds entries to a list: the document itself, or the list under a key, which is
// created if it is missing. It keeps comments and order.
func Append(file string, data []byte, key string, entries ...Entry) ([]byte, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, explain(file, data, err)
	}
	if document.Kind == 0 {
		document = yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{{Kind: yaml.MappingNode}}}
	}
	list := listUnder(document.Content[0], key)
	if list == nil {
		return nil, newNode(file, "", document.Content[0]).Fault("must be a list, or a mapping with the key %q", key)
	}
	for _, e := range entries {
		list.Content = append(list.Content, e.node())
	}
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(&document); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return out.Bytes(), nil
}

// listUnder returns the list under a key, or nil if there cannot be one.
func listUnder(root *yaml.Node, key string) *yaml.Node {
	if root.Kind == yaml.SequenceNode {
		return root
	}
	if root.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if value := root.Content[i+1]; root.Content[i].Value == key {
			if value.Kind != yaml.SequenceNode {
				*value = yaml.Node{Kind: yaml.SequenceNode}
			}
			return value
		}
	}
	list := &yaml.Node{Kind: yaml.SequenceNode}
	root.Content = append(root.Content, scalar(key), list)
	return list
}

func (e Entry) node() *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, m := range e {
		value := scalar(m.Text)
		if m.List != nil {
			value = &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
			for _, s := range m.List {
				value.Content = append(value.Content, scalar(s))
			}
		}
		n.Content = append(n.Content, scalar(m.Key), value)
	}
	return n
}

func scalar(s string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(s)
	return n
}

// Quote returns text as a YAML scalar, with quotes if they are needed.
func Quote(s string) (string, error) {
	out, err := yaml.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("quote %q for YAML: %w", s, err)
	}
	return strings.TrimSpace(string(out)), nil
}
