package numeral_test

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

var update = flag.Bool("update", false, "rewrite the values in testdata")

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

// parse parses the number at the beginning of text; rest is the text after it.
func parse(p *lang.Pack, text string) (n numeral.Numeral, rest string, ok bool) {
	d := new(token.Doc)
	d.Read(p, text, 0)
	first := 0
	for d.At(first).Kind == token.Particle {
		first++
	}
	n, ok = numeral.Parse(d, first, len(d.Tokens), false)
	if !ok {
		return n, text, false
	}
	return n, strings.TrimSpace(text[d.At(n.Last).End:]), true
}

// worth formats a number as testdata/README.md describes.
func worth(n numeral.Numeral) string {
	out := n.Value.String()
	if n.Other.Stated() {
		out += " or " + n.Other.String()
	}
	for _, f := range []struct {
		flag numeral.Flag
		name string
	}{
		{numeral.Indefinite, "indefinite"}, {numeral.Share, "share"}, {numeral.Single, "single"},
		{numeral.Nil, "nil"}, {numeral.Dual, "dual"},
	} {
		if n.Has(f.flag) {
			out += " " + f.name
		}
	}
	return out
}

func TestNumbers(t *testing.T) {
	for _, code := range []string{"ar", "en", "es"} {
		path := filepath.Join("testdata", code+".txt")
		t.Run(code, func(t *testing.T) { numbers(t, pack(t, code), path) })
	}
}

func numbers(t *testing.T, p *lang.Pack, path string) {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(b), "\n")
	want, head, none := "", -1, false
	for i, line := range lines {
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		case strings.HasPrefix(line, "="):
			want, head, none = strings.TrimSpace(line[1:]), i, false
			continue
		case strings.HasPrefix(line, "!"):
			none = true
			continue
		}
		number, after, _ := strings.Cut(line, "|")
		n, rest, ok := parse(p, strings.TrimSpace(number)+" "+strings.TrimSpace(after))
		switch {
		case none && ok:
			t.Errorf("%s:%d: %q gives %s, want no number", path, i+1, line, worth(n))
		case none:
		case !ok:
			t.Errorf("%s:%d: %q gives no number, want %s", path, i+1, line, want)
		default:
			if *update && head >= 0 {
				want, lines[head], head = worth(n), "= "+worth(n), -1
			}
			if got := worth(n); got != want {
				t.Errorf("%s:%d: %q is %s, want %s", path, i+1, line, got, want)
			}
			if rest != strings.TrimSpace(after) {
				t.Errorf("%s:%d: the number of %q leaves %q", path, i+1, line, rest)
			}
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSpecifiedNumbers reads the numbers of the linguistic specification, if it is beside the
// repository. Its fractions are rounded to six digits.
func TestSpecifiedNumbers(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "lang", "arabic_numbers.tsv")
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("the specification is not beside the repository: %v", err)
	}
	defer f.Close()
	p := pack(t, "ar")
	in := bufio.NewScanner(f)
	rows := 0
	for line := 1; in.Scan(); line++ {
		text, value, ok := strings.Cut(in.Text(), "\t")
		if !ok {
			t.Fatalf("%s:%d: no tab", path, line)
		}
		rows++
		want, err := figure.ParseNumber(value)
		if err != nil {
			t.Fatalf("%s:%d: %v", path, line, err)
		}
		n, _, ok := parse(p, text)
		diff, stated := n.Value.Sub(want).Float64()
		right := ok && stated && diff > -1e-6 && diff < 1e-6
		reason, departs := departures[text]
		switch {
		case right && departs:
			t.Logf("%s:%d: %q now gives %s: remove it from departures", path, line, text, value)
		case !right && departs:
			t.Logf("%s:%d: %q is %q for %s: %s", path, line, text, n.Value, value, reason)
		case !right:
			t.Errorf("%s:%d: %q is %q, want %s", path, line, text, n.Value, value)
		}
	}
	if rows < 100 {
		t.Errorf("%s has only %d numbers: the file may be truncated", path, rows)
	}
}

// departures are the specification's numbers that this package reads differently, and why.
var departures = map[string]string{
	"-5":             "a sign is not part of the number",
	"خمسة ونصف":      "a fraction after a small number needs the unit of both",
	"12 ونصف":        "a fraction after a small number needs the unit of both",
	"مليون إلا ربعا": "the subtraction with «إلا» is not supported yet",
}

