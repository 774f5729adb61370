package numeral_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/numeral"
	"github.com/arqam-io/arqam/pkg/token"
)

// speller writes numbers in words. Numbers below ten thousand million million are spelled
// in groups of three.
type speller struct {
	name, lang string
	spell      func(n int64) string
}

// TestSpelledNumbers reads back whole numbers that the spellers below write.
func TestSpelledNumbers(t *testing.T) {
	if testing.Short() {
		t.Skip("reads hundreds of thousands of numbers")
	}
	for _, s := range spellers {
		t.Run(s.name, func(t *testing.T) {
			p := pack(t, s.lang)
			d := new(token.Doc)
			wrong := 0
			for n := range numbersToSpell() {
				if text := s.spell(n); !readsBack(p, d, text, n) {
					if wrong++; wrong <= 10 {
						got, rest, _ := parse(p, text)
						t.Errorf("%q is %s and leaves %q, want %d", text, got.Value, rest, n)
					}
				}
			}
			if wrong > 10 {
				t.Errorf("%d numbers are read wrongly in all", wrong)
			}
		})
	}
}

// numbersToSpell yields whole numbers up to 100,000, a sample of them with -short, and
// numbers of every length up to a million million.
func numbersToSpell() func(yield func(int64) bool) {
	return func(yield func(int64) bool) {
		random := rand.New(rand.NewPCG(17, 1))
		step := int64(1)
		for n := int64(1); n <= 100_000; n += step {
			if !yield(n) {
				return
			}
			if n >= 2500 && testing.Short() {
				step = 1 + random.Int64N(60)
			}
		}
		for length, k := int64(1_000_000), 0; k < 2000; k++ {
			if !yield(1 + random.Int64N(length)) {
				return
			}
			if length *= 10; length > 1_000_000_000_000 {
				length = 1_000_000
			}
		}
	}
}

// readsBack reports whether text is the number n and nothing else.
func readsBack(p *lang.Pack, d *token.Doc, text string, n int64) bool {
	d.Read(p, text, 0)
	got, ok := numeral.Parse(d, 0, len(d.Tokens), false)
	whole, exact := got.Value.Words()
	return ok && exact && whole.Scale == 0 && whole.Hi == 0 && int64(whole.Lo) == n && got.Last == len(d.Tokens)-1
}

var spellers = []speller{
	{"ar masculine", "ar", func(n int64) string { return arabic{}.spell(n) }},
	{"ar feminine", "ar", func(n int64) string { return arabic{feminine: true}.spell(n) }},
	{"ar genitive", "ar", func(n int64) string { return arabic{genitive: true}.spell(n) }},
	{"ar feminine genitive", "ar", func(n int64) string { return arabic{feminine: true, genitive: true}.spell(n) }},
	{"ar with commas", "ar", func(n int64) string { return arabic{comma: true}.spell(n) }},
	{"en", "en", func(n int64) string { return english{}.spell(n) }},
	{"en with and", "en", func(n int64) string { return english{and: true}.spell(n) }},
	{"en with commas", "en", func(n int64) string { return english{comma: true}.spell(n) }},
	{"en with commas and and", "en", func(n int64) string { return english{and: true, comma: true}.spell(n) }},
	{"fr", "fr", french},
	{"es", "es", spanish},
}

// arabic spells a number for a counted noun of either gender, in the nominative or the
// genitive, which is the accusative too.
type arabic struct{ feminine, genitive, comma bool }

func (a arabic) pick(nominative, genitive string) string {
	if a.genitive {
		return genitive
	}
	return nominative
}

