package extract_test

import (
	"slices"
	"testing"
)

// TestListing reads numbers that have a label instead of a sentence, and none behind labels
// of telephones, pages, times and results.
func TestListing(t *testing.T) {
	x := extractor(t)
	for _, c := range []struct {
		lang, text string
		figures    []string
	}{
		{"en", "Deaths: 64 (drowning 41, collapsed houses 23)", []string{"64", "41", "23"}},
		{"en", "• Arrests: 29 (yesterday 16)", []string{"29", "16"}},
		{"en", "Knives seized: 112 | firearms: 6", []string{"112", "6"}},
		{"en", "- People rescued: 316, including 48 by helicopter", []string{"316", "48"}},
		{"ar", "• المصابون: 150\n• المفقودون: 12", []string{"150", "12"}},
		{"ar", "عدد القتلى: 45", []string{"45"}},
		{"ar", "العدد التراكمي للمصابين: 1,245", []string{"1,245"}},
		{"en", "Number of injured: 8", []string{"8"}},
		{"ar", "دمرت العاصفة 240 متجرا، منها 65 بالكامل.", []string{"240", "65"}},
		{"fr", "Blessés : 37", []string{"37"}},
		{"es", "Heridos: 37", []string{"37"}},
		{"en", "Room: 64", nil},
		{"en", "The minister said: 40", nil},
		{"en", "Page: 12", nil},
		{"en", "Final score: 3", nil},
		{"ar", "رقم الهاتف: 45", nil},
		{"ar", "ترتيب الفرق: 1- نادي الوادي 2- نادي الجبل", nil},
		{"ar", "السنة: 2019", nil},
	} {
		var got []string
		for _, m := range x.Text(c.lang, c.text) {
			got = append(got, m.Text)
		}
		if !slices.Equal(got, c.figures) {
			t.Errorf("%s: %q has the figures %q, want %q", c.lang, c.text, got, c.figures)
		}
	}
}
