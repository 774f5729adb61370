package extract_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/extract"
	"github.com/arqam-io/arqam/pkg/figure"
)

// wrong says what of a text's mentions cannot be, whatever the text; "" where
// all is well. The tests and the fuzzer share it.
func wrong(text string, ms []figure.Mention) string {
	bytesAt := make([]int, 0, len(text)+1)
	for i := range text {
		bytesAt = append(bytesAt, i)
	}
	bytesAt = append(bytesAt, len(text))
	last := 0
	for i, m := range ms {
		id := fmt.Sprintf("mention %d (%s, %d-%d)", i, figureLine(m), m.Start, m.End)
		ranged, floored := m.Relation == figure.Range, m.Relation == figure.Indefinite
		switch {
		case m.Start < 0 || m.End <= m.Start || m.End >= len(bytesAt):
			return id + " lies outside the text"
		case m.Start < last:
			return id + " begins inside the one before it, or ahead of it"
		case text[bytesAt[m.Start]:bytesAt[m.End]] != m.Text:
			return fmt.Sprintf("%s spans %q and says %q", id, text[bytesAt[m.Start]:bytesAt[m.End]], m.Text)
		case m.Value.Stated() == (ranged || floored):
			return id + " states a value against its relation"
		case m.Lower.Stated() != (ranged || floored) || m.Upper.Stated() != ranged:
			return id + " states bounds against its relation"
		case ranged && m.Lower.Cmp(m.Upper) >= 0:
			return id + " is a range that does not rise"
		case m.Kind == "" || m.Relation == "" || m.Context.Modality == "":
			return id + " lacks its kind, relation or modality"
		case m.Confidence <= 0 || m.Confidence > 1:
			return fmt.Sprintf("%s has confidence %v", id, m.Confidence)
		case m.Subject != "" && !strings.Contains(text, m.Subject):
			return fmt.Sprintf("%s has a subject %q that the text does not say", id, m.Subject)
		case m.Context.SentenceStart > m.Start || m.Context.SentenceStart+utf8.RuneCountInString(m.Context.Sentence) < m.End:
			return id + " lies outside its sentence"
		case !strings.HasPrefix(text[bytesAt[m.Context.SentenceStart]:], m.Context.Sentence):
			return id + " has a sentence that does not stand where it says"
		}
		last = m.End
	}
	return ""
}

// sentencesOf collects the sentences of testdata, without their marks.
func sentencesOf(t testing.TB, code string) []string {
	var out []string
	eachGolden(t, code, func(_ *group, text string) { out = append(out, text) })
	if len(out) == 0 {
		t.Fatalf("no sentences of language %q in testdata", code)
	}
	return out
}

// eachGolden calls f with every sentence of testdata in a language, without its marks, and
// the group that it stands in.
func eachGolden(t testing.TB, code string, f func(g *group, text string)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", code, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(b), "\n")
		for _, g := range readGroups(lines) {
			for _, at := range g.lines {
				text := lines[at]
				if m, err := unmark(text); err == nil && !g.negative {
					text = m.text
				}
				f(g, text)
			}
		}
	}
}

func TestMentionsAreWellFormed(t *testing.T) {
	x := extractor(t)
	for _, code := range []string{"ar", "en"} {
		all := sentencesOf(t, code)
		for _, text := range append(all, strings.Join(all, " "), strings.Join(all, ". "), strings.Join(all, "\n"), strings.Join(all, "\xff")) {
			if fault := wrong(text, x.Text(code, text)); fault != "" {
				t.Errorf("%s: %s in %.200q", code, fault, text)
			}
		}
	}
}

// A metamorphosis changes how a text is written and not what it states.
type metamorphosis struct {
	name string
	do   func(string) string
}

func arabicLetter(r rune) bool {
	return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r) && r != 'ـ'
}

// between puts s between each two runes that at allows.
func between(text, s string, at func(before, after rune) bool) string {
	var out strings.Builder
	last := ' '
	for _, r := range text {
		if at(last, r) {
			out.WriteString(s)
		}
		out.WriteRune(r)
		last = r
	}
	return out.String()
}

