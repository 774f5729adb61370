package eval

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzParseGold(f *testing.F) {
	f.Add([]byte(`{"id":"a","text":"عشرة","figures":[{"start":0,"end":4,"value":10}]}`))
	f.Add([]byte(`{"id":"a","text":"ten","figures":[{"start":2,"end":9223372036854775807,"value":1e999}]}` + "\n\n{"))
	f.Fuzz(func(t *testing.T, in []byte) {
		docs, err := ParseGold(bytes.NewReader(in))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "line ") {
				t.Errorf("error %q has no line", err)
			}
			return
		}
		for _, d := range docs {
			for _, g := range d.Figures {
				if g.Start < 0 || g.Start >= g.End || g.End > utf8.RuneCountInString(d.Text) {
					t.Errorf("span %d to %d of %q", g.Start, g.End, d.Text)
				}
			}
		}
	})
}

func FuzzParsePairs(f *testing.F) {
	f.Add([]byte(`{"id":"a","ar":"عشرة","en":"ten"}`))
	f.Add([]byte(`{"ar":1,"en":null,"fr":"x","zz":"y"}` + "\n[]"))
	f.Fuzz(func(t *testing.T, in []byte) {
		pairs, err := ParsePairs(bytes.NewReader(in))
		if err != nil && !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("error %q has no line", err)
		}
		for _, p := range pairs {
			if p.Langs[0] >= p.Langs[1] {
				t.Errorf("languages %q", p.Langs)
			}
		}
	})
}
