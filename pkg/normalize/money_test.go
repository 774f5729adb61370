package normalize

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/unit"
)

func TestMoney(t *testing.T) {
	n := newNormalizer(t)
	for _, c := range []struct {
		sentence, name string
		want           figure.UnitID
		by, word       string
	}{
		// a word beside it
		{"بلغت الكلفة [5 ملايين ريال] قطري", "riyal", "QAR", "adjective", "قطري"},
		{"بلغت الكلفة [5 ملايين ريال قطري] في السعودية", "riyal", "QAR", "adjective", "قطري"},
		{"دفع [3 دنانير] كويتية في بغداد", "dinar", "KWD", "adjective", "كويتية"},
		{"قرض بقيمة [100 ألف ليرة] سورية", "lira", "SYP", "adjective", "سورية"},
		{"تبرع بـ[50 ألف جنيه] إسترليني لمصر", "pound", "GBP", "adjective", "إسترليني"},
		{"نحو [200 مليون دولار] كندي", "dollar", "CAD", "adjective", "كندي"},
		{"fined [5,000 Lebanese pounds] in Cairo", "pound", "LBP", "adjective", "Lebanese"},
		{"about [20 million Swedish crowns]", "crown", "SEK", "adjective", "Swedish"},
		{"raised [2 million Jordanian dinars]", "dinar", "JOD", "adjective", "Jordanian"},

		// the nearest country of the sentence
		{"قالت وزارة المالية السعودية إن العجز بلغ [79 مليار ريال]", "riyal", "SAR", "sentence", "السعودية"},
		{"أعلن البنك التجاري الكويتي أرباحا قدرها [16.7 مليون دينار]", "dinar", "KWD", "sentence", "الكويتي"},
		{"خصص العراق [150 تريليون دينار] لموازنته بعد قرض من الكويت", "dinar", "IQD", "sentence", "العراق"},
		{"وفي الأردن والبحرين وللعراقيين [5 آلاف دينار]", "dinar", "IQD", "sentence", "وللعراقيين"},
		{"شركة طيران مقرها الشارقة ربحت [237 مليون درهم]", "dirham", "AED", "sentence", "الشارقة"},
		{"الحكومة المغربية رصدت [10 مليارات درهم]", "dirham", "MAD", "sentence", "المغربية"},
		{"بالسودان تجاوزت الأجور [900 ألف جنيه]", "pound", "SDG", "sentence", "بالسودان"},
		{"في جنوب السودان تجاوزت الأجور [900 ألف جنيه]", "pound", "SSP", "sentence", "جنوب السودان"},
		{"في بريطانيا يكلف ذلك [900 جنيه]", "pound", "GBP", "sentence", "بريطانيا"},
		{"بيروت: تخطى الدولار [89 ألف ليرة]", "lira", "LBP", "sentence", "بيروت"},
		{"وفي تُركيا بلغ الحد الأدنى [17 ألف ليرة]", "lira", "TRY", "sentence", "تُركيا"},
		{"Egypt's central bank sold [3 billion pounds] of bills", "pound", "EGP", "sentence", "Egypt"},
		{"The Sudanese army spent [3 million pounds]", "pound", "SDG", "sentence", "Sudanese"},
		{"South Sudan spent [3 million pounds]", "pound", "SSP", "sentence", "South Sudan"},
		{"Pakistan raised salaries by [5,000 rupees]", "rupee", "PKR", "sentence", "Pakistan"},
		{"Kenyans paid [1,200 shillings]", "shilling", "KES", "sentence", "Kenyans"},
		{"Argentina's debt reached [9 trillion pesos]", "peso", "ARS", "sentence", "Argentina"},
		{"Tehran set the price at [42,000 rials]", "rial", "IRR", "sentence", "Tehran"},
		{"Norway pledged [2 billion crowns]", "crown", "NOK", "sentence", "Norway"},

		// the dollar is American, whatever the country
		{"قالت كندا إنها ستقدم [5 ملايين دولار]", "dollar", "USD", "default", ""},
		{"Australia said it would give [5 million dollars]", "dollar", "USD", "default", ""},

		// countries with another currency are no evidence
		{"قال مسؤول في فرنسا إنها [10 ملايين ريال]", "riyal", "SAR", "default", ""},
		{"زارت تركيا ودفعت [10 آلاف ريال]", "riyal", "SAR", "default", ""},
		{"كلفته [900 مليون جنيه]", "pound", "EGP", "default", ""},
		{"It cost [900 million pounds]", "pound", "GBP", "default", ""},
		{"He paid [900 liras]", "lira", "TRY", "default", ""},

		// without a default the currency stays open
		{"كلفته [900 ألف ليرة]", "lira", "x-lira", "", ""},
		{"كلفته [900 ألف دينار]", "dinar", "x-dinar", "", ""},
		{"It cost [900 dinars]", "dinar", "x-dinar", "", ""},
	} {
		a, m := mention(t, c.sentence, "5000000", c.name)
		f := n.Figures(figure.Mentions{Article: a, Mentions: []figure.Mention{m}}).Figures[0]
		if f.Unit != c.want || f.UnitEvidence.By != c.by || f.UnitEvidence.Text != c.word {
			t.Errorf("%s\n got %s by %q %q, want %s by %q %q", c.sentence, f.Unit, f.UnitEvidence.By, f.UnitEvidence.Text, c.want, c.by, c.word)
		}
		if f.Mention.Kind != figure.Money || f.Canonical.Quantity != unit.Money || f.Canonical.Unit != c.want {
			t.Errorf("%s\n kind %q, canonical %q of %q", c.sentence, f.Mention.Kind, f.Canonical.Unit, f.Canonical.Quantity)
		}
	}
}

