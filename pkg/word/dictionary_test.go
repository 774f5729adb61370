package word

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/arqam-io/arqam/pkg/lang"
)

// randomEntries are forms of random letters with random analyses.
func randomEntries(n int) map[string][]Analysis {
	r := rand.New(rand.NewPCG(1, 2))
	out := map[string][]Analysis{}
	for range n {
		form := make([]byte, 2+r.IntN(20))
		for i := range form {
			form[i] = byte('a' + r.IntN(26))
		}
		set := make([]Analysis, 1+r.IntN(3))
		for i := range set {
			set[i] = posField.set(0, uint8(1+r.IntN(6))) | numberField.set(0, uint8(r.IntN(4)))
		}
		out[string(form)] = set
	}
	return out
}

func TestDictionaryHoldsWhatWasCompiled(t *testing.T) {
	entries := randomEntries(20_000)
	data, err := Compile(entries)
	if err != nil {
		t.Fatal(err)
	}
	d, err := OpenDictionary(data)
	if err != nil {
		t.Fatal(err)
	}
	for form, want := range entries {
		if got := d.Lookup([]byte(form)); !slices.Equal(got, want) {
			t.Fatalf("%q has %v, want %v", form, got, want)
		}
	}
	again, err := Compile(entries)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(data, again) {
		t.Error("the same entries give other bytes")
	}
}

func TestOpenDictionaryRefuses(t *testing.T) {
	data, err := Compile(randomEntries(100))
	if err != nil {
		t.Fatal(err)
	}
	for of, bad := range map[string][]byte{
		"nothing": nil, "another file": []byte("fold\tletter\n0041\tletter\n"), "a cut dictionary": data[:len(data)-2],
		"its head alone": data[:len(magic)+4], "another version": append([]byte("arqam words 0\n"), data[len(magic):]...),
	} {
		if _, err := OpenDictionary(bad); !errors.Is(err, ErrDictionary) {
			t.Errorf("%s: error %v, want %v", of, err, ErrDictionary)
		}
	}
}

// TestDictionarySize holds the dictionaries to what a binary has room for.
func TestDictionarySize(t *testing.T) {
	total := map[string]int{}
	set, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	for code, group := range map[string]string{"ar": "first", "en": "first", "fr": "second", "es": "second"} {
		p, _ := set.Get(code)
		data, err := p.Dictionary()
		if err != nil {
			t.Fatal(err)
		}
		total[group] += len(data)
	}
	if total["first"] > 6_000_000 || total["second"] > 4_000_000 {
		t.Errorf("the dictionaries have %d bytes in Arabic and English and %d in French and Spanish, want at most 6 and 4 MB", total["first"], total["second"])
	}
}

func TestTemplate(t *testing.T) {
	noun, err := ParseTemplate("noun dual feminine")
	if err != nil {
		t.Fatal(err)
	}
	a := noun.Analysis()
	if a.Pos() != Noun || a.Number() != Dual || a.Gender() != Feminine || a.Tense() != NoTense {
		t.Errorf("it reads as %v", a)
	}
	if got := a.With(WithArticle | WithConjunction).From(FromDictionary).String(); got != "noun dual feminine dictionary +conjunction +article" {
		t.Errorf("it is written %q", got)
	}
	for text, want := range map[string]bool{"noun": true, "-": true, "noun dual": true, "noun plural": false, "noun +article": false, "verb": false} {
		tmpl, err := ParseTemplate(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := tmpl.Matches(a); got != want {
			t.Errorf("%q matches %v: %v, want %v", text, a, got, want)
		}
	}
	for _, bad := range []string{"nuon", "noun verb", "singular dual"} {
		if _, err := ParseTemplate(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

// TestAnd: a template of two matches what both match.
func TestAnd(t *testing.T) {
	for _, tt := range []struct {
		a, b, of string
		want     bool
	}{
		{"noun", "dual", "noun dual", true},
		{"noun", "dual", "noun plural", false},
		{"noun", "verb", "noun", false},
		{"noun", "verb", "verb", false},
		{"noun", "-", "noun plural", true},
	} {
		a, _ := ParseTemplate(tt.a)
		b, _ := ParseTemplate(tt.b)
		of, _ := ParseTemplate(tt.of)
		if got := a.And(b).Matches(of.Analysis()); got != tt.want {
			t.Errorf("%q and %q match %q: %v, want %v", tt.a, tt.b, tt.of, got, tt.want)
		}
	}
}

func TestSays(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"noun dual feminine", "noun dual", true},
		{"noun dual", "noun dual feminine", false},
		{"noun dual", "noun plural", false},
		{"noun +article", "noun", true},
		{"noun", "noun +article", false},
	} {
		a, _ := ParseTemplate(tt.a)
		b, _ := ParseTemplate(tt.b)
		if got := a.Analysis().Says(b.Analysis()); got != tt.want {
			t.Errorf("%q says %q: %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}