func (a arabic) spell(n int64) string {
	var parts []string
	for _, g := range []struct {
		size                                   int64
		one, two, twoGenitive, few, accusative string
	}{
		{1e12, "تريليون", "تريليونان", "تريليونين", "تريليونات", "تريليونا"},
		{1e9, "مليار", "ملياران", "مليارين", "مليارات", "مليارا"},
		{1e6, "مليون", "مليونان", "مليونين", "ملايين", "مليونا"},
		{1e3, "ألف", "ألفان", "ألفين", "آلاف", "ألفا"},
	} {
		count := n / g.size
		n %= g.size
		switch rest := count % 100; {
		case count == 0:
		case count == 1:
			parts = append(parts, g.one)
		case count == 2:
			parts = append(parts, a.pick(g.two, g.twoGenitive))
		case rest >= 3 && rest <= 10:
			parts = append(parts, arabic{genitive: a.genitive}.below1000(count, false)+" "+g.few)
		case rest >= 11:
			parts = append(parts, arabic{genitive: a.genitive}.below1000(count, false)+" "+g.accusative)
		default:
			parts = append(parts, arabic{genitive: a.genitive}.below1000(count, true)+" "+g.one)
		}
	}
	if n > 0 {
		parts = append(parts, a.below1000(n, false))
	}
	if a.comma {
		for i := range parts {
			if last := i == len(parts)-1; !last && (i < len(parts)-2 || n == 0 || n >= 100) {
				parts[i] += "،"
			}
		}
	}
	return strings.Join(parts, " و")
}

// below1000 spells 1 to 999; before a magnitude a dual hundred is in the construct.
func (a arabic) below1000(n int64, construct bool) string {
	var parts []string
	switch h := n / 100; {
	case h == 1:
		parts = append(parts, "مئة")
	case h == 2 && construct && n == 200:
		parts = append(parts, a.pick("مئتا", "مئتي"))
	case h == 2:
		parts = append(parts, a.pick("مئتان", "مئتين"))
	case h > 2:
		parts = append(parts, strings.Fields("ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة")[h-3])
	}
	if n %= 100; n > 0 {
		parts = append(parts, a.below100(n))
	}
	return strings.Join(parts, " و")
}

func (a arabic) below100(n int64) string {
	ten := strings.Fields("عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون")
	if a.genitive {
		ten = strings.Fields("عشرين ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين")
	}
	unit := strings.Fields(a.pick("واحد اثنان", "واحد اثنين") + " ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة")
	teen, first := " عشر", []string{"أحد", a.pick("اثنا", "اثني")}
	if a.feminine {
		unit = strings.Fields(a.pick("واحدة اثنتان", "واحدة اثنتين") + " ثلاث أربع خمس ست سبع ثماني تسع عشر")
		teen, first = " عشرة", []string{"إحدى", a.pick("اثنتا", "اثنتي")}
	}
	switch {
	case n <= 10:
		return unit[n-1]
	case n <= 12:
		return first[n-11] + teen
	case n < 20:
		return unit[n-11] + teen
	case n%10 == 0:
		return ten[n/10-2]
	case n%10 == 1 && a.feminine:
		return first[0] + " و" + ten[n/10-2]
	}
	return unit[n%10-1] + " و" + ten[n/10-2]
}

// english spells a number with or without the "and" and the commas of its groups.
type english struct{ and, comma bool }

func (e english) spell(n int64) string {
	var out strings.Builder
	for _, g := range []struct {
		size int64
		name string
	}{{1e12, " trillion"}, {1e9, " billion"}, {1e6, " million"}, {1e3, " thousand"}, {1, ""}} {
		count := n / g.size
		n %= g.size
		if count == 0 {
			continue
		}
		switch {
		case out.Len() == 0:
		case e.and && g.size == 1 && count < 100:
			out.WriteString(" and ")
		case e.comma && g.size*count >= 100:
			out.WriteString(", ")
		default:
			out.WriteString(" ")
		}
		out.WriteString(e.below1000(count) + g.name)
	}
	return out.String()
}

func (e english) below1000(n int64) string {
	small := strings.Fields(`one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
		sixteen seventeen eighteen nineteen`)
	tens := strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety")
	switch {
	case n >= 100 && n%100 == 0:
		return small[n/100-1] + " hundred"
	case n >= 100 && e.and:
		return small[n/100-1] + " hundred and " + e.below1000(n%100)
	case n >= 100:
		return small[n/100-1] + " hundred " + e.below1000(n%100)
	case n < 20:
		return small[n-1]
	case n%10 == 0:
		return tens[n/10-2]
	}
	return tens[n/10-2] + "-" + small[n%10-1]
}

