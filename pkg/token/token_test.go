package token_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/markup"
	"github.com/arqam-io/arqam/pkg/token"
)

// packs are loaded once, for all tests.
var packs = sync.OnceValues(lang.Load)

func pack(t testing.TB, code string) *lang.Pack {
	t.Helper()
	set, err := packs()
	if err != nil {
		t.Fatal(err)
	}
	p, ok := set.Get(code)
	if !ok {
		t.Fatalf("there is no pack %q", code)
	}
	return p
}

func read(p *lang.Pack, text string) *token.Doc {
	d := new(token.Doc)
	d.Read(p, text, 0)
	return d
}

var kindNames = map[token.Kind]string{
	token.End: "end", token.Word: "word", token.Digits: "digits", token.Punct: "punct",
	token.Particle: "particle", token.Link: "link",
}

// spell formats the tokens as "kind:folded", with a + before one that touches the token to its
// left.
func spell(d *token.Doc) string {
	var out []string
	for i := range d.Tokens {
		t := d.At(i)
		glue := ""
		if i > 0 && t.Touches() {
			glue = "+"
		}
		out = append(out, glue+kindNames[t.Kind]+":"+string(d.Fold(i)))
	}
	return strings.Join(out, " ")
}

func TestRead(t *testing.T) {
	tests := []struct{ lang, of, text, want string }{
		{"ar", "words and digits", "أطلقت 40 صاروخًا.", "word:اطلقت digits:40 word:صاروخا +punct:."},
		{"ar", "letters touching digits", "حوالي100شخص", "word:حوالي +digits:100 +word:شخص"},
		{"ar", "particle before digits", "بـ40 و200 والـ27", "particle:ب +digits:40 particle:و +digits:200 particle:وال +digits:27"},
		{"ar", "detached particle", "ب 75 دولارا", "particle:ب digits:75 word:دولارا"},
		{"ar", "no particle before a word", "و الطن", "word:و word:الطن"},
		{"ar", "harakat and tatweel inside", "مِلْيُـــون", "word:مليون"},
		{"ar", "non-joiner inside", "می\u200cشود", "word:ميشود"},
		{"ar", "controls around digits", "\u200f40\u200e %", "digits:40 punct:%"},
		{"ar", "a comma is no separator before a space", "10، 20", "digits:10 +punct:, digits:20"},
		{"ar", "one separator", "10,000 10.5 10،000 3٫5 1٬250", "digits:10,000 digits:10.5 digits:10,000 digits:3D5 digits:1G250"},
		{"ar", "several separators", "1,234.5 1.234.567,8", "digits:1,234.5 digits:1.234.567,8"},
		{"ar", "reversal", "6ر1 مليون", "digits:6R1 word:مليون"},
		{"ar", "a letter that is no reversal", "6 ر 1", "digits:6 word:ر digits:1"},
		{"ar", "Arabic-Indic and Persian digits", "١٢٣ ۴۵", "digits:123 digits:45"},
		{"ar", "final point", "بلغت 10.", "word:بلغت digits:10 +punct:."},
		{"ar", "percent", "٪50 50٪ 50 %", "punct:% +digits:50 digits:50 +punct:% digits:50 punct:%"},
		{"ar", "hyphen", "إف-16", "word:اف +punct:- +digits:16"},
		{"ar", "brackets", "(12)", "punct:( +digits:12 +punct:)"},
		{"ar", "Latin beside Arabic", "طراز Grad", "word:طراز word:grad"},
		{"en", "apostrophes", "company's don’t 'quoted'", "word:company's word:don't punct:' +word:quoted +punct:'"},
		{"en", "letters and digits", "F16 5G $1.5bn", "word:f +digits:16 digits:5 +word:g punct:$ +digits:1.5 +word:bn"},
		{"en", "hyphens", "two-day", "word:two +punct:- +word:day"},
		{"en", "clock", "10:30", "digits:10 +punct:: +digits:30"},
		{"en", "web address", "see https://x.example/7?a=12 now", "word:see link:https word:now"},
		{"en", "full-width digits", "１２３", "digits:123"},
		{"en", "inline tags", "<b>4</b>0 mil<i>lion</i> 14<sup>th</sup>", "digits:40 word:million digits:14 +word:th"},
		{"en", "block tags", "<p class=\"a 7\">40</p><p>dead</p>", "digits:40 word:dead"},
		{"en", "scripts, styles and comments", "<script>x = 40 < 50;</script><style>p{margin:4px}</style><!-- 8 -->7", "digits:7"},
		{"en", "entities", "&lt;40&nbsp;tonnes &#36;5 R&D &amp; AT&amp;T", "punct:< +digits:40 word:tonnes punct:$ +digits:5 word:r +punct:& +word:d punct:& word:at +punct:& +word:t"},
		{"ar", "entities of Arabic letters", "&#1605;&#x644;يون", "word:مليون"},
		{"en", "signs that begin no tag", "<40 and 5 < 6 >", "punct:< +digits:40 word:and digits:5 punct:< digits:6 punct:>"},
		{"en", "colours of a terminal", "\x1b[1;31m4\x1b[0m0 dead", "digits:40 word:dead"},
		{"ar", "controls inside digits", "4\u00ad5 45\u200f,\u200f227 12\u200e.5% ١\u2066٢\u2069 6.\u200f62", "digits:45 digits:45,227 digits:12.5 +punct:% digits:12 digits:6R62"},
		{"en", "joiners and selectors", "4\ufe0f0\ufe0f mis\u200bsi\u2060les\u200d", "digits:40 word:missiles"},
		{"en", "powers and footnote marks", "10⁶ m² 40¹ 40¹, 10<sup>6</sup> m<sup>2</sup> 40<sup>12</sup>", "digits:10 +punct:6 word:m +punct:2 digits:40 digits:40 +punct:, digits:10 +punct:6 word:m +punct:2 digits:40"},
		{"en", "full-width letters and marks", "ＵＳＤ １，２００．５", "word:usd digits:1,200.5"},
		{"en", "mathematical digits and letters", "𝟒𝟎 𝐩𝐞𝐨𝐩𝐥𝐞", "digits:40 word:people"},
		{"en", "nothing", "", ""},
		{"en", "only spaces", " \t\n\u00a0", ""},
		{"en", "only controls", "\u200f\u200e\ufeff", ""},
	}
	for _, tt := range tests {
		if got := spell(read(pack(t, tt.lang), tt.text)); got != tt.want {
			t.Errorf("%s, %s: %q reads as\n %s, want\n %s", tt.lang, tt.of, tt.text, got, tt.want)
		}
	}
}

