package lang_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/lang"
)

func TestFold(t *testing.T) {
	fold := pack(t, "ar").Fold
	tests := []struct{ of, text, want string }{
		{"alef with hamza", "أإآٱٲٳ", "اااااا"},
		{"alef maksura and Persian yeh", "ىیےې", "يييي"},
		{"teh marbuta", "ةۃ", "هه"},
		{"kaf", "کڪگ", "ككك"},
		{"heh", "ہھە", "ههه"},
		{"Persian letters", "پچڤژ", "بجفز"},
		{"hamza on a seat stays", "مئة،مؤتمر،جزء", "مئه,مؤتمر,جزء"},
		{"tatweel", "مليـــون", "مليون"},
		{"harakat", "أَلْفٌ", "الف"},
		{"tanween before and behind the alef", "صاروخًا،صاروخاً", "صاروخا,صاروخا"},
		{"shadda, sukun, dagger alef", "مسيّرة،ذٰلك", "مسيره,ذلك"},
		{"Qur'anic marks", "كۖتۚب", "كتب"},
		{"zero-width non-joiner", "می\u200cشود", "ميشود"},
		{"bidi controls", "\u200f40\u200e,\u202bأ\u202c,\u2067ب\u2069\u061c", "40,ا,ب"},
		{"soft hyphen and BOM", "mil\u00adlion\ufeff", "million"},
		{"presentation forms", "ﻣﻠﻴﻮﻥ", "مليون"},
		{"presentation form of teh marbuta", "ﻣﺌﺔ", "مئه"},
		{"lam-alef ligatures", "ﻻﻷﻹﻵ", "لالالالا"},
		{"Arabic-Indic digits", "٠١٢٣٤٥٦٧٨٩", "0123456789"},
		{"Persian digits", "۰۱۲۳۴۵۶۷۸۹", "0123456789"},
		{"Devanagari digits", "०१२३४५६७८९", "0123456789"},
		{"full-width digits", "０１２９", "0129"},
		{"mathematical digits", "𝟎𝟏𝟗", "019"},
		{"percent signs", "٪﹪％%", "%%%%"},
		{"spaces of every width", "40 \u00a0\u2007\u3000\t\n", "40"},
		{"quotation marks", "«»“”„‟", `""""""`},
		{"Arabic punctuation", "؛؟،", ";?,"},
		{"Latin capitals", "FOUR/Million", "four/million"},
		{"Latin accents", "Élysée/naïve", "elysee/naive"},
		{"sharp signs stay", "$€£₪", "$€£₪"},
		{"degree signs", "°C/℃", "°c/°c"},
		{"superscripts", "م²/km³", "م2/km3"},
		{"Greek", "ΑΒΓ", "αβγ"},
		{"what Unicode alone knows", "日本", "日本"},
	}
	for _, tt := range tests {
		if got := fold.String(tt.text); got != tt.want {
			t.Errorf("%s: %q folds to %q, want %q", tt.of, tt.text, got, tt.want)
		}
	}
}

func TestGlyphClasses(t *testing.T) {
	fold := pack(t, "ar").Fold
	for class, runes := range map[lang.RuneClass]string{
		lang.Letter:  "aZأﻣﻻéßЖ日",
		lang.Digit:   "09٠٩۰۹०０",
		lang.Space:   " \t\u2002\u3000",
		lang.Tight:   "\u00a0\u2007\u2009\u202f",
		lang.Newline: "\n\r\u0085\u2028\u2029",
		lang.Format:  "\u0640\u064b\u0652\u0670\u200b\u200c\u200d\u200e\u200f\u202a\u2066\ufeff\u00ad",
		lang.Punct:   ".,;:!?%()[]-+/\"'«»،؛؟٪$€\u066b\u066c\u2026",
	} {
		for _, r := range runes {
			if got := fold.Glyph(r).Class; got != class {
				t.Errorf("%U (%c) has class %d, want %d", r, r, got, class)
			}
		}
	}
	for mark, runes := range map[lang.Mark]string{
		lang.PointMark: ".", lang.CommaMark: ",،", lang.DecimalMark: "٫", lang.GroupMark: "٬’'",
		lang.ReversalMark: "ر", lang.DirectionMark: "\u200e\u200f\u061c", lang.NoMark: "a5 -٪",
	} {
		for _, r := range runes {
			if got := fold.Glyph(r).Mark; got != mark {
				t.Errorf("%U (%c) is mark %d inside numbers, want %d", r, r, got, mark)
			}
		}
	}
}

// TestFoldingHoldsForAllOfUnicode: every digit has its value, no letter is
// lost, what folds is valid, a letter folds to letters, and folding twice changes
// nothing more.
func TestFoldingHoldsForAllOfUnicode(t *testing.T) {
	fold := pack(t, "ar").Fold
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		g := fold.Glyph(r)
		once := string(g.Fold())
		letter := wordy(g.Class)
		switch twice := fold.String(once); {
		case !utf8.ValidString(once):
			t.Errorf("%U folds to broken UTF-8 %q", r, once)
		case letter && twice != once:
			t.Errorf("%U folds to %q, and that to %q", r, once, twice)
		case letter && once == "":
			t.Errorf("%U is a letter or digit and folds to nothing", r)
		case letter && strings.ContainsFunc(once, func(c rune) bool { return !wordy(fold.Glyph(c).Class) }):
			t.Errorf("%U is a letter or digit and folds to %q, which has others", r, once)
		case g.Class == lang.Format && once != "":
			t.Errorf("%U only orders or marks letters and folds to %q", r, once)
		case g.Class == lang.Digit && (len(once) != 1 || once[0] < '0' || once[0] > '9'):
			t.Errorf("the digit %U folds to %q", r, once)
		}
	}
}

func wordy(c lang.RuneClass) bool { return c == lang.Letter || c == lang.Digit }

// TestDigitsOfEveryScript counts from nought to nine in each run of digits.
func TestDigitsOfEveryScript(t *testing.T) {
	fold := pack(t, "ar").Fold
	runs := 0
	check := func(lo, hi rune) {
		for r := lo; r <= hi; r++ {
			want := string('0' + (r-lo)%10)
			if got := fold.String(string(r)); got != want {
				t.Errorf("%U folds to %q, want %q", r, got, want)
			}
		}
		runs++
	}
	for _, x := range unicode.Nd.R16 {
		check(rune(x.Lo), rune(x.Hi))
	}
	for _, x := range unicode.Nd.R32 {
		check(rune(x.Lo), rune(x.Hi))
	}
	if runs < 50 {
		t.Errorf("Unicode lists %d runs of digits, want more than 50: does the test still see them?", runs)
	}
}
