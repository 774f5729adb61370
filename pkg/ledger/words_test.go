package ledger

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

func speak(t testing.TB) *speller {
	t.Helper()
	s, err := newSpeller()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// All spellings of a line are one word to a search.
func TestSpellingsOfAWord(t *testing.T) {
	s := speak(t)
	for _, line := range []string{
		"قذيفة القذيفة قذيفه القَذِيفَة القـذيـفة بالقذيفة والقذيفه للقذيفة",
		"إيران ايران أيران",
		"مستشفى المستشفي مستشفی",
		"260 ٢٦٠ ۲۶۰",
		"Kyiv KYIV kyiv",
		"Économie economie",
		"لا ﻻ",
	} {
		forms := strings.Fields(line)
		want := s.Stems(forms[0])
		for _, form := range forms[1:] {
			if got := s.Stems(form); !slices.Equal(got, want) {
				t.Errorf("%s is folded to %q, want %q as %s is", form, got, want, forms[0])
			}
		}
	}
}

// Sentences and the terms that find them.
func TestIndex(t *testing.T) {
	s := speak(t)
	for sentence, finds := range map[string]string{
		"وقذيفة سقطت على المستشفى.":      "قذيفة وقذيفة سقطت المستشفى",
		"بصواريخ من طراز كاتيوشا":        "صواريخ بصواريخ كاتيوشا",
		"shells, shells and more shells": "shells more",
		"":                               "",
	} {
		words := strings.Fields(s.index(sentence))
		for _, w := range s.Stems(finds) {
			if !slices.Contains(words, w) {
				t.Errorf("%q is not found by %q: its index is %q", sentence, w, words)
			}
		}
		if sorted := slices.Sorted(slices.Values(words)); len(slices.Compact(sorted)) != len(words) {
			t.Errorf("%q is indexed with a word twice: %q", sentence, words)
		}
	}
}

func TestSearch(t *testing.T) { each(t, testSearch) }

func testSearch(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	for i, sentence := range []string{
		"سقطت 40 قذيفة على الميناء.",
		"والقذائف التي سقطت بلغت 12.",
		"Officials counted 300 artillery shells near Kyiv.",
		"The mill ground 9 tonnes of wheat's finest.",
	} {
		in := article(string(rune('a'+i)), "wire", 0, "1")
		in.Figures[0].Mention.Context.Sentence = sentence
		must(t, store(t.Context(), l, in))
	}
	for search, want := range map[string]string{
		"القذيفه":           "a",
		"قَذيـفَة الميناء":  "a",
		"قذيفة القذائف":     "",
		"قذ*":               "a b",
		"القذ*":             "a b",
		"سقط* ٤٠":           "a",
		"SHELLS kyiv":       "c",
		"shell":             "",
		"shell*":            "c",
		"art* kyiv tonnes":  "",
		"wheat":             "d",
		"O'Brien":           "",
		`tonnes" OR ("mill`: "",
		"ton*nes":           "",
		"& | ! <-> kyiv:*":  "c",
	} {
		rows, err := l.Figures(t.Context(), Query{Words: search})
		if err != nil {
			t.Errorf("search %q: %v", search, err)
		}
		var got []string
		for _, r := range rows {
			got = append(got, string(r.Article.ID))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("search %q finds %q, want %q", search, got, want)
		}
	}
	for _, search := range []string{"!?", "*", "  "} {
		if _, err := l.Figures(t.Context(), Query{Words: search}); !errors.Is(err, ErrNoWords) {
			t.Errorf("search %q: error %v, want ErrNoWords", search, err)
		}
	}
}

// A ledger whose sentences were folded by an earlier version can be searched like a new one.
func TestRefold(t *testing.T) { each(t, testRefold) }

func testRefold(t *testing.T, fresh place) {
	where := fresh(t)
	l := open(t, where)
	must(t, store(t.Context(), l, article("a", "wire", 0, "1", "2", "3")))
	before := dump(t, l)
	for _, q := range []string{"UPDATE sentences SET folded = 'x'", "UPDATE figures SET subject_words = 'y'", "UPDATE settings SET value = '1'"} {
		_, err := l.write.Exec(q)
		must(t, err)
	}
	must(t, l.Close())
	l = open(t, where)
	if after := dump(t, l); after != before {
		t.Errorf("folded again:\n%s\nwant\n%s", after, before)
	}
}

func FuzzTerms(f *testing.F) {
	for _, seed := range []string{"القذيفة*", `"a" b'c`, "\x00*", "٢٦٠ طن", "الال"} {
		f.Add(seed)
	}
	s := speak(f)
	l, err := Open(context.Background(), inFile(f))
	if err != nil {
		f.Fatal(err)
	}
	defer l.Close()
	f.Fuzz(func(t *testing.T, search string) {
		terms, err := s.terms(search)
		if err != nil {
			return
		}
		for _, term := range terms {
			if again := s.Stems(term.word); len(again) != 1 {
				t.Errorf("term %q of %q gives words %q", term.word, search, again)
			}
		}
		if _, err := l.Figures(t.Context(), Query{Words: search, Subject: search, Article: figure.ArticleID(search)}); err != nil {
			t.Errorf("search %q: %v", search, err)
		}
	})
}