func TestFlags(t *testing.T) {
	d := read(pack(t, "ar"), "ألفًا ألفا\u00a0Grad\nطن grad")
	want := []struct {
		text  string
		flags token.Flag
	}{
		{"ألفًا", token.Tanween},
		{"ألفا", token.AfterSpace},
		{"Grad", token.AfterTight | token.Latin | token.Upper},
		{"طن", token.AfterNewline},
		{"grad", token.AfterSpace | token.Latin},
	}
	for i, w := range want {
		if got := d.At(i); d.Slice(i, i) != w.text || got.Flags != w.flags {
			t.Errorf("token %d is %q with flags %06b, want %q with %06b", i, d.Slice(i, i), got.Flags, w.text, w.flags)
		}
	}
}

func TestParticlesGiveTheirCliticsToTheDigits(t *testing.T) {
	d := read(pack(t, "ar"), "وبـ40 والـ27 لـ 3")
	for i, want := range map[int]lang.Clitics{1: lang.Conj | lang.Prep, 3: lang.Conj | lang.Art, 5: lang.Prep} {
		if got := d.At(i); got.Kind != token.Digits || got.Clitics != want {
			t.Errorf("%q is kind %d with clitics %03b, want digits with %03b", d.Slice(i, i), got.Kind, got.Clitics, want)
		}
	}
}

func TestAtBeyondTheEnds(t *testing.T) {
	d := read(pack(t, "en"), "one")
	for _, i := range []int{-1, 1, 100, -100} {
		if got := d.At(i); got.Kind != token.End || !got.Classes.Empty() || len(d.Fold(i)) != 0 || d.Is(i, '-') {
			t.Errorf("token %d of one is %+v", i, got)
		}
	}
}

