package extract_test

import (
	"os"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

// seedArticle is the article that the system was first built for, where it lies
// beside the repository.
func seedArticle(t testing.TB) string {
	b, err := os.ReadFile("../../../shared/seed/article_ar.txt")
	if err != nil {
		t.Skipf("the seed article is not beside the repository: %v", err)
	}
	return string(b)
}

func TestSeedArticle(t *testing.T) {
	text := seedArticle(t)
	got := extractor(t).Article(figure.Article{Text: text}).Mentions
	want := []struct{ line, text, subject, unit, per string }{
		{"duration day eq 2", "يومين", "زيارة دولة", "يومين", ""},
		{"duration decade gt 2", "عقدين", "", "عقدين", ""},
		{"count missile indefinite 1000000..", "ملايين", "الصواريخ", "", ""},
		{"measure tonne approx 260000", "260 ألف طن متري", "الذخائر", "طن متري", ""},
		{"count artillery-shell ge 10000 per day", "10000", "قذيفة مدفعية", "", "يوميًا"},
		{"count missile gt 40", "40", "صاروخًا", "", ""},
		{"money USD indefinite 1000000..", "ملايين الدولارات", "الأصول الكورية الشمالية", "الدولارات", ""},
	}
	if len(got) != len(want) {
		for _, m := range got {
			t.Logf("%d-%d %q: %s", m.Start, m.End, m.Text, figureLine(m))
		}
		t.Fatalf("the article has %d figures, want %d", len(got), len(want))
	}
	runes := []rune(text)
	for i, w := range want {
		m := got[i]
		if figureLine(m) != w.line || m.Text != w.text {
			t.Errorf("figure %d is %q, %s; want %q, %s", i+1, m.Text, figureLine(m), w.text, w.line)
		}
		if string(runes[m.Start:m.End]) != w.text {
			t.Errorf("figure %d spans %q, want %q", i+1, string(runes[m.Start:m.End]), w.text)
		}
		if !strings.HasPrefix(m.Subject, w.subject) || w.subject == "" && m.Subject != "" {
			t.Errorf("%q is of %q, want %q at the beginning", m.Text, m.Subject, w.subject)
		}
		if m.Unit.Text != w.unit || m.Per.Text != w.per {
			t.Errorf("%q has unit %q and per %q, want %q and %q", m.Text, m.Unit.Text, m.Per.Text, w.unit, w.per)
		}
		if !strings.Contains(m.Context.Sentence, m.Text) || strings.ContainsRune(m.Context.Sentence, '\n') {
			t.Errorf("%q has the sentence %q", m.Text, m.Context.Sentence)
		}
	}
}

// TestSeedNonFigures: what the article says in numbers without stating a
// quantity.
func TestSeedNonFigures(t *testing.T) {
	text := seedArticle(t)
	got := extractor(t).Text("ar", text)
	for _, phrase := range []string{
		"ولاية خامسة", "ديسمبر 2023", "عامي 2022 و2023", "مارس 2024", "أول رحلة", "أحد مكاسب", "أرض-جو", "وهي الثانية", "أول قمر", "كانت الأولى", "البلدين",
	} {
		at := strings.Index(text, phrase)
		if at < 0 {
			t.Errorf("the article does not say %q", phrase)
			continue
		}
		from := len([]rune(text[:at]))
		to := from + len([]rune(phrase))
		for _, m := range got {
			if m.Start < to && from < m.End {
				t.Errorf("in %q the figure %q is read: %s", phrase, m.Text, figureLine(m))
			}
		}
	}
}
