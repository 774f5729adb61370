package search_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
)

var loadPacks = sync.OnceValues(lang.Load)

func folder(t testing.TB) *search.Folder {
	t.Helper()
	packs, err := loadPacks()
	if err != nil {
		t.Fatal(err)
	}
	return search.New(packs)
}

func TestStems(t *testing.T) {
	for text, want := range map[string]string{
		"North Korea's shells":     "north korea s shells",
		"الأُمَّــة":               "امه",
		"إلى آخر القَرى":           "الي اخر قري",
		"والذخائر وللمدفعية":       "ذخائر مدفعيه",
		"وبالقذيفة فكالقذيفة":      "قذيفه قذيفه",
		"١٢٣ و۴۵":                  "123 و45",
		"ال":                       "ال",
		"والد":                     "والد", // too short to bear an article behind a conjunction
		"ألف":                      "الف",
		"ألغام الألغام":            "غام غام",
		"l’armée d'Alger":          "l armee d alger",
		"مسؤول مسو\u0654ول رئيس":   "مسؤول مسؤول رئيس",
		"— «» … \u200f \u064b ـ ²": "",
		"بـ40 الـ24":               "ب40 24",
		"الﻻذقية ﷲ":                "لاذقيه له",
		"":                         "",
	} {
		if got := strings.Join(folder(t).Stems(text), " "); got != want {
			t.Errorf("the stems of %q are %q, want %q", text, got, want)
		}
	}
}

func TestReadings(t *testing.T) {
	for stem, want := range map[string][]string{
		"قذيفه":   {"قذيفه"},
		"وقذيفه":  {"وقذيفه", "قذيفه"},
		"وبروسيا": {"وبروسيا", "بروسيا", "روسيا"},
		"لبنان":   {"لبنان", "بنان"},
		"سيصل":    {"سيصل", "يصل"},
		"وسيصل":   {"وسيصل", "سيصل", "يصل"},
		"بيت":     {"بيت"}, // too short
		"shells":  {"shells"},
	} {
		got := folder(t).Readings(stem, []string{"kept"})
		if diff := cmp.Diff(append([]string{"kept"}, want...), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", stem, diff)
		}
	}
}

func TestBare(t *testing.T) {
	for word, want := range map[string][]string{
		"الهند":   {"الهند"},
		"وللهند":  {"وللهند", "للهند", "الهند"},
		"وبالهند": {"وبالهند", "بالهند", "الهند"},
		"لمصر":    {"لمصر", "مصر"},
		"فبراير":  {"فبراير", "براير", "راير"},
		"france":  {"france"},
	} {
		if diff := cmp.Diff(want, slices.Collect(folder(t).Bare(word))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", word, diff)
		}
	}
	for range folder(t).Bare("وللهند") {
		break // a caller may stop at any reading
	}
}

// signs may stand anywhere behind a word's first letter and change nothing.
var signs = []string{"\u0640", "\u064b", "\u064e", "\u0651", "\u0652", "\u0670", "\u00ad", "\u200c", "\u200d", "\u200e", "\u200f", "\u061c", "\u2067", "\ufe77", "\ufeff"}

var sample = []string{"والقذيفة", "ألغام", "الألغام", "مسؤول", "رئيس", "الﻻذقية", "Évreux", "E\u0301vreux", "Straße", "٢٦٠", "Kyiv", "کرکوک", "سيصل"}

// Folding what was folded changes nothing, and neither do signs that only mark
// or order letters.
func TestFoldingIsStable(t *testing.T) {
	f := folder(t)
	for _, written := range sample {
		words := f.Words(written)
		if len(words) != 1 {
			t.Fatalf("%q has %d words, want 1", written, len(words))
		}
		want := words[0].Folded
		if again := f.Words(want); len(again) != 1 || again[0].Folded != want {
			t.Errorf("%q folds to %q, and that to %v", written, want, again)
		}
		if stem := f.Stem(want); f.Stem(stem) != stem {
			t.Errorf("the stem of %q has another stem", want)
		}
		for at := range written {
			if at == 0 {
				continue
			}
			for _, sign := range signs {
				signed := written[:at] + sign + written[at:]
				if got := f.Words(signed); len(got) != 1 || got[0].Folded != want {
					t.Errorf("%+q folds to %v, want %q", signed, got, want)
				}
			}
		}
	}
}

// An article changes no stem that is long enough to bear one.
func TestArticleChangesNoStem(t *testing.T) {
	f := folder(t)
	for _, word := range []string{"قذيفه", "الغام", "الماني", "اله", "بالون", "والده", "260", "كيلو"} {
		for _, article := range []string{"ال", "وال", "بال", "وبال", "لل", "ولل"} {
			if got, want := f.Stem(article+word), f.Stem(word); got != want && utf8.RuneCountInString(word) > 2 {
				t.Errorf("the stem of %q is %q, and that of %q is %q", article+word, got, word, want)
			}
		}
	}
}