func TestMoneyFromBeyondTheSentence(t *testing.T) {
	n := newNormalizer(t)
	for _, c := range []struct {
		what       string
		title      string
		before     string // the text before the sentence
		earlier    figure.UnitID
		country    string
		name       string
		want       figure.UnitID
		by, word   string
		confidence float64
	}{
		{"the title", "البنك المركزي العراقي يرفع الفائدة", "", "", "", "dinar", "IQD", "article", "العراقي", 0.95},
		{"the text", "", "اجتمع مجلس الوزراء في عمّان بالأردن. ", "", "", "dinar", "JOD", "article", "بالأردن", 0.95},
		{"the country named most", "", "ليبيا وتونس وليبيا. ", "", "", "dinar", "LYD", "article", "ليبيا", 0.95},
		{"an earlier figure with its country", "", "تونس وتونس. ", "KWD", "", "dinar", "KWD", "article", "دينار كويتي", 0.95},
		{"an earlier figure in another currency", "", "", "EUR", "YE", "riyal", "YER", "source", "YE", 0.95},
		{"the article before the source", "", "الرياض. ", "", "YE", "riyal", "SAR", "article", "الرياض", 0.95},
		{"the source", "", "", "", "DZ", "dinar", "DZD", "source", "DZ", 0.95},
		{"the source decides the dollar", "", "", "", "AU", "dollar", "AUD", "source", "AU", 0.95},
		{"the article does not decide the dollar", "كندا كندا كندا", "", "", "", "dollar", "USD", "default", "", 1},
		{"a source with another currency", "", "", "", "FR", "riyal", "SAR", "default", "", 0.8},
		{"no evidence", "", "", "", "", "dinar", "x-dinar", "", "", 0.5},
	} {
		t.Run(c.what, func(t *testing.T) {
			text, start, end := marked(t, c.before+"كلفته [5 ملايين] أمس.")
			sentence := strings.TrimPrefix(text, c.before)
			a := figure.Article{Lang: "ar", Title: c.title, Text: text, Country: c.country}
			m := figure.Mention{Field: figure.FieldText, Start: start, End: end, Amount: figure.Exactly(number(t, "5000000")),
				Unit: figure.Term{Name: c.name}, Confidence: 1,
				Context: figure.Context{Sentence: sentence, SentenceStart: len([]rune(c.before))}}
			in := figure.Mentions{Article: a, Mentions: []figure.Mention{m}}
			if c.earlier != "" {
				e := m
				e.Unit = figure.Term{Name: string(c.earlier), Text: "دينار كويتي"}
				in.Mentions = []figure.Mention{e, m}
			}
			out := n.Figures(in).Figures
			f := out[len(out)-1]
			if f.Unit != c.want || f.UnitEvidence.By != c.by || f.UnitEvidence.Text != c.word || f.Mention.Confidence != c.confidence {
				t.Errorf("got %s by %q %q, confidence %v; want %s by %q %q, %v", f.Unit, f.UnitEvidence.By,
					f.UnitEvidence.Text, f.Mention.Confidence, c.want, c.by, c.word, c.confidence)
			}
		})
	}
}

