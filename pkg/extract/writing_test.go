package extract_test

import (
	"bufio"
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// digit reports a decimal digit.
func digit(r rune) bool { return r >= '0' && r <= '9' }

var grouped = regexp.MustCompile(`([0-9])&nbsp;([0-9])`)

// unseen are ways in which a text is written otherwise and looks the same, in every
// language.
var unseen = []metamorphosis{
	{"soft hyphens and joiners in words", func(s string) string {
		return between(s, "\u00ad\u200b\u2060", func(a, b rune) bool { return unicode.IsLetter(a) && unicode.IsLetter(b) })
	}},
	{"word joiners in digits", func(s string) string {
		return between(s, "\u2060\u00ad", func(a, b rune) bool { return digit(a) && digit(b) })
	}},
	{"marks of direction in digits and around their separators", func(s string) string {
		return between(s, "\u200f", func(a, b rune) bool {
			return digit(a) && (digit(b) || b == '.' || b == ',') || (a == '.' || a == ',') && digit(b)
		})
	}},
	{"isolates around numbers", func(s string) string {
		s = between(s+" ", "\u2069", func(a, b rune) bool { return digit(a) && unicode.IsSpace(b) })
		return between(s, "\u2068", func(a, b rune) bool { return unicode.IsSpace(a) && digit(b) })
	}},
	{"embeddings around it", func(s string) string { return "\ufeff\u202b" + s + "\u202c" }},
	{"variation selectors behind digits", func(s string) string {
		return between(s+" ", "\ufe0e", func(a, _ rune) bool { return digit(a) })
	}},
	{"colours of a terminal", func(s string) string {
		return between(" "+s, "\x1b[1;31m", func(a, b rune) bool { return digit(b) != digit(a) })
	}},
	{"no-break entities for spaces", func(s string) string {
		// Between two numbers a no-break space groups digits.
		return grouped.ReplaceAllString(strings.ReplaceAll(s, " ", "&nbsp;"), "$1 $2")
	}},
	{"numeric entities for digits", func(s string) string {
		return strings.NewReplacer("4", "&#52;", "0", "&#x30;").Replace(s)
	}},
	{"entities for signs", html.EscapeString},
	{"a paragraph of HTML", func(s string) string {
		return `<p class="lead 40" title='50 > 30 people'>` + s + "</p>\n<!-- 60 people -->"
	}},
	{"bold digits", func(s string) string {
		s = between(s+" ", "</b>", func(a, b rune) bool { return digit(a) && !digit(b) })
		return between(" "+s, "<b>", func(a, b rune) bool { return !digit(a) && digit(b) })
	}},
	{"a script before it", func(s string) string {
		return "<script>\nvar x = \"40 people\";\n</script><style>p { margin: 40 km }</style>\n" + s
	}},
}

// goldens are the sentences of testdata and those that the accuracy of the engine is
// measured on, each with its language.
func goldens(t testing.TB) map[string][]string {
	out := map[string][]string{}
	for _, code := range []string{"ar", "en", "fr", "es"} {
		out[code] = sentencesOf(t, code)
	}
	files, err := filepath.Glob("../../internal/accuracy/testdata/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sentences beside internal/accuracy: %v", err)
	}
	for _, path := range files {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		in := bufio.NewScanner(f)
		in.Buffer(nil, 1<<20)
		for in.Scan() {
			var c struct{ Lang, Text string }
			if err := json.Unmarshal(in.Bytes(), &c); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			out[c.Lang] = append(out[c.Lang], c.Text)
		}
	}
	return out
}

// hasMarks reports whether a text has marks of the kinds that the metamorphoses add, or
// signs of mark-up, so that adding more changes what it says.
func hasMarks(text string) bool {
	return strings.ContainsAny(text, "<>&\x1b") || strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cf, r) })
}

// TestWhatIsNotSeenChangesNoFigure: controls, tags and entities change no value,
// relation, unit or rate, in any language.
func TestWhatIsNotSeenChangesNoFigure(t *testing.T) {
	x, all := extractor(t), goldens(t)
	for _, m := range unseen {
		t.Run(m.name, func(t *testing.T) {
			changed := 0
			for code, texts := range all {
				for _, text := range texts {
					other := m.do(text)
					if other == text || hasMarks(text) {
						continue
					}
					changed++
					got := x.Text(code, other)
					if fault := wrong(other, got); fault != "" {
						t.Errorf("%s in %q", fault, other)
					}
					if a, b := figureLines(x.Text(code, text)), figureLines(got); !slices.Equal(a, b) {
						t.Errorf("%q states\n\t%q, and %q\n\t%q", text, a, other, b)
					}
				}
			}
			if changed < 50 {
				t.Errorf("only %d sentences are changed", changed)
			}
		})
	}
}