// TestIntegersRoundTrip formats whole numbers as the press does and parses them again.
func TestIntegersRoundTrip(t *testing.T) {
	ar, en := pack(t, "ar"), pack(t, "en")
	for _, n := range []int64{0, 1, 9, 10, 99, 100, 999, 1000, 1001, 2024, 10000, 99999, 100000, 999999, 1000000, 12345678, 1e12, 9223372036854775807} {
		plain := fmt.Sprint(n)
		spellings := map[string]*lang.Pack{
			plain: en, indic(plain, '٠'): ar, indic(plain, '۰'): ar,
			grouped(plain, "٬"): ar, grouped(plain, "\u00a0"): ar, grouped(plain, "\u202f"): en, grouped(plain, ","): en,
		}
		if n >= 1e6 {
			spellings[grouped(plain, ".")] = ar
		}
		for text, p := range spellings {
			got, rest, ok := parse(p, text)
			if !ok || got.Value.String() != plain || rest != "" {
				t.Errorf("%s: %q is %s (%v) and leaves %q, want %s", p.Lang, text, got.Value, ok, rest, plain)
			}
		}
	}
}

// indic writes digits in the script whose digit zero is zero.
func indic(s string, zero rune) string {
	return strings.Map(func(r rune) rune { return r - '0' + zero }, s)
}

// grouped sets mark between the groups of three digits.
func grouped(s, mark string) string {
	out := ""
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			out += mark
		}
		out += string(r)
	}
	return out
}

// TestLimit: no number extends past the limit that its caller sets.
func TestLimit(t *testing.T) {
	d := new(token.Doc)
	d.Read(pack(t, "ar"), "ثلاثة ملايين ومئتي ألف", 0)
	for limit, want := range map[int]string{0: "", 1: "3", 2: "3000000", 3: "3000200", 4: "3200000", 99: "3200000"} {
		n, ok := numeral.Parse(d, 0, limit, false)
		if n.Value.String() != want || ok != (want != "") || ok && n.Last >= limit {
			t.Errorf("up to token %d the number is %q (%v, last token %d), want %q", limit, n.Value, ok, n.Last, want)
		}
	}
}

// TestMoney: after a currency sign, one letter is a magnitude.
func TestMoney(t *testing.T) {
	for text, want := range map[string]string{"4m": "4000000", "4 m": "4000000", "4b": "4000000000", "1.5bn": "1500000000"} {
		d := new(token.Doc)
		d.Read(pack(t, "en"), text, 0)
		if n, ok := numeral.Parse(d, 0, len(d.Tokens), true); !ok || n.Value.String() != want {
			t.Errorf("$%s is %s (%v), want %s", text, n.Value, ok, want)
		}
		if n, ok := numeral.Parse(d, 0, len(d.Tokens), false); text != "1.5bn" && (!ok || n.Value.String() != "4") {
			t.Errorf("%s without a sign is %s (%v), want 4", text, n.Value, ok)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "0", "ثلاثة ملايين و200 ألف", "نصف مليون", "عشرات الآلاف", "6ر1 مليون", "two and a half million", "1,234.5", "10 000",
		"2 1/2", "½", "مليون ومليون ومليون", "a", "one", "أحد", "بضع مئات", "three point", "1.2.3", "ألف ألف ألف ألف",
		".08", "3/4 of", "2.5e3", "10⁶", "1.5×10^6", "(40) million", "ألف، ومئتان", "مئة وثلاثة أرباع متر", "مئة وألف ألف", "35m of its", "12,34,567",
	} {
		f.Add(s, int64(len(s))*7919)
	}
	packs := []*lang.Pack{pack(f, "ar"), pack(f, "en"), pack(f, "fr"), pack(f, "es")}
	d := new(token.Doc)
	f.Fuzz(func(t *testing.T, text string, whole int64) {
		for _, p := range packs {
			d.Read(p, text, 0)
			for i := range d.Tokens {
				for _, limit := range []int{len(d.Tokens), i + 2} {
					n, ok := numeral.Parse(d, i, limit, limit%2 == 0)
					if !ok {
						continue
					}
					if n.First != i || n.Last < i || n.Last >= min(limit, len(d.Tokens)) {
						t.Errorf("the number at token %d of %q, limit %d, is tokens %d to %d", i, text, limit, n.First, n.Last)
					}
					if !n.Value.Stated() || !n.Scale.Stated() || n.Value.Cmp(figure.NewNumber(0)) < 0 {
						t.Errorf("the number at token %d of %q is %q of scale %q", i, text, n.Value, n.Scale)
					}
				}
			}
			if whole < 0 {
				continue
			}
			plain := fmt.Sprint(whole)
			if n, rest, ok := parse(p, plain); !ok || n.Value.String() != plain || rest != "" {
				t.Errorf("%s: %s is read as %s (%v) and leaves %q", p.Lang, plain, n.Value, ok, rest)
			}
		}
	})
}
