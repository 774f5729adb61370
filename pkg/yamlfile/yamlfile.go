// Package yamlfile reads YAML: the one document of a file, its mappings, lists and
// typed values. Every error names the file, the line and the key; a mapping
// reports all its faults at once. It knows no key. The readers of settings, feeds,
// trackers and concepts use it; no other code walks YAML.
package yamlfile

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Parse returns the root of the document; ok is false if the file has no document. Invalid
// YAML and a second document, which would be ignored otherwise, are errors that begin with
// the file's name and the line.
func Parse(file string, data []byte) (top Node, ok bool, err error) {
	node, err := parse(file, data)
	if err != nil || node == nil {
		return Node{}, false, err
	}
	return newNode(file, "", node), true, nil
}

func parse(file string, data []byte) (*yaml.Node, error) {
	if line := invalidLine(data); line > 0 {
		return nil, &Error{File: file, Line: line, Fault: "must be UTF-8 text without control characters"}
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var document, second yaml.Node
	err := dec.Decode(&document)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		return nil, explain(file, data, err)
	}
	if err := dec.Decode(&second); err == nil {
		return nil, &Error{File: file, Line: second.Line, Fault: "a second YAML document begins here: merge it into the first"}
	} else if !errors.Is(err, io.EOF) {
		return nil, explain(file, data, err)
	}
	if len(document.Content) == 0 {
		return nil, nil
	}
	return document.Content[0], nil
}

var fault = regexp.MustCompile(`^(?:yaml: )?(?:line (\d+): )?([^\n]*)`)

var anchor = regexp.MustCompile(`unknown anchor '(.*)' referenced`)

// explain adds a line to the library's error, which has none for line 1 and for anchors.
func explain(file string, data []byte, err error) error {
	m := fault.FindStringSubmatch(err.Error())
	line, _ := strconv.Atoi(m[1])
	if name := anchor.FindStringSubmatch(m[2]); name != nil {
		before, _, _ := bytes.Cut(data, []byte("*"+name[1]))
		line = 1 + bytes.Count(before, []byte("\n"))
	}
	return &Error{File: file, Line: max(line, 1), Fault: strings.TrimSpace(m[2])}
}

// invalidLine returns the line of the first byte that is not valid text, or 0. YAML in UTF-16
// with a byte order mark is left to the library.
func invalidLine(data []byte) int {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return 0
	}
	line := 1
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == '\n':
			line++
		case r == utf8.RuneError && size == 1, unicode.IsControl(r) && r != '\t' && r != '\r' && r != '\u0085':
			return line
		}
		i += size
	}
	return 0
}
