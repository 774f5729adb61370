package search_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/lang/search"
)

func places(t testing.TB) *search.Phrases[string] {
	t.Helper()
	p := search.NewPhrases[string](folder(t))
	for written, place := range map[string]string{
		"الهند": "IN", "مصر": "EG", "Sana'a": "YE", "Guinea": "GN", "Guinea-Bissau": "GW", "Guinea Bissau Coast": "coast",
		"كوريا الشمالية": "KP", "كوريا": "KR", "Côte d’Ivoire": "CI",
	} {
		if _, fresh := p.Add(written, place); !fresh {
			t.Fatalf("%q is there already", written)
		}
	}
	return p
}

func TestPhrases(t *testing.T) {
	type hit struct {
		Place, Written string
	}
	for text, want := range map[string][]hit{
		"زار وللهند ومصر.": {{"IN", "وللهند"}, {"EG", "ومصر"}},
		"قالت هند":         nil, // a name without its article
		"بكوريا الشماليّة وكوريا الجنوبية": {{"KP", "بكوريا الشماليّة"}, {"KR", "وكوريا"}},
		"Egypt’s, Sana’a's and sana'a":     {{"YE", "Sana’a"}, {"YE", "sana'a"}},
		"Guinea, Guinea Bissau; guinea":    {{"GN", "Guinea"}, {"GW", "Guinea Bissau"}, {"GN", "guinea"}},
		"cote d'ivoire":                    {{"CI", "cote d'ivoire"}},
		"Guineas":                          nil,
		"":                                 nil,
	} {
		var got []hit
		for s := range places(t).All(text) {
			got = append(got, hit{s.Value, text[s.Start:s.End]})
			if runes := []rune(text); string(runes[s.RuneStart:s.RuneEnd]) != text[s.Start:s.End] {
				t.Errorf("%q: code points %d to %d are not the bytes %d to %d", text, s.RuneStart, s.RuneEnd, s.Start, s.End)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// One spelling has one value, the first.
func TestPhrasesAdd(t *testing.T) {
	p := places(t)
	if stands, fresh := p.Add("GUINÉA  bissau", "other"); fresh || stands != "GW" {
		t.Errorf("another spelling of Guinea-Bissau: %q, %t; want GW, taken", stands, fresh)
	}
	if _, fresh := p.Add("—", "nothing"); !fresh {
		t.Error("a phrase without a word is taken")
	}
	for s := range p.All("Guinea Bissau, مصر") {
		if s.Value != "GW" {
			t.Errorf("found %q first, want GW", s.Value)
		}
		break
	}
}