func french(n int64) string {
	var parts []string
	for _, g := range []struct {
		size int64
		name string
	}{{1e12, "billion"}, {1e9, "milliard"}, {1e6, "million"}} {
		if count := n / g.size; count > 0 {
			name := g.name
			if count > 1 {
				name += "s"
			}
			parts = append(parts, frenchBelow1000(count, true), name)
		}
		n %= g.size
	}
	if count := n / 1000; count == 1 {
		parts = append(parts, "mille")
	} else if count > 1 {
		parts = append(parts, frenchBelow1000(count, false), "mille")
	}
	if n %= 1000; n > 0 {
		parts = append(parts, frenchBelow1000(n, true))
	}
	return strings.Join(parts, " ")
}

// frenchBelow1000 spells 1 to 999. At the end, or before a noun such as million, a round
// cent and quatre-vingt are plurals.
func frenchBelow1000(n int64, ends bool) string {
	out, plural := "", ""
	if ends {
		plural = "s"
	}
	switch h := n / 100; {
	case h == 1:
		out = "cent "
	case h > 1 && n%100 == 0:
		out = frenchBelow100(h, false) + " cent" + plural + " "
	case h > 1:
		out = frenchBelow100(h, false) + " cent "
	}
	if n %= 100; n > 0 {
		out += frenchBelow100(n, ends)
	}
	return strings.TrimSpace(out)
}

func frenchBelow100(n int64, ends bool) string {
	small := strings.Fields(`un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
		dix-sept dix-huit dix-neuf`)
	tens := strings.Fields("vingt trente quarante cinquante soixante")
	switch {
	case n < 20:
		return small[n-1]
	case n == 80 && ends:
		return "quatre-vingts"
	case n == 80:
		return "quatre-vingt"
	case n > 80:
		return "quatre-vingt-" + small[n-81]
	case n == 71:
		return "soixante et onze"
	case n > 60 && n%20 != 1:
		if n == 60 {
			return tens[4]
		}
		return "soixante-" + small[n-61]
	case n%10 == 0:
		return tens[n/10-2]
	case n%10 == 1:
		return tens[n/10-2] + " et un"
	}
	return tens[n/10-2] + "-" + small[n%10-1]
}

func spanish(n int64) string {
	var parts []string
	for _, g := range []struct {
		size           int64
		single, plural string
	}{{1e12, "un billón", "billones"}, {1e6, "un millón", "millones"}} {
		switch count := n / g.size; {
		case count == 1:
			parts = append(parts, g.single)
		case count > 1:
			parts = append(parts, spanishBelow1e6(count, true), g.plural)
		}
		n %= g.size
	}
	if n > 0 {
		parts = append(parts, spanishBelow1e6(n, false))
	}
	return strings.Join(parts, " ")
}

// spanishBelow1e6 spells 1 to 999,999; before a noun uno loses its ending.
func spanishBelow1e6(n int64, before bool) string {
	var parts []string
	switch count := n / 1000; {
	case count == 1:
		parts = append(parts, "mil")
	case count > 1:
		parts = append(parts, spanishBelow1000(count, true)+" mil")
	}
	if n %= 1000; n > 0 {
		parts = append(parts, spanishBelow1000(n, before))
	}
	return strings.Join(parts, " ")
}

func spanishBelow1000(n int64, before bool) string {
	small := strings.Fields(`uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis
		diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis
		veintisiete veintiocho veintinueve`)
	if before {
		small[0], small[20] = "un", "veintiún"
	}
	tens := strings.Fields("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
	hundreds := strings.Fields(`ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos
		ochocientos novecientos`)
	switch {
	case n == 100:
		return "cien"
	case n > 100 && n%100 == 0:
		return hundreds[n/100-1]
	case n > 100:
		return hundreds[n/100-1] + " " + spanishBelow1000(n%100, before)
	case n < 30:
		return small[n-1]
	case n%10 == 0:
		return tens[n/10-3]
	}
	return tens[n/10-3] + " y " + small[n%10-1]
}
