package roster

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"
)

// Append adds feeds to a file of feeds, whose comments and order stay. The
// result is read as a whole before it is returned, so that no faulty file is
// written.
func Append(file string, data []byte, feeds ...Feed) ([]byte, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if document.Kind == 0 {
		document = yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{{Kind: yaml.MappingNode}}}
	}
	list, err := listOf(document.Content[0])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, f := range feeds {
		list.Content = append(list.Content, f.node())
	}
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(&document); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if _, err := Decode(file, out.Bytes()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// listOf is the list of feeds, which is made where there is none.
func listOf(root *yaml.Node) (*yaml.Node, error) {
	if root.Kind == yaml.SequenceNode {
		return root, nil
	}
	if root.Kind != yaml.MappingNode {
		return nil, errors.New("want a list of feeds, or a mapping with \"feeds\"")
	}
	for i := 0; i < len(root.Content); i += 2 {
		if value := root.Content[i+1]; root.Content[i].Value == "feeds" {
			if value.Kind != yaml.SequenceNode {
				*value = yaml.Node{Kind: yaml.SequenceNode}
			}
			return value, nil
		}
	}
	list := &yaml.Node{Kind: yaml.SequenceNode}
	root.Content = append(root.Content, scalar("feeds"), list)
	return list, nil
}

// node writes a feed with the settings that differ from the defaults.
func (f Feed) node() *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	add := func(key, value string) {
		if value != "" {
			n.Content = append(n.Content, scalar(key), scalar(value))
		}
	}
	add("name", f.Name)
	add("url", f.URL)
	if f.Kind != Auto {
		add("kind", string(f.Kind))
	}
	if f.Source != f.Name {
		add("source", f.Source)
	}
	add("lang", f.Lang)
	add("country", f.Country)
	add("claimant", f.Claimant)
	add("family", f.Family)
	if len(f.Tags) > 0 {
		tags := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, t := range f.Tags {
			tags.Content = append(tags.Content, scalar(t))
		}
		n.Content = append(n.Content, scalar("tags"), tags)
	}
	if f.Interval != 0 && f.Interval != DefaultInterval {
		add("interval", f.Interval.Round(time.Second).String())
	}
	if f.Zone != nil {
		add("zone", f.Zone.String())
	}
	if f.Fulltext != AutoText {
		add("fulltext", string(f.Fulltext))
	}
	return n
}

func scalar(s string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(s)
	return n
}
