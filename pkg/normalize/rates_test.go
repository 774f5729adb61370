package normalize

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/unit"
)

const someRates = `date,currency,base,rate
# the central bank's bulletin
2026-03-01,EGP,USD,48.25
2026-03-08,EGP,USD,50
2026-03-01,IRR,USD,1000000
2026-03-01,KWD,USD,0.307
2026-03-01,LBP,USD,89500
`

func readRates(t *testing.T, text string, within int) (*Rates, error) {
	t.Helper()
	units, err := unit.New()
	if err != nil {
		t.Fatal(err)
	}
	return ReadRates("rates.csv", strings.NewReader(text), units, within)
}

func TestExchange(t *testing.T) {
	rates, err := readRates(t, someRates, 7)
	if err != nil {
		t.Fatal(err)
	}
	n := newNormalizer(t).WithRates(rates)
	for _, c := range []struct {
		what, day, name, per, value string
		want                        figure.Exchange
	}{
		{"on the day of a rate", "2026-03-01", "EGP", "", "96.5",
			figure.Exchange{Amount: figure.Exactly(number(t, "2")), Unit: "USD", Rate: number(t, "48.25"), Date: "2026-03-01"}},
		{"the last rate before it", "2026-03-07", "EGP", "", "96.5",
			figure.Exchange{Amount: figure.Exactly(number(t, "2")), Unit: "USD", Rate: number(t, "48.25"), Date: "2026-03-01"}},
		{"the later of two rates", "2026-03-15", "EGP", "", "96.5",
			figure.Exchange{Amount: figure.Exactly(number(t, "1.93")), Unit: "USD", Rate: number(t, "50"), Date: "2026-03-08"}},
		{"an infinite quotient is rounded", "2026-03-01", "KWD", "", "1",
			figure.Exchange{Amount: figure.Exactly(number(t, "3.2573289902280130293")), Unit: "USD", Rate: number(t, "0.307"), Date: "2026-03-01"}},
		{"a part of a currency", "2026-03-08", "piastre", "", "150",
			figure.Exchange{Amount: figure.Exactly(number(t, "0.03")), Unit: "USD", Rate: number(t, "50"), Date: "2026-03-08"}},
		{"a multiple of a currency", "2026-03-02", "x-toman", "", "500000",
			figure.Exchange{Amount: figure.Exactly(number(t, "5")), Unit: "USD", Rate: number(t, "1000000"), Date: "2026-03-01"}},
		{"a price keeps its denominator", "2026-03-08", "EGP", "tonne", "14000",
			figure.Exchange{Amount: figure.Exactly(number(t, "280")), Unit: "USD", Rate: number(t, "50"), Date: "2026-03-08"}},

		{"the base itself", "2026-03-01", "USD", "", "5", figure.Exchange{}},
		{"a price of money in money", "2026-03-01", "LBP", "USD", "89500", figure.Exchange{}},
		{"not money", "2026-03-01", "tonne", "", "5", figure.Exchange{}},
		{"a count", "2026-03-01", "", "", "5", figure.Exchange{}},

		{"before every rate", "2026-02-28", "EGP", "", "5",
			figure.Exchange{Unit: "USD", Missing: "no rate of EGP on 2026-02-28 or in the 7 days before"}},
		{"too long after it", "2026-03-16", "EGP", "", "5",
			figure.Exchange{Unit: "USD", Missing: "no rate of EGP on 2026-03-16 or in the 7 days before"}},
		{"a currency without rates", "2026-03-01", "SAR", "", "5", figure.Exchange{Unit: "USD", Missing: "no rate of SAR"}},
		{"an article without a date", "", "EGP", "", "5", figure.Exchange{Unit: "USD", Missing: "the article bears no date"}},
		{"a currency name that is not decided", "2026-03-01", "dinar", "", "5",
			figure.Exchange{Unit: "USD", Missing: "it is not settled which currency it is"}},
	} {
		a, m := mention(t, "بلغت الكلفة [كذا]", c.value, c.name)
		m.Per = figure.Term{Name: c.per}
		if c.day != "" {
			if a.Published, err = time.Parse(time.DateOnly, c.day); err != nil {
				t.Fatal(err)
			}
			a.Published = a.Published.Add(23 * time.Hour)
		}
		f := n.Figures(figure.Mentions{Article: a, Mentions: []figure.Mention{m}}).Figures[0]
		if got := f.Exchange; !got.Value.Equal(c.want.Value) || !got.Rate.Equal(c.want.Rate) || got.Lower.Stated() || got.Upper.Stated() ||
			got.Unit != c.want.Unit || got.Date != c.want.Date || got.Missing != c.want.Missing {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
	}
}

// The bounds of a range are converted as well, and without rates nothing is.
func TestExchangeOfARange(t *testing.T) {
	rates, err := readRates(t, "rate\tbase\tcurrency\tdate\n4\tUSD\tSAR\t2026-03-01\n", 0)
	if err != nil {
		t.Fatal(err)
	}
	a, m := mention(t, "بين [5 و8 ريالات سعودية]", "", "SAR")
	m.Lower, m.Upper = number(t, "5"), number(t, "8")
	a.Published = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	in := figure.Mentions{Article: a, Mentions: []figure.Mention{m}}
	n := newNormalizer(t)
	got := n.WithRates(rates).Figures(in).Figures[0]
	if x := got.Exchange; x.Value.Stated() || x.Lower.String() != "1.25" || x.Upper.String() != "2" {
		t.Errorf("exchange %+v, want 1.25 to 2", x)
	}
	bare := n.Figures(in).Figures[0]
	if bare.Exchange != (figure.Exchange{}) {
		t.Errorf("without rates: %+v", bare.Exchange)
	}
	if got.Exchange = (figure.Exchange{}); got.ID != bare.ID || got.Canonical != bare.Canonical || got.Unit != bare.Unit {
		t.Errorf("rates changed more than the exchange: %+v, want %+v", got, bare)
	}
}

func TestReadRatesSaysWhereAndWhy(t *testing.T) {
	const header = "date,currency,base,rate\n"
	for _, c := range []struct{ text, want string }{
		{"", "rates.csv: there is no rate"},
		{header, "rates.csv: there is no rate"},
		{"day,currency,base,rate\n", `rates.csv:1: header is ["day" "currency" "base" "rate"], the columns must be date, currency, base, rate`},
		{header + "2026-03-01,EGP,USD\n", "rates.csv:2: wrong number of fields"},
		{header + "# note\n01/03/2026,EGP,USD,48\n", `rates.csv:3: date "01/03/2026": write it as 2026-03-31`},
		{header + "2026-03-01,EGY,USD,48\n", `rates.csv:2: currency "EGY" is not an ISO 4217 code`},
		{header + "2026-03-01,EGP,dollar,48\n", `rates.csv:2: base "dollar" is not an ISO 4217 code`},
		{header + "2026-03-01,x-toman,USD,48\n", `rates.csv:2: currency "x-toman" is not an ISO 4217 code`},
		{header + "2026-03-01,EGP,USD,48\n2026-03-01,EGP,EUR,52\n", `rates.csv:3: base "EUR" after "USD"`},
		{header + "2026-03-01,USD,USD,1\n", `rates.csv:2: currency "USD" is the base itself`},
		{header + "2026-03-01,EGP,USD,0\n", `rates.csv:2: rate "0"`},
		{header + "2026-03-01,EGP,USD,-4\n", `rates.csv:2: rate "-4"`},
		{header + "2026-03-01,EGP,USD,1e3\n", `rates.csv:2: rate "1e3"`},
		{header + "2026-03-01,EGP,USD,\"48\n", "rates.csv:2: extraneous or missing"},
		{header + "2026-03-01,EGP,USD,48\n2026-03-01,EGP,USD,49\n", "rates.csv:3: a second rate of EGP on 2026-03-01"},
	} {
		if _, err := readRates(t, c.text, 7); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %q", c.text, err, c.want)
		}
	}
}

func FuzzReadRates(f *testing.F) {
	f.Add([]byte("date,currency,base,rate\n2026-03-01,EGP,USD,48\n"))
	f.Add([]byte("\xef\xbb\xbfrate\tbase\tcurrency\tdate\r\n1e-30\tUSD\tEGP\t0001-01-01\r\n"))
	f.Add([]byte("date,currency,base,rate\n\"2026-03-01,EGP,USD,48\n"))
	units, err := unit.New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		rates, err := ReadRates("f.csv", bytes.NewReader(body), units, 7)
		if (rates == nil) == (err == nil) {
			t.Errorf("rates %v and error %v", rates, err)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "f.csv:") {
			t.Errorf("error %q has no file and line", err)
		}
	})
}