// A part of a currency has no unit id: the figure has 90 with the term "cent", and its
// canonical form 0.9 USD.
func TestPartsOfMoney(t *testing.T) {
	n := newNormalizer(t)
	for _, c := range []struct {
		sentence, value, name string
		unit                  figure.UnitID
		canonical             string
	}{
		{"انخفض الخام [31 سنتا]", "31", "cent", "USD", "0.31"},
		{"ارتفع سعر البنزين إلى [90 هللة]", "90", "halala", "SAR", "0.9"},
		{"في الكويت يباع بـ[250 فلسا]", "250", "fils", "KWD", "0.25"},
		{"في دبي يباع بـ[250 فلسا]", "250", "fils", "AED", "2.5"},
		{"يباع بـ[250 فلسا]", "250", "fils", "x-fils", "250"},
		{"a litre costs [147 pence]", "147", "penny", "GBP", "1.47"},
	} {
		a, m := mention(t, c.sentence, c.value, c.name)
		f := n.Figures(figure.Mentions{Article: a, Mentions: []figure.Mention{m}}).Figures[0]
		if f.Unit != "" || f.Mention.Kind != figure.Money || f.Mention.Value.String() != c.value {
			t.Errorf("%s: unit %q kind %q value %s, want none, money, %s", c.sentence, f.Unit, f.Mention.Kind, f.Mention.Value, c.value)
		}
		if got := f.Canonical; got.Unit != c.unit || got.Value.String() != c.canonical || got.Quantity != unit.Money {
			t.Errorf("%s: canonical %s %s of %s, want %s %s", c.sentence, got.Value, got.Unit, got.Quantity, c.canonical, c.unit)
		}
	}
}

func TestMoneyInADenominator(t *testing.T) {
	a, m := mention(t, "سعر الصرف في لبنان [1500 ليرة] للدولار", "1500", "lira")
	m.Per = figure.Term{Name: "dollar"}
	f := newNormalizer(t).Figures(figure.Mentions{Article: a, Mentions: []figure.Mention{m}}).Figures[0]
	if f.Unit != "LBP" || f.Per != "USD" || f.Canonical.Unit != "LBP" || f.Canonical.Per != "USD" || f.UnitEvidence.Text != "لبنان" {
		t.Errorf("%s per %s, canonical %s per %s, by %q; want LBP per USD by لبنان", f.Unit, f.Per,
			f.Canonical.Unit, f.Canonical.Per, f.UnitEvidence.Text)
	}
}

func TestLoadersSayWhereAndWhy(t *testing.T) {
	units, err := unit.New()
	if err != nil {
		t.Fatal(err)
	}
	const moneyHeader = "name\tcodes\tdefault\tevidence\tconfidence\n"
	for _, c := range []struct{ body, want string }{
		{"", "t.tsv: there is no header"},
		{"name\tcodes\n", `t.tsv:1: the header is`},
		{moneyHeader + "dinar\tKWD\n", "t.tsv:2: want 5 columns"},
		{moneyHeader + "dinar\tKWT\t-\tall\t1\n", `t.tsv:2: "KWT" is not a currency`},
		{moneyHeader + "dinar\tmeter\t-\tall\t1\n", `t.tsv:2: "meter" is not a currency`},
		{moneyHeader + "fils\tKWD=1/0\t-\tall\t1\n", `t.tsv:2: fraction "1/0" of KWD`},
		{moneyHeader + "dinar\tKWD\tIQD\tall\t1\n", `t.tsv:2: default "IQD" is not among the codes`},
		{moneyHeader + "dinar\tKWD\t-\tsome\t1\n", `t.tsv:2: evidence "some"`},
		{moneyHeader + "dinar\tKWD\t-\tall\t2\n", `t.tsv:2: confidence "2"`},
		{moneyHeader + "riyal\tSAR\t-\tall\t1\ndinar\tKWD\t-\tall\t1\n", `t.tsv:3: "dinar" after "riyal"`},
	} {
		data := fstest.MapFS{"t.tsv": &fstest.MapFile{Data: []byte(c.body)}}
		if _, err = loadBank(data, "t.tsv", units); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %q", c.body, err, c.want)
		}
	}
}

// Every shared name of money can be decided by evidence: each of its currencies is used by a
// country in the gazetteer, or at least by one that a source may have.
func TestEveryCurrencyCanBeReached(t *testing.T) {
	n := newNormalizer(t)
	known := map[country]bool{}
	for _, term := range n.words.Packs().Terms(lang.Countries) {
		known[country(term.ID)] = true
	}
	for _, p := range n.bank.purses {
		for _, want := range p.codes {
			reached := false
			for c := range n.bank.used {
				if got, ok := n.bank.of(p, c); ok && got.code == want.code && (known[c] || p.beside) {
					reached = true
				}
			}
			if !reached && len(p.codes) > 1 {
				t.Errorf("%s: no country leads to %s", p.name, want.code)
			}
		}
	}
}
