package search_test

import "testing"

// A phrase is found in any text that holds it, whatever is written onto it.
func TestFind(t *testing.T) {
	for _, c := range []struct {
		text, phrase, want string
	}{
		{"أرسلت وبروسيا ترحب", "روسيا", "وبروسيا"},
		{"اتفاق بين لبنان والعراق", "عراق", "والعراق"},
		{"زار لبنان", "لبنان", "لبنان"},
		{"المدفعية وقذائف المدفعية الثقيلة", "قذائف مدفعية", "وقذائف المدفعية"},
		{"كوريا الجنوبية ثم كوريا الشماليّةِ.", "كوريا الشمالية", "كوريا الشماليّةِ"},
		{"the Russian army", "Russia", ""},
		{"كوريا", "كوريا الشمالية", ""},
		{"كوريا الشمالية", "", ""},
	} {
		f := folder(t)
		got, ok := f.Passage(c.text).Find(f.Stems(c.phrase))
		if got != c.want || ok != (c.want != "") {
			t.Errorf("find %q in %q = %q, want %q", c.phrase, c.text, got, c.want)
		}
	}
}