var digitsTo = func(zero rune) func(string) string {
	return func(text string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r - '0' + zero
			}
			return r
		}, text)
	}
}

var metamorphoses = []metamorphosis{
	{"tatweel inside words", func(s string) string {
		return between(s, "ـ", func(a, b rune) bool {
			return arabicLetter(a) && arabicLetter(b) && !strings.ContainsRune("ادذرزوأإآةىء", a)
		})
	}},
	{"fatha on every letter", func(s string) string {
		return between(s+" ", "\u064e", func(a, b rune) bool { return arabicLetter(a) && !unicode.IsMark(b) })
	}},
	{"right-to-left marks around words", func(s string) string {
		return between(s, "\u200f", func(a, b rune) bool { return unicode.IsSpace(a) && unicode.In(b, unicode.Letter, unicode.Digit) })
	}},
	{"left-to-right marks before digits", func(s string) string {
		return between(s, "\u200e", func(a, b rune) bool { return unicode.IsSpace(a) && unicode.IsDigit(b) })
	}},
	{"Arabic-Indic digits", digitsTo('٠')},
	{"Persian digits", digitsTo('۰')},
	{"heh for teh marbuta", func(s string) string { return strings.ReplaceAll(s, "ة", "ه") }},
	{"yeh for alef maksura", func(s string) string { return strings.ReplaceAll(s, "ى", "ي") }},
	{"alef without its hamza", func(s string) string { return strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا").Replace(s) }},
	{"Persian yeh and kaf", func(s string) string { return strings.NewReplacer("ي", "ی", "ك", "ک").Replace(s) }},
	{"presentation forms of lam-alef", func(s string) string { return strings.ReplaceAll(s, "لا", "\ufefb") }},
	{"a conjunction before the sentence", func(s string) string {
		// «وأكثر» is also a modifier behind a number, and the article of «والدول» is
		// not seen yet.
		r, _ := utf8.DecodeRuneInString(s)
		if arabicLetter(r) && r != 'و' && r != 'ف' && !strings.HasPrefix(s, "أكثر من") && !strings.HasPrefix(s, "الدول") {
			return "و" + s
		}
		return s
	}},
	{"the sentence inside a longer one", func(s string) string {
		return "وأضاف المصدر أن الحال كذلك. " + s + "\nوختم بالشكر."
	}},
	{"quotation marks around it", func(s string) string { return "«" + s + "»" }},
}

// TestWritingChangesNoFigure: tatweel, harakat, controls, scripts of digits and
// habits of spelling change no value, relation, unit or rate.
func TestWritingChangesNoFigure(t *testing.T) {
	x := extractor(t)
	for _, m := range metamorphoses {
		t.Run(m.name, func(t *testing.T) {
			changed := 0
			for _, text := range sentencesOf(t, "ar") {
				other := m.do(text)
				if other != text {
					changed++
				}
				want, got := x.Text("ar", text), x.Text("ar", other)
				if fault := wrong(other, got); fault != "" {
					t.Errorf("%s in %q", fault, other)
				}
				if a, b := figureLines(want), figureLines(got); !slices.Equal(a, b) {
					t.Errorf("%q states\n\t%q, and %q\n\t%q", text, a, other, b)
				}
			}
			if changed == 0 {
				t.Error("no sentence is changed: this tests nothing")
			}
		})
	}
}

// TestAboutChangesOnlyTheRelation puts «نحو» before each figure that is stated
// without a modifier.
func TestAboutChangesOnlyTheRelation(t *testing.T) {
	x := extractor(t)
	tried := 0
	for _, text := range sentencesOf(t, "ar") {
		want := x.Text("ar", text)
		for i, m := range want {
			if m.Relation != figure.Eq || postposed(m) || m.Value.Equal(figure.NewNumber(1)) {
				continue
			}
			tried++
			runes := []rune(text)
			about := string(runes[:m.Start]) + "نحو " + string(runes[m.Start:])
			got := x.Text("ar", about)
			if len(got) != len(want) {
				t.Errorf("%q has %d figures, and %q has %d", text, len(want), about, len(got))
				continue
			}
			wantLine := strings.Replace(figureLine(m), " eq ", " approx ", 1)
			if gotLine := figureLine(got[i]); gotLine != wantLine || got[i].Text != m.Text || got[i].Subject != m.Subject {
				t.Errorf("%q states %s (%q of %q), want %s (%q of %q)", about, gotLine, got[i].Text, got[i].Subject, wantLine, m.Text, m.Subject)
			}
		}
	}
	if tried < 50 {
		t.Errorf("only %d figures were tried", tried)
	}
}

// postposed reports whether the number stands behind its definite noun, where
// no modifier can precede it.
func postposed(m figure.Mention) bool {
	return strings.HasPrefix(m.Text, "ال") || strings.Contains(m.Context.Sentence, "الـ"+m.Text)
}

// TestRepeatedTextTakesLinearTime: eight times the text may take eight times as
// long, and a generous margin more, but not the square.
func TestRepeatedTextTakesLinearTime(t *testing.T) {
	x := extractor(t)
	for name, piece := range map[string]string{
		"sentences":     "قتل 20 شخصا وأصيب 35 آخرون في نحو 12 هجوما. ",
		"one sentence":  "قتل 20 شخصا و35 جنديا بين 10 و20 ",
		"numerals":      "مليون و",
		"modifiers":     "أكثر من ",
		"degrees":       "5 درجات ",
		"quotes":        `"(`,
		"digits":        "7",
		"decimals":      "1.",
		"groups":        "000\u00a0",
		"brackets":      "(5) ",
		"open brackets": "5 to (",
		"fractions":     "3/4 of ",
		"commas":        "one thousand, ",
		"hyphens":       "5-",
		"clitics":       "وبال",
		"English":       "between five and ten million ",
		"line ends":     "5\n",
		"broken":        "\xd9",
		"article words": "a ",
	} {
		t.Run(name, func(t *testing.T) {
			small := fastest(x, strings.Repeat(piece, 2<<10/len(piece)))
			large := fastest(x, strings.Repeat(piece, 16<<10/len(piece)))
			limit := 40*small + 10*time.Millisecond
			for try := 0; try < retries && large > limit; try++ {
				large = min(large, fastest(x, strings.Repeat(piece, 16<<10/len(piece))))
			}
			if large > limit {
				t.Errorf("2 kB take %v and 16 kB take %v, want less than %v", small, large, limit)
			}
		})
	}
}

// fastest is the shortest of three readings, so that a busy machine fails
// nothing.
func fastest(x *extract.Extractor, text string) time.Duration {
	best := time.Hour
	for range 3 {
		start := time.Now()
		x.Text("", text)
		best = min(best, time.Since(start))
	}
	return best
}

func FuzzText(f *testing.F) {
	for _, code := range []string{"ar", "en"} {
		for i, text := range sentencesOf(f, code) {
			if i%7 == 0 {
				f.Add(text)
			}
		}
	}
	for _, text := range []string{"", "7", "\xff40\xd9 شخصا", "وو و و", "%5%", "$$5", "بين و", "من 5 إلى", "١٢,٣ر٤", "نصف", "ألف\n\nألف", "(((((5", "-5 --5", "5/6/7/8"} {
		f.Add(text)
	}
	x := extractor(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, code := range []string{"", "ar", "en"} {
			ms := x.Text(code, text)
			if fault := wrong(text, ms); fault != "" {
				t.Errorf("%s: %s", code, fault)
			}
			trace, again := x.Explain(code, text)
			if !slices.Equal(figureLines(ms), figureLines(again)) {
				t.Errorf("%s: Explain reads %q, Text %q", code, figureLines(again), figureLines(ms))
			}
			kept := 0
			for _, c := range trace.Candidates {
				if c.Dropped == "" {
					kept++
				}
			}
			if kept != len(ms) {
				t.Errorf("%s: Explain keeps %d candidates of %d mentions", code, kept, len(ms))
			}
		}
		if n := len(text); n > 0 && n < 256 {
			start := time.Now()
			x.Text("", strings.Repeat(text, 1+(2<<10)/n))
			if took := time.Since(start); took > time.Second {
				t.Errorf("2 kB of it take %v", took)
			}
		}
	})
}