// TestDocIsReused: a text that a Doc read before has no effect.
func TestDocIsReused(t *testing.T) {
	ar, en := pack(t, "ar"), pack(t, "en")
	d := new(token.Doc)
	d.Read(ar, strings.Repeat("نحو 260 ألف طن و6ر1 ", 50), 7)
	d.Read(en, "about 40 missiles", 100)
	fresh := new(token.Doc)
	fresh.Read(en, "about 40 missiles", 100)
	if spell(d) != spell(fresh) || !slices.Equal(d.Tokens, fresh.Tokens) {
		t.Errorf("after another text the tokens are %+v, want %+v", d.Tokens, fresh.Tokens)
	}
	if got := d.At(1).RuneStart; got != 106 {
		t.Errorf("with 100 code points before it, 40 begins at %d, want 106", got)
	}
}

// check compares the tokens of text with text itself: the property that the tests below share
// with the fuzzer.
func check(t *testing.T, d *token.Doc, p *lang.Pack, text string, base int) {
	t.Helper()
	pos, runes := 0, base
	bare := func(from, to int) {
		for _, r := range markup.Strip(text[from:to]) {
			footnote := strings.ContainsRune("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", r)
			if c := p.Fold.Glyph(r).Class; c == lang.Letter && r != utf8.RuneError && len(p.Fold.Glyph(r).Fold()) > 0 || c == lang.Digit || (c == lang.Punct || c == lang.Coded) && !footnote {
				t.Errorf("%q between bytes %d and %d of %.60q lies in no token", r, from, to, text)
			}
		}
	}
	for i := range d.Tokens {
		tok := d.At(i)
		from, to := int(tok.Start), int(tok.End)
		if from < pos || to <= from || to > len(text) {
			t.Fatalf("token %d of %.60q is bytes %d to %d after %d", i, text, from, to, pos)
		}
		bare(pos, from)
		runes += utf8.RuneCountInString(text[pos:from])
		if int(tok.RuneStart) != runes {
			t.Errorf("token %d (%.40q) of %.60q begins at code point %d, want %d", i, text[from:to], text, tok.RuneStart, runes)
		}
		runes += utf8.RuneCountInString(text[from:to])
		if int(tok.RuneEnd) != runes {
			t.Errorf("token %d (%.40q) of %.60q ends at code point %d, want %d", i, text[from:to], text, tok.RuneEnd, runes)
		}
		pos = to
		if d.Slice(i, i) != text[from:to] {
			t.Errorf("Slice gives %q for %q", d.Slice(i, i), text[from:to])
		}
		switch tok.Kind {
		case token.Digits:
			digits := strings.Map(func(r rune) rune {
				if c := p.Fold.Glyph(r); c.Class == lang.Digit {
					return rune(c.Fold()[0])
				}
				return -1
			}, markup.Strip(text[from:to]))
			shape := string(d.Fold(i))
			if got := strings.NewReplacer(".", "", ",", "", "D", "", "G", "", "R", "").Replace(shape); got != digits {
				t.Errorf("the digits %q of %.60q have the shape %q", text[from:to], text, shape)
			}
		case token.Word, token.Particle:
			if want := p.Fold.String(markup.Strip(text[from:to])); string(d.Fold(i)) != want {
				t.Errorf("the word %q folds to %q, want %q", text[from:to], d.Fold(i), want)
			}
		case token.End:
			t.Errorf("token %d of %.60q is an End", i, text)
		}
	}
	bare(pos, len(text))
	for i := 0; i < len(d.Tokens); {
		next := d.SentenceEnd(i)
		if next <= i || next > len(d.Tokens) {
			t.Fatalf("the sentence from token %d of %.60q ends at %d of %d", i, text, next, len(d.Tokens))
		}
		i = next
	}
}

