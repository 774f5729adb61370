package normalize

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFindCountries(t *testing.T) {
	g := newNormalizer(t).places.in("")
	for text, want := range map[string]string{
		"السعودية":                       "SA",
		"وبالسعودية وللسعوديين":          "SA SA",
		"والمغربية":                      "MA",
		"وقت المغرب":                     "MA",
		"غرب مغربها":                     "",
		"سودانيتان":                      "SD",
		"جنوب السودان والسودان":          "SS SD",
		"في المملكة المتحدة":             "GB",
		"المملكة":                        "",
		"عمان":                           "",
		"سلطنة عمان":                     "OM",
		"لِلْعِرَاقِ":                    "IQ",
		"العـــراق":                      "IQ",
		"Egypt's pound, Egyptians":       "EG EG",
		"SAUDI ARABIA’s":                 "SA",
		"New Zealand and new Zealots":    "NZ",
		"Sana'a":                         "YE",
		"us and them":                    "",
		"the Swiss":                      "CH",
		"":                               "",
		"بكندا كندا كندية":               "CA CA CA",
		strings.Repeat("x", 200) + " uk": "GB",
		strings.Repeat("م", 100) + "مصر": "",
	} {
		var got []string
		for _, s := range g.find(text, 0, nil) {
			got = append(got, string(s.country))
			if string([]rune(text)[s.start:s.end]) != s.word {
				t.Errorf("%q: span %d-%d is not %q", text, s.start, s.end, s.word)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: found %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"وللسعودية", "Egypt's", "\xff\xfeمصر", "لل", "South Sudan"} {
		f.Add(s)
	}
	g := newNormalizer(f).places.in("")
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, s := range g.find(text, 0, nil) {
			if s.start < last || s.end <= s.start || s.end > utf8.RuneCountInString(text) {
				t.Fatalf("%q: sighting %+v", text, s)
			}
			last = s.end
		}
	})
}
