package token_test

import (
	"testing"

	"github.com/arqam-io/arqam/pkg/lang"
)

func TestMatch(t *testing.T) {
	tests := []struct {
		lang, of, text string
		want           lang.ClassSet
		id             string
		length         int
	}{
		{"ar", "one word", "طن قمح", lang.Classes(lang.Measure), "tonne", 1},
		{"ar", "the longest phrase", "متر مربع", lang.Classes(lang.Measure), "square-meter", 2},
		{"ar", "proclitics on the first word", "وبأكثر من 40", lang.Classes(lang.Before), "gt", 2},
		{"ar", "article inside the phrase", "الطن المتري", lang.Classes(lang.Measure), "tonne", 2},
		{"ar", "no conjunction inside the phrase", "متر ومربع", lang.Classes(lang.Measure), "meter", 1},
		{"ar", "no phrase over a line end", "متر\nمربع", lang.Classes(lang.Measure), "meter", 1},
		{"ar", "another class", "طن متري", lang.Classes(lang.Noun), "", 0},
		{"ar", "three words", "ما لا يقل عن 5", lang.Classes(lang.Before), "ge", 4},
		{"ar", "half a phrase", "ما لا 5", lang.Classes(lang.Before), "", 0},
		{"ar", "harakat and tatweel", "طـنّ", lang.Classes(lang.Measure), "tonne", 1},
		{"en", "plural", "metric tons", lang.Classes(lang.Measure), "tonne", 2},
		{"en", "capitals", "Metric Tons", lang.Classes(lang.Measure), "tonne", 2},
		{"en", "possessive", "company's", lang.Classes(lang.Noun), "company", 1},
		{"en", "sign", "$5", lang.Classes(lang.Currency), "USD", 1},
		{"en", "nothing", "", lang.Classes(lang.Measure), "", 0},
	}
	for _, tt := range tests {
		d := read(pack(t, tt.lang), tt.text)
		e, n := d.Match(0, tt.want)
		id := ""
		if e != nil {
			id = e.ID
		}
		if id != tt.id || n != tt.length {
			t.Errorf("%s, %s: %q matches %q over %d tokens, want %q over %d", tt.lang, tt.of, tt.text, id, n, tt.id, tt.length)
		}
	}
}

func TestMatchBefore(t *testing.T) {
	tests := []struct {
		text  string
		i     int
		reach int
		id    string
		n     int
	}{
		{"ما لا يقل عن 40", 4, 5, "ge", 4},
		{"ما لا يقل عن 40", 4, 3, "ge", 3}, // «لا يقل عن»
		{"أكثر من 40", 2, 5, "gt", 2},
		{"أكثر من 40", 2, 1, "", 0},
		{"أكثر من ذلك 40", 3, 5, "", 0},
		{"40", 0, 5, "", 0},
	}
	for _, tt := range tests {
		d := read(pack(t, "ar"), tt.text)
		e, n := d.MatchBefore(tt.i, lang.Classes(lang.Before), tt.reach)
		id := ""
		if e != nil {
			id = e.ID
		}
		if id != tt.id || n != tt.n {
			t.Errorf("before token %d of %q, at most %d away: %q over %d tokens, want %q over %d", tt.i, tt.text, tt.reach, id, n, tt.id, tt.n)
		}
	}
}