// awkward are texts that are hard to tokenize.
var awkward = []string{
	"", " ", "\n\n", ".", "1", "ر", "1ر", "ر1", "1ر\u200f", "1.", ".1", "1..2", "1,,2", "1,.2", "1\u200f2", "1.\u200f2", "1 \u200f 2",
	"40\xff\xfe صاروخا\xd9", "\xd8", "أ\xd8", "\xe2\x80", "4\xed\xa0\x800", "\xf4\x90\x80\x80",
	"\u202e1,234\u202c مليون \u2067أ\u2069", "\u200f\u200e", "أ\u200f\u200f", "\u0640\u0640", "\u064b40\u064b", "ـ40", "الـ40", "ال ـ 40",
	"a\u0301b", "e\u0301\u200d\u200d5", "😀40😀", "\x0040\x00", "１２，３４５", "½ 2½ ⅓", "10⁶ 10^6 1.5×10^6",
	"https://", "http://a b", "://", "a://", "x'", "'x", "x''y", "x'5", "5'x", "’", "5’000", "5’x",
	"<p>4<b>0</b> dead</p>", "<script>x=9</script>7", "<script>", "<!-- ", "&lt;40&nbsp;&#1605;", "\x1b[31m4\x1b[0m0", "m<sup>2</sup>", "10<sup>12</sup>", "5<sup>th</sup>", "<a", "<", "&",
	"4\u00ad5", "45\u200f,\u200f227", "12\u200e.5", "40\u20e3", "4\ufe0f5", "40¹ 40¹a ¹",
	"ﷺ ﷲ 40", "ﻻ40ﻻ", "م² كم³", "℃ ℉ ㎞ ㎏", "10٪ ٪10 10％", "\u2028\u2029\u0085", "ز\u200cي", "\u061c",
}

func TestOffsetsOfAwkwardTexts(t *testing.T) {
	for _, code := range []string{"ar", "en"} {
		p := pack(t, code)
		for _, text := range awkward {
			for _, base := range []int{0, 1000} {
				d := new(token.Doc)
				d.Read(p, text, base)
				check(t, d, p, text, base)
			}
		}
	}
}

// TestOffsetsOfRandomTexts joins awkward pieces at random, with a fixed seed.
func TestOffsetsOfRandomTexts(t *testing.T) {
	ar, en := pack(t, "ar"), pack(t, "en")
	pieces := append(slices.Clone(awkward), " ", " ", "نحو", "260", "ألف", "طن", "و", "بـ", "about", "40", "million", "2.5", "1,250", "$", "-", "؟", "«", "»", ":")
	random := rand.New(rand.NewPCG(3, 4))
	d := new(token.Doc)
	for range 3000 {
		var text strings.Builder
		for range random.IntN(12) {
			text.WriteString(pieces[random.IntN(len(pieces))])
		}
		for _, p := range []*lang.Pack{ar, en} {
			d.Read(p, "", 0) // what the text before left open ends here
			d.Read(p, text.String(), 5)
			check(t, d, p, text.String(), 5)
		}
	}
}

func TestLongWords(t *testing.T) {
	const n = 64 << 10
	for name, text := range map[string]string{
		"letters": strings.Repeat("ب", n), "digits": strings.Repeat("7", n), "points": strings.Repeat("1.", n),
		"marks": "ب" + strings.Repeat("\u064b", n), "controls": "7" + strings.Repeat("\u200f", n) + "7",
		"reversals": strings.Repeat("1ر", n), "tatweel": strings.Repeat("ـ", n), "link": "http://" + strings.Repeat("7", n),
		"broken": strings.Repeat("\xd8", n), "apostrophes": strings.Repeat("a'", n),
	} {
		t.Run(name, func(t *testing.T) {
			p := pack(t, "ar")
			check(t, read(p, text), p, text, 0)
		})
	}
}

func TestReadAllocatesNothingTheSecondTime(t *testing.T) {
	p := pack(t, "ar")
	text := strings.Repeat("قال مسؤولون إن نحو 260 ألف طن متري وصلت في 12 مارس، بكلفة 6ر1 مليون دولار. ", 20)
	d := read(p, text)
	if n := testing.AllocsPerRun(10, func() { d.Read(p, text, 0) }); n > 0 {
		t.Errorf("reading into a used Doc allocates %v times", n)
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range awkward {
		f.Add(text)
	}
	f.Add("نحو 260 ألف طن متري من الذخائر، و6ر1 مليون دولار.")
	packs := []*lang.Pack{pack(f, "ar"), pack(f, "en")}
	d := new(token.Doc)
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range packs {
			d.Read(p, "", 0) // what the text before left open ends here
			d.Read(p, text, 3)
			check(t, d, p, text, 3)
		}
	})
}

func ExampleDoc_Read() {
	set, err := lang.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	ar, _ := set.Get("ar")
	var d token.Doc
	d.Read(ar, "بـ١٬٢٥٠ قتيلاً", 0)
	for i, t := range d.Tokens {
		fmt.Printf("%d-%d %s\n", t.RuneStart, t.RuneEnd, d.Fold(i))
	}
	// Output:
	// 0-2 ب
	// 2-7 1G250
	// 8-14 قتيلا
}
