package ledger_test

import (
	"path/filepath"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/track"
	"github.com/arqam-io/arqam/pkg/unit"
)

// TestSearchAgreesWithTrackers checks that the ledger's search and a tracker's term agree:
// both find a spelling in a text, or neither does.
func TestSearchAgreesWithTrackers(t *testing.T) {
	for _, c := range []struct {
		what, term, text string
		found            bool
	}{
		{"hamza", "إيران", "ايران", true},
		{"madda", "آثار", "اثار", true},
		{"teh marbuta", "قذيفة", "قذيفه", true},
		{"alef maksura", "مستشفى", "مستشفي", true},
		{"Persian yeh", "مستشفى", "مستشفی", true},
		{"Persian kaf", "كركوك", "کرکوک", true},
		{"tatweel", "قذيفة", "قـــذيفة", true},
		{"vowel signs", "قذيفة", "قَذِيفَةٌ", true},
		{"vowel signs in the term", "قَذِيفَةٌ", "قذيفة", true},
		{"dagger alef", "هذا", "هٰذا", true},
		{"decomposed hamza", "مسؤول", "مسو\u0654ول", true},
		{"ligature of lam and alef", "اللاذقية", "الﻻذقية", true},
		{"presentation forms", "غزة", "ﻏﺰﺓ", true},
		{"presentation form of a word", "عبدالله", "عبدﷲ", true},
		{"presentation form of a vowel sign", "قذيفة", "قذ\ufe77يفة", true},
		{"article", "قذيفة", "القذيفة", true},
		{"article in the term", "القذيفة", "قذيفة", true},
		{"article before a word like it", "ألغام", "الألغام", true},
		{"article before a word like it, in the term", "الألغام", "ألغام", true},
		{"conjunction and article", "قذيفة", "والقذيفة", true},
		{"preposition and article", "قذيفة", "بالقذيفة", true},
		{"fused article", "قذيفة", "وللقذيفة", true},
		{"conjunction", "قذيفة", "وقذيفة", true},
		{"preposition", "روسيا", "لروسيا", true},
		{"conjunction and preposition", "روسيا", "وبروسيا", true},
		{"particle of a verb", "يصل", "سيصل", true},
		{"Latin decomposed", "Évreux", "E\u0301vreux", true},
		{"Latin decomposed in the term", "E\u0301vreux", "Évreux", true},
		{"Latin without its accent", "Évreux", "EVREUX", true},
		{"capitals", "kyiv", "KYIV", true},
		{"sharp s", "Straße", "STRASSE", true},
		{"full width", "Kyiv", "Ｋｙｉｖ", true},
		{"Latin ligature", "office", "oﬃce", true},
		{"Arabic-Indic digits", "260", "٢٦٠", true},
		{"Persian digits", "٢٦٠", "۲۶۰", true},
		{"digits behind a letter", "ب40", "بـ٤٠", true},
		{"typewriter apostrophe", "O’Brien", "O'Brien", true},
		{"possessive", "Kyiv", "Kyiv’s", true},
		{"elided article", "armée", "l’armée", true},
		{"soft hyphen", "artillery", "artil\u00adlery", true},
		{"direction mark", "قذيفة", "\u200fقذيفة\u200f", true},
		{"zero-width joiner", "قذيفة", "قذي\u200dفة", true},
		{"part of a word", "Russ", "Russian", false},
		{"another number", "قذيفة", "قذائف", false},
		{"a short word behind an article", "دم", "قدم", false},
		{"letters of a preposition", "تاب", "تابوت", false},
	} {
		t.Run(c.what, func(t *testing.T) {
			in := sentence("كان هنا " + c.text + " . end")
			if got := searched(t, in, c.term); got != c.found {
				t.Errorf("search finds %q in %q: %t, want %t", c.term, c.text, got, c.found)
			}
			if got := followed(t, in, c.term); got != c.found {
				t.Errorf("a tracker finds %q in %q: %t, want %t", c.term, c.text, got, c.found)
			}
		})
	}
}

// sentence is an article with a figure in it.
func sentence(text string) figure.Figures {
	in := figure.Figures{Engine: "test", Article: figure.Article{Text: text}}
	in.Article.Identify()
	in.Figures = []figure.Figure{{ID: "f", ArticleID: in.Article.ID, Canonical: figure.Canonical{Quantity: "count"},
		Mention: figure.Mention{Field: figure.FieldText, End: 1, Kind: figure.Count, Relation: figure.Eq, Amount: figure.Exactly(figure.NewNumber(3)),
			Context: figure.Context{Sentence: text}}}}
	return in
}

func searched(t *testing.T, in figure.Figures, term string) bool {
	t.Helper()
	l, err := ledger.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := l.Update(t.Context(), func(tx *ledger.Tx) error { return tx.Record(&in) }); err != nil {
		t.Fatal(err)
	}
	rows, err := l.Figures(t.Context(), ledger.Query{Words: term})
	if err != nil {
		t.Fatal(err)
	}
	return len(rows) > 0
}

func followed(t *testing.T, in figure.Figures, term string) bool {
	t.Helper()
	packs, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	units, err := unit.New()
	if err != nil {
		t.Fatal(err)
	}
	m, err := track.NewMatcher([]track.Tracker{{Name: "a", Measure: track.Cumulative,
		Match: track.Rule{Mentions: track.Mentions{Any: []string{term}, Within: track.WithinSentence}}}}, units, search.New(packs))
	if err != nil {
		t.Fatal(err)
	}
	return len(m.Match(&in)) > 0
}
