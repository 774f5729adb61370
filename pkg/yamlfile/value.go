package yamlfile

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Text is one value that is not empty, without the space around it.
func (n Node) Text() (string, error) {
	switch {
	case !n.IsScalar():
		return "", n.Fault("want one value")
	case n.IsEmpty():
		return "", n.Fault("is empty: give it a value or remove the key")
	}
	return strings.TrimSpace(n.Value()), nil
}

// Items are the entries of a list. One value is a list of one, and a key without a
// value an empty list.
func (n Node) Items() ([]Node, error) {
	switch {
	case n.IsEmpty():
		return nil, nil
	case n.IsScalar():
		return []Node{n}, nil
	case !n.IsList():
		return nil, n.Fault("want a list, as [a, b]")
	}
	out := make([]Node, len(n.yaml.Content))
	for i, item := range n.yaml.Content {
		out[i] = newNode(n.file, n.path, item)
	}
	return out, nil
}

// Texts are the texts of a list, or one.
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
	return "", n.Fault("%q: want %s", s, or(names))
}

// Parsed is what parse makes of the text; where it cannot, the fault says what is
// wanted, as "a number, as 0.5".
func Parsed[T any](n Node, parse func(string) (T, error), want string) (T, error) {
	var none T
	s, err := n.Text()
	if err != nil {
		return none, err
	}
	v, err := parse(s)
	if err != nil {
		return none, n.Fault("%q: want %s", s, want)
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
		return 0, n.Fault("%q: want a whole number from %d to %d", s, least, most)
	}
	return i, nil
}

// Duration is a length of time within bounds, as 30s, 15m, 1h30m, 3d or 2w; most
// is no bound where it is 0.
func (n Node) Duration(least, most time.Duration) (time.Duration, error) {
	s, err := n.Text()
	if err != nil {
		return 0, err
	}
	d, ok := parseDuration(s)
	switch {
	case !ok:
		return 0, n.Fault("%q: want a duration, as 30s, 15m or 3d", s)
	case d < least:
		return 0, n.Fault("%q: want at least %v", s, least)
	case most > 0 && d > most:
		return 0, n.Fault("%q: want at most %v", s, most)
	}
	return d, nil
}

var durationPart = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d|w|y)`)

var durationUnits = map[string]time.Duration{"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour,
	"d": 24 * time.Hour, "w": 7 * 24 * time.Hour, "y": 365 * 24 * time.Hour}

// parseDuration reads numbers with their units, one after the other; 0 needs no
// unit.
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
