package word_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// mayBe reports whether a reading of a lone word says what the template does.
func (r *reader) mayBe(t *testing.T, spelled, features string) bool {
	t.Helper()
	want, err := word.ParseTemplate(features)
	if err != nil {
		t.Fatal(err)
	}
	r.read(spelled)
	return slices.ContainsFunc(r.At(0).All, func(c word.Candidate) bool { return want.Matches(c.Analysis) })
}

// TestDualOfAnyNoun: nouns of no table of the pack, in both cases.
func TestDualOfAnyNoun(t *testing.T) {
	r := newReader(t, "ar")
	for _, noun := range []string{
		"قفل", "منشار", "حصان", "فأس", "إبريق", "سلم", "نخل", "مسمار", "قنديل", "خروف", "مقص", "دولاب", "كرسي", "منديل",
		"شباك", "عقرب", "غراب", "صندوق", "جرس", "خاتم", "طبل", "مزمار", "مشط", "رغيف", "دلو",
	} {
		for _, ending := range []string{"ان", "ين"} {
			if !r.mayBe(t, noun+ending, "noun dual") {
				t.Errorf("%q may be no dual", noun+ending)
			}
		}
	}
	for _, noun := range []string{"نافذ", "مزهري", "وساد", "ملعق", "سجاد", "نحل", "شمع", "مطرق", "حقيب", "لوح", "خيم", "سفين", "بطيخ", "رصاص", "مسطر", "صخر"} {
		for _, ending := range []string{"تان", "تين"} {
			if !r.mayBe(t, noun+ending, "noun dual feminine") {
				t.Errorf("%q may be no dual", noun+ending)
			}
		}
	}
}

// TestNoDual: words that end as duals do.
func TestNoDual(t *testing.T) {
	r := newReader(t, "ar")
	dual, err := word.ParseTemplate("dual")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"سنين", "الصين", "فلسطين", "قوانين", "بساتين", "ميزان", "برهان", "تدشين", "عنوان", "إنسان", "تمكين", "ياسمين", "طيران",
		"لاعبين", "مزارعين", "الموظفين", "مسافرين", "لبنان", "سكان", "برلمان", "ألوان", "أركان", "بيان",
	} {
		r.read(text)
		if w := r.At(0); dual.Matches(w.Best) {
			t.Errorf("%q is %v", text, w.Best)
		}
	}
}

// TestClitics: a word is the same noun with every pile of clitics before it.
func TestClitics(t *testing.T) {
	r := newReader(t, "ar")
	p := pack(t, "ar")
	for _, noun := range []string{"قنديل", "مزهرية", "نافذة", "خزانة"} {
		for pile := range p.CliticPiles() {
			text := pile + noun
			if !r.mayBe(t, text, "noun") {
				t.Errorf("%q may be no noun", text)
			}
		}
	}
}

// TestUnknownWordsHaveAReading: every word of a language's letters is something.
func TestUnknownWordsHaveAReading(t *testing.T) {
	for code, words := range map[string]string{
		"ar": "غخظث ضظغخ ثثثث يزغضون تظغخ غظضات", "en": "qxzv zzyxq brthing fnordly", "fr": "zwqk brouxtion", "es": "xwqk brufación",
	} {
		r := newReader(t, code)
		r.read(words)
		for i := range r.doc.Tokens {
			if w := r.At(i); len(w.All) == 0 || w.Best == 0 {
				t.Errorf("%s: %q has no reading", code, r.doc.Slice(i, i))
			}
		}
	}
}

// TestReadingAgainIsTheSame: what a Reader remembers changes nothing.
func TestReadingAgainIsTheSame(t *testing.T) {
	for code, text := range article {
		r := newReader(t, code)
		r.read(text)
		var first []word.Analysis
		for i := range r.doc.Tokens {
			first = append(first, r.At(i).Best)
		}
		r.read(text)
		for i := range r.doc.Tokens {
			if got := r.At(i).Best; got != first[i] {
				t.Errorf("%s: %q is %v, and was %v before", code, r.doc.Slice(i, i), got, first[i])
			}
		}
	}
}

// TestNoAllocation: words that were met before cost no memory.
func TestNoAllocation(t *testing.T) {
	for code, text := range article {
		r := newReader(t, code)
		r.read(text)
		if n := testing.AllocsPerRun(20, func() { r.Read(r.doc, 0, len(r.doc.Tokens)) }); n > 0 {
			t.Errorf("%s: reading a sentence again allocates %v times", code, n)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range article {
		f.Add(text)
	}
	for _, text := range []string{"", "و", "بال", "وبالـ 40", "s' 's ''", "ا\u064Bا", "لللل", strings.Repeat("ال", 300), "\xff\xfe", "ﷺ"} {
		f.Add(text)
	}
	var readers []*reader
	for _, code := range languages {
		readers = append(readers, newReader(f, code))
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range readers {
			r.forget()
			r.read(text)
			for i := range r.doc.Tokens {
				w := r.At(i)
				if r.doc.At(i).Kind == token.Word && len(r.doc.Fold(i)) > 0 && w.Best == 0 {
					t.Errorf("%q has no reading", r.doc.Slice(i, i))
				}
				if stem, form := r.Stem(i), r.doc.Fold(i); !strings.Contains(string(form), string(stem)) {
					t.Errorf("the stem %q stands not in %q", stem, form)
				}
				if !slices.ContainsFunc(w.All, func(c word.Candidate) bool { return c.Analysis == w.Best }) && len(w.All) > 0 {
					t.Errorf("%q: %v is none of its readings", r.doc.Slice(i, i), w.Best)
				}
			}
		}
	})
}
