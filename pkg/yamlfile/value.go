package yamlfile

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Text returns a single value that is not empty, with surrounding space removed.
func (n Node) Text() (string, error) {
	switch {
	case !n.IsScalar():
		return "", n.Fault("must be a single value")
	case n.IsEmpty():
		return "", n.Fault("is empty: give it a value or remove the key")
	}
	return strings.TrimSpace(n.Value()), nil
}

// Items returns the entries of a list. A single value is a list of one; a key without a value
// is an empty list.
func (n Node) Items() ([]Node, error) {
	switch {
	case n.IsEmpty():
		return nil, nil
	case n.IsScalar():
		return []Node{n}, nil
	case !n.IsList():
		return nil, n.Fault("must be a list, such as [a, b]")
	}
	out := make([]Node, len(n.yaml.Content))
	for i, item := range n.yaml.Content {
		out[i] = newNode(n.file, n.path, item)
	}
	return out, nil
}

// Texts returns the texts of a list; a single text is a list of one.
func (n Node) Texts() ([]string, error) {
	if n.IsEmpty() {
		_, err := n.Text()
		return nil, err
	}
	items, err := n.Items()
	if err != nil {
		return nil, err
	}
	var out []string
	var faults []error
	for _, item := range items {
		s, err := item.Text()
		out, faults = append(out, s), append(faults, err)
	}
	if err := Join(faults...); err != nil {
		return nil, err
	}
	return out, nil
}

// Choice is one of the options.
func Choice[T ~string](n Node, options ...T) (T, error) {
	s, err := n.Text()
	if err != nil {
		return "", err
	}
	if slices.Contains(options, T(s)) {
		return T(s), nil
	}
	names := make([]string, len(options))
	for i, o := range options {
		names[i] = string(o)
	}
	return "", n.Fault("%q: must be %s", s, or(names))
}

// Parsed returns the text as parsed by parse. If parse fails, the fault says what the text
// must be; want is for example "a number, such as 0.5".
func Parsed[T any](n Node, parse func(string) (T, error), want string) (T, error) {
	var none T
	s, err := n.Text()
	if err != nil {
		return none, err
	}
	v, err := parse(s)
	if err != nil {
		return none, n.Fault("%q: must be %s", s, want)
	}
	return v, nil
}

// Int is a whole number within bounds.
func (n Node) Int(least, most int) (int, error) {
	s, err := n.Text()
	if err != nil {
		return 0, err
	}
	i, err := strconv.Atoi(s)
	if err != nil || i < least || i > most {
		return 0, n.Fault("%q: must be a whole number from %d to %d", s, least, most)
	}
	return i, nil
}

// Duration is a length of time within bounds, such as 30s, 15m, 1h30m, 3d or 2w. If most is 0,
// there is no upper bound.
func (n Node) Duration(least, most time.Duration) (time.Duration, error) {
	s, err := n.Text()
	if err != nil {
		return 0, err
	}
	d, ok := parseDuration(s)
	switch {
	case !ok:
		return 0, n.Fault("%q: must be a duration, such as 30s, 15m or 3d", s)
	case d < least:
		return 0, n.Fault("%q: must be at least %v", s, least)
	case most > 0 && d > most:
		return 0, n.Fault("%q: must be at most %v", s, most)
	}
	return d, nil
}

var durationPart = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d|w|y)`)

var durationUnits = map[string]time.Duration{"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour,
	"d": 24 * time.Hour, "w": 7 * 24 * time.Hour, "y": 365 * 24 * time.Hour}

// parseDuration reads a sequence of numbers with units; 0 needs no unit.
func parseDuration(s string) (time.Duration, bool) {
	if s == "0" {
		return 0, true
	}
	total, rest := 0.0, s
	for rest != "" {
		m := durationPart.FindStringSubmatch(rest)
		if m == nil {
			return 0, false
		}
		count, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			return 0, false
		}
		total += count * float64(durationUnits[m[2]])
		rest = rest[len(m[0]):]
	}
	return time.Duration(total), s != "" && total < math.MaxInt64
}
