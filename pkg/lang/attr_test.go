package lang

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestParseAttrs(t *testing.T) {
	tests := []struct {
		class Class
		attrs string
		want  Attr
		fails string // a part of the error
	}{
		{Measure, "-", 0, ""},
		{Measure, "calendar,bare", Calendar | Bare, ""},
		{Magnitude, "bare", Bare, ""},
		{Measure, "clendar", 0, `unknown attribute "clendar"`},
		{Measure, "", 0, `unknown attribute ""`},
		{Linker, "up", 0, `class "linker" has no attribute "up"`},
		{Verb, "distant,human", 0, `for [noun per] only`},
	}
	for _, tt := range tests {
		got, err := parseAttrs(tt.class, tt.attrs)
		switch {
		case tt.fails == "" && (err != nil || got != tt.want):
			t.Errorf("parseAttrs(%s, %q) = %b, %v; want %b", tt.class, tt.attrs, got, err, tt.want)
		case tt.fails != "" && (err == nil || !strings.Contains(err.Error(), tt.fails)):
			t.Errorf("parseAttrs(%s, %q) fails with %v, want %s in it", tt.class, tt.attrs, err, tt.fails)
		}
	}
}

// TestEveryAttributeIsUsedAndDescribed: a pack has a row with it, and
// docs/language-pack.md says what it means.
func TestEveryAttributeIsUsedAndDescribed(t *testing.T) {
	page, err := os.ReadFile("../../docs/language-pack.md")
	if err != nil {
		t.Fatal(err)
	}
	used := usedAttributes(t)
	var all Attr
	for _, a := range attributes {
		if all&a.attr != 0 {
			t.Errorf("two attributes are %q", a.name)
		}
		all |= a.attr
		if !strings.Contains(string(page), "`"+a.name+"`") {
			t.Errorf("docs/language-pack.md does not describe the attribute %q", a.name)
		}
		if !slices.ContainsFunc(a.classes, func(c Class) bool { return used[c]&a.attr != 0 }) {
			t.Errorf("no row of a pack has the attribute %q", a.name)
		}
	}
}

func usedAttributes(t *testing.T) map[Class]Attr {
	t.Helper()
	used := map[Class]Attr{}
	files, err := fs.Glob(packs, "[a-z][a-z]/*.tsv")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, "base/signs.tsv", "base/cldr.tsv")
	for _, name := range files {
		text, err := fs.ReadFile(packs, name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			col := strings.Split(strings.TrimSpace(line), "\t")
			if len(col) != 5 || strings.HasPrefix(line, "#") {
				continue
			}
			c, err := parseClass(col[0])
			if err != nil {
				continue // a table of another form
			}
			attrs, err := parseAttrs(c, col[3])
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			used[c] |= attrs
		}
	}
	return used
}