// TestWhatHasNoReadingDropsTheFigure: no figure is read of these, whose number alone
// would be a mistake.
func TestWhatHasNoReadingDropsTheFigure(t *testing.T) {
	x := extractor(t)
	for _, c := range []struct{ code, text string }{
		{"en", "They paid $1.8 blnz for the plant."},
		{"en", "They paid $1.8 zrd for the plant."},
		{"en", "They paid $1.8zrd for the plant."},
		{"en", "They paid €3-zln for the plant."},
		{"en", "A grid of 40x7 km was mapped."},
		{"en", "Some 40abc people came."},
		{"en", "Some #40abc people came."},
		{"en", "They shipped 40*7 tonnes."},
		{"en", "They shipped 12_40 tonnes."},
		{"en", "They paid QQQ$40 million."},
		{"en", "They paid ₿5 million."},
		{"en", "It flows at 5 tonnes/zz."},
		{"en", "About 5 km¹² were covered."},
		{"en", "Release 3.5.2 people say is stable."},
		{"en", "<p title=\"40 people\"></p><script>var people = 40;</script><!-- 40 people -->"},
		{"ar", "وصل 50ظ من القمح"},
		{"fr", "Ils ont payé 3 zrd pour l'usine."},
		{"es", "Pagaron $3 zrd por la planta."},
	} {
		for _, m := range x.Text(c.code, c.text) {
			t.Errorf("%q is read as %s in %q", m.Text, figureLine(m), c.text)
		}
	}
}

// TestWhatTouchesANumberAndIsRead: a word that has lost its space, a footnote, a
// superscript and a title are no reason to drop a figure.
func TestWhatTouchesANumberAndIsRead(t *testing.T) {
	x := extractor(t)
	for _, c := range []struct{ code, text, want string }{
		{"ar", "قتل 40شخصا", "count person eq 40 event killed"},
		{"ar", "بلغت المساحة 40م²", "measure square-meter eq 40"},
		{"en", "The site covers 40 m<sup>2</sup>.", "measure square-meter eq 40"},
		{"en", "It fired 40¹ missiles.", "count missile eq 40"},
		{"en", "It fired 40<sup>[12]</sup> missiles.", "count missile eq 40"},
		{"en", "It fired &lt;40 missiles.", "count missile lt 40"},
		{"en", "They bought 5 TV sets for $40.", "money USD eq 40"},
		{"en", "It moved 80 km/h.", "measure kilometer eq 80 per hour"},
		{"en", "They raised ＵＳＤ ４０．５ million.", "money USD eq 40500000 role delta up"},
	} {
		if got := figureLines(x.Text(c.code, c.text)); !slices.Contains(got, c.want) {
			t.Errorf("%q states %q, want %q among them", c.text, got, c.want)
		}
	}
}

// TestMarkupOverParagraphs: a tag, a comment or a script that runs over lines, and over
// what is held as tokens at a time, hides what it holds, and the offsets after it stand.
func TestMarkupOverParagraphs(t *testing.T) {
	x := extractor(t)
	for name, before := range map[string]string{
		"a tag over lines":      "<p class=\"x\"\n  data-n=\"40 people\"\n>",
		"a comment":             "<!--\n40 people died\n-->",
		"a script":              "<script>\nvar n = \"40 people died\"\n\n</script >",
		"a long script":         "<script>" + strings.Repeat("x = \"40 people died\";\n", 4000) + "</script>",
		"a picture in its tag":  "<img src=\"data:image/png;base64," + strings.Repeat("Zm9vYmFy40", 8000) + "\">",
		"a style in capitals":   "<STYLE>\np{margin:40 km}\n</STYLE>",
		"mark-up around Arabic": "<div class=\"article body content\"><span lang=\"ar\">وصل</span></div>",
	} {
		text := before + "\n<p>قتل 7 أشخاص</p>"
		got := x.Text("", text)
		if lines := figureLines(got); len(got) != 1 || lines[0] != "count person eq 7 event killed" {
			t.Errorf("%s: the figures are %q, want 7 people killed", name, lines)
			continue
		}
		if want := utf8.RuneCountInString(text[:strings.Index(text, "7 أ")]); got[0].Start != want {
			t.Errorf("%s: 7 begins at %d, want %d", name, got[0].Start, want)
		}
		if fault := wrong(text, got); fault != "" {
			t.Errorf("%s: %s", name, fault)
		}
	}
	if got := x.Text("", "<script>\n40 people died"); len(got) != 0 {
		t.Errorf("a script that does not close holds %q", figureLines(got))
	}
	if got := x.Text("", "40 people died"); len(got) != 1 {
		t.Errorf("after a text that left a script open, the next one holds %q", figureLines(got))
	}
}
