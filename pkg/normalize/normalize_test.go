package normalize

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/big"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
	"github.com/arqam-io/arqam/pkg/unit"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// builtIn has the words of the built-in packs.
func builtIn(t testing.TB) *search.Folder {
	t.Helper()
	packs, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	return search.New(packs)
}

func newNormalizer(t testing.TB) *Normalizer {
	t.Helper()
	units, err := unit.New()
	if err != nil {
		t.Fatal(err)
	}
	n, err := New(units, builtIn(t))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// resolving returns a Normalizer that resolves time anchors, as the services' does.
func resolving(t testing.TB) *Normalizer {
	t.Helper()
	n, err := newNormalizer(t).WithAnchors()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func number(t testing.TB, s string) figure.Number {
	t.Helper()
	if s == "" {
		return figure.Number{}
	}
	n, err := figure.ParseNumber(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// marked returns the text without its brackets and the span between them.
func marked(t testing.TB, s string) (text string, start, end int) {
	t.Helper()
	before, rest, ok := strings.Cut(s, "[")
	inside, after, closed := strings.Cut(rest, "]")
	if !ok || !closed {
		t.Fatalf("%q has no figure in brackets", s)
	}
	start = utf8.RuneCountInString(before)
	return before + inside + after, start, start + utf8.RuneCountInString(inside)
}

// mention is a figure of one sentence, which is also the article's text.
func mention(t testing.TB, sentence, value, name string) (figure.Article, figure.Mention) {
	t.Helper()
	text, start, end := marked(t, sentence)
	a := figure.Article{Text: text, Lang: "ar"}
	if strings.Trim(text, " .,-'0123456789%$£ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") == "" {
		a.Lang = "en"
	}
	a.Identify()
	return a, figure.Mention{
		Field: figure.FieldText, Start: start, End: end, Text: string([]rune(text)[start:end]),
		Relation: figure.Eq, Amount: figure.Exactly(number(t, value)), Unit: figure.Term{Name: name},
		Context: figure.Context{Sentence: text, Modality: figure.Asserted}, Confidence: 1,
	}
}

func TestCanonical(t *testing.T) {
	n := newNormalizer(t)
	for _, c := range []struct {
		name                string
		m                   figure.Mention
		unit, per           figure.UnitID
		kind                figure.Kind
		value, lower, upper string
		cunit, cper         figure.UnitID
		quantity            figure.Quantity
	}{
		{"mass", figure.Mention{Amount: figure.Exactly(number(t, "260000")), Unit: figure.Term{Name: "tonne"}},
			"tonne", "", figure.Measure, "260000000", "", "", "kilogram", "", "mass"},
		{"a range", figure.Mention{Amount: figure.Between(number(t, "5"), number(t, "7.5")), Unit: figure.Term{Name: "kilometer"}},
			"kilometer", "", figure.Measure, "", "5000", "7500", "meter", "", "length"},
		{"a floor", figure.Mention{Amount: figure.Between(number(t, "1000000"), figure.Number{}), Unit: figure.Term{Name: "USD"}},
			"USD", "", figure.Money, "", "1000000", "", "USD", "", "money"},
		{"a count", figure.Mention{Amount: figure.Exactly(number(t, "40"))}, "", "", figure.Count, "40", "", "", "", "", "count"},
		{"a count per day", figure.Mention{Amount: figure.Exactly(number(t, "10000")), Per: figure.Term{Name: "day"}},
			"", "day", figure.Count, "0.1157407407407407407", "", "", "", "second", "count"},
		{"a count per year", figure.Mention{Amount: figure.Exactly(number(t, "5000")), Per: figure.Term{Name: "year"}},
			"", "year", figure.Count, "5000", "", "", "", "year", "count"},
		{"a count per month", figure.Mention{Amount: figure.Exactly(number(t, "5")), Per: figure.Term{Name: "month"}},
			"", "month", figure.Count, "60", "", "", "", "year", "count"},
		{"a speed in two units", figure.Mention{Amount: figure.Exactly(number(t, "90")), Unit: figure.Term{Name: "kilometer"}, Per: figure.Term{Name: "hour"}},
			"kilometer", "hour", figure.Measure, "25", "", "", "meter", "second", "speed"},
		{"a speed in one", figure.Mention{Amount: figure.Exactly(number(t, "90")), Unit: figure.Term{Name: "kilometer-per-hour"}},
			"kilometer-per-hour", "", figure.Measure, "25", "", "", "meter", "second", "speed"},
		{"a price", figure.Mention{Amount: figure.Exactly(number(t, "794.93647464")), Unit: figure.Term{Name: "USD"}, Per: figure.Term{Name: "barrel"}},
			"USD", "barrel", figure.Money, "5000", "", "", "USD", "cubic-meter", "money"},
		{"percent", figure.Mention{Amount: figure.Exactly(number(t, "45.7")), Unit: figure.Term{Name: "percent"}},
			"percent", "", figure.Percent, "0.457", "", "", "", "", "ratio"},
		{"a share in words", figure.Mention{Amount: figure.Exactly(number(t, "0.25")), Kind: figure.Ratio},
			"", "", figure.Ratio, "0.25", "", "", "", "", "ratio"},
		{"percentage points are not percent", figure.Mention{Amount: figure.Exactly(number(t, "2")), Unit: figure.Term{Name: "percentage-point"}},
			"percentage-point", "", figure.Percent, "2", "", "", "percentage-point", "", "ratio"},
		{"basis points", figure.Mention{Amount: figure.Exactly(number(t, "25")), Unit: figure.Term{Name: "basis-point"}},
			"basis-point", "", figure.Percent, "0.25", "", "", "percentage-point", "", "ratio"},
		{"a temperature", figure.Mention{Amount: figure.Exactly(number(t, "48")), Unit: figure.Term{Name: "celsius"}},
			"celsius", "", figure.Measure, "321.15", "", "", "kelvin", "", "temperature"},
		{"a difference of temperatures", figure.Mention{Amount: figure.Exactly(number(t, "1.5")), Unit: figure.Term{Name: "celsius"}, Role: figure.RoleDelta},
			"celsius", "", figure.Measure, "1.5", "", "", "kelvin", "", "temperature"},
		{"a difference in fahrenheit", figure.Mention{Amount: figure.Exactly(number(t, "9")), Unit: figure.Term{Name: "fahrenheit"}, Role: figure.RoleDelta},
			"fahrenheit", "", figure.Measure, "5", "", "", "kelvin", "", "temperature"},
		{"degrees a decade", figure.Mention{Amount: figure.Exactly(number(t, "2")), Unit: figure.Term{Name: "celsius"}, Per: figure.Term{Name: "decade"}},
			"celsius", "decade", figure.Measure, "0.2", "", "", "kelvin", "year", "temperature"},
		{"a duration", figure.Mention{Amount: figure.Exactly(number(t, "2")), Unit: figure.Term{Name: "day"}},
			"day", "", figure.Duration, "172800", "", "", "second", "", "duration"},
		{"years have no seconds", figure.Mention{Amount: figure.Exactly(number(t, "2")), Unit: figure.Term{Name: "decade"}},
			"decade", "", figure.Duration, "20", "", "", "year", "", "year-duration"},
		{"an age stays an age", figure.Mention{Amount: figure.Exactly(number(t, "84")), Unit: figure.Term{Name: "year"}, Kind: figure.Age},
			"year", "", figure.Age, "84", "", "", "year", "", "year-duration"},
		{"per 100,000 people", figure.Mention{Amount: figure.Exactly(number(t, "12")), Per: figure.Term{Name: "person"}, PerCount: number(t, "100000")},
			"", "person", figure.Count, "0.00012", "", "", "", "person", "count"},
		{"لكل 100 ألف نسمة", figure.Mention{Amount: figure.Exactly(number(t, "12")), Per: figure.Term{Name: "inhabitant"}, PerCount: number(t, "100000")},
			"", "person", figure.Count, "0.00012", "", "", "", "person", "count"},
		{"a worker is no head of the population", figure.Mention{Amount: figure.Exactly(number(t, "3")), Per: figure.Term{Name: "worker"}},
			"", "worker", figure.Count, "3", "", "", "", "worker", "count"},
		{"an unknown unit", figure.Mention{Amount: figure.Exactly(number(t, "7")), Unit: figure.Term{Name: "x-qafiz"}},
			"x-qafiz", "", figure.Measure, "7", "", "", "x-qafiz", "", ""},
		{"no fixed factor", figure.Mention{Amount: figure.Exactly(number(t, "5")), Unit: figure.Term{Name: "x-mach"}},
			"x-mach", "", figure.Measure, "5", "", "", "x-mach", "", "speed"},
		{"too small to represent", figure.Mention{Amount: figure.Exactly(number(t, "3")), Unit: figure.Term{Name: "dalton"}},
			"dalton", "", figure.Measure, "3", "", "", "dalton", "", "mass"},
		{"toman", figure.Mention{Amount: figure.Exactly(number(t, "1000")), Unit: figure.Term{Name: "x-toman"}},
			"x-toman", "", figure.Money, "10000", "", "", "IRR", "", "money"},
		{"land", figure.Mention{Amount: figure.Exactly(number(t, "600")), Unit: figure.Term{Name: "feddan"}},
			"feddan", "", figure.Measure, "2520500", "", "", "square-meter", "", "area"},
		{"a pound that weighs", figure.Mention{Amount: figure.Exactly(number(t, "2000")), Unit: figure.Term{Name: "pound"}, Kind: figure.Measure},
			"pound", "", figure.Measure, "907.18474", "", "", "kilogram", "", "mass"},
		{"money for a pound", figure.Mention{Amount: figure.Exactly(number(t, "4.5359237")), Unit: figure.Term{Name: "USD"}, Per: figure.Term{Name: "pound"}},
			"USD", "pound", figure.Money, "10", "", "", "USD", "kilogram", "money"},
		{"an alias", figure.Mention{Amount: figure.Exactly(number(t, "1")), Unit: figure.Term{Name: "metric-ton"}},
			"tonne", "", figure.Measure, "1000", "", "", "kilogram", "", "mass"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := n.Figures(figure.Mentions{Mentions: []figure.Mention{c.m}})
			f := out.Figures[0]
			if f.Unit != c.unit || f.Per != c.per || f.Mention.Kind != c.kind {
				t.Errorf("unit %q per %q kind %q, want %q per %q kind %q", f.Unit, f.Per, f.Mention.Kind, c.unit, c.per, c.kind)
			}
			want := figure.Canonical{Amount: figure.Amount{Value: number(t, c.value), Lower: number(t, c.lower), Upper: number(t, c.upper)},
				UnitPer: figure.UnitPer{Unit: c.cunit, Per: c.cper}, Quantity: c.quantity}
			got := f.Canonical
			if !got.Value.Equal(want.Value) || !got.Lower.Equal(want.Lower) || !got.Upper.Equal(want.Upper) ||
				got.Unit != want.Unit || got.Per != want.Per || got.Quantity != want.Quantity {
				t.Errorf("canonical %+v\nwant      %+v", print(got), print(want))
			}
		})
	}
}

func print(c figure.Canonical) []string {
	return []string{c.Value.String(), c.Lower.String(), c.Upper.String(), string(c.Unit), string(c.Per), string(c.Quantity)}
}

// Every unit of the table is converted to its base with its own factor.
func TestCanonicalOfEveryUnit(t *testing.T) {
	n := newNormalizer(t)
	for _, id := range n.units.IDs() {
		u, _ := n.units.Get(id)
		in := figure.Mention{Kind: figure.Measure, Amount: figure.Exactly(number(t, "12345.678")), Unit: figure.Term{Name: string(id)}}
		f := n.Figures(figure.Mentions{Mentions: []figure.Mention{in}}).Figures[0]
		if !u.Linear() || f.Canonical.Unit == id && u.Base != id {
			continue // kept as written; TestCanonical says when
		}
		want := new(big.Rat).Mul(in.Value.Rat(), u.Factor())
		want.Add(want, u.Offset())
		if !f.Canonical.Value.Equal(figure.FromRat(want)) {
			t.Errorf("%s: canonical %s, want %s", id, f.Canonical.Value, figure.FromRat(want))
		}
		if f.Unit != id {
			t.Errorf("%s: unit %q", id, f.Unit)
		}
	}
}

func TestIDsAreThoseOfFigure(t *testing.T) {
	a, m := mention(t, "أرسلت [260 ألف طن] من الذخائر", "260000", "tonne")
	in := figure.Mentions{Article: a, Engine: "test-1", Mentions: []figure.Mention{m}}
	out := newNormalizer(t).Figures(in)
	if got, want := out.Figures[0].ID, figure.NewID(a, "test-1", m); got != want {
		t.Errorf("id %q, want %q", got, want)
	}
	if out.Figures[0].ArticleID != a.ID || out.Engine != in.Engine || out.Article.ID != a.ID {
		t.Errorf("article %q, engine %q were not copied", out.Figures[0].ArticleID, out.Engine)
	}
	if !cmp.Equal(in.Mentions[0], m, cmp.Comparer(figure.Number.Equal)) {
		t.Error("the input mention was changed")
	}
}

func TestConcurrentUseGivesTheSame(t *testing.T) {
	n := resolving(t)
	var wg sync.WaitGroup
	for _, s := range samples(t) {
		want, err := figure.Encode(n.Figures(s.in))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			wg.Go(func() {
				for range 50 {
					got, err := figure.Encode(n.Figures(s.in))
					if err != nil || !bytes.Equal(got, want) {
						t.Errorf("%s: different result: %v", s.name, err)
						return
					}
				}
			})
		}
	}
	wg.Wait()
}

// TestGolden reads one mention on each line and compares the figures with reviewed ones. Run
// with -update to rewrite them.
func TestGolden(t *testing.T) {
	in, err := os.ReadFile("testdata/mentions.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	n := newNormalizer(t)
	var got bytes.Buffer
	enc := json.NewEncoder(&got)
	enc.SetEscapeHTML(false)
	for line := range bytes.Lines(in) {
		var m figure.Mentions
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		m.Article.Identify()
		for _, f := range n.Figures(m).Figures {
			if err := enc.Encode(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	const golden = "testdata/figures.jsonl"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got.String()); d != "" {
		t.Errorf("figures differ (-want +got):\n%s", d)
	}
}

// mixed is an article's worth of mentions in the proportions of the news: counts above all,
// then money, percentages, durations, and few rates.
func mixed(t testing.TB) figure.Mentions {
	t.Helper()
	a, m := mention(t, "قالت وزارة المالية السعودية إن الإيرادات بلغت [315 مليار ريال] بزيادة 12.5 في المئة", "315000000000", "riyal")
	a.Country = "SA"
	var out []figure.Mention
	add := func(value, name, per string) {
		x := m
		x.Start, x.End = x.Start+len(out), x.End+len(out)
		x.Value, x.Unit, x.Per = number(t, value), figure.Term{Name: name}, figure.Term{Name: per}
		out = append(out, x)
	}
	for _, value := range []string{"40", "3", "10000", "112686", "2", "5"} {
		add(value, "", "")
	}
	add("315000000000", "riyal", "")
	add("5.33", "USD", "")
	add("200000000", "dollar", "")
	add("12.5", "percent", "")
	add("3", "percent", "")
	add("20", "year", "")
	add("2", "day", "")
	add("260000", "tonne", "")
	add("1.5", "kilometer", "")
	add("10000", "", "day")
	return figure.Mentions{Article: a, Engine: "bench", Mentions: out}
}

// sample returns an article's worth of mentions.
type sample struct {
	name string
	in   figure.Mentions
}

// samples are mixed unchanged, and in sentences with time anchors: one that all figures share,
// or one for each.
func samples(t testing.TB) []sample {
	t.Helper()
	out := []sample{{"bare", mixed(t)}}
	for _, language := range []string{"ar", "en"} {
		lines, err := os.ReadFile("testdata/anchored_" + language + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		sentences := strings.Split(strings.TrimSpace(string(lines)), "\n")
		for _, own := range []bool{false, true} {
			s := sample{language + "/shared", mixed(t)}
			if own {
				s.name = language + "/own"
			}
			s.in.Article.Lang, s.in.Article.Published = language, time.Date(2024, 6, 18, 9, 30, 0, 0, time.UTC)
			if len(sentences) < len(s.in.Mentions) {
				t.Fatalf("%d sentences in %s for %d mentions", len(sentences), language, len(s.in.Mentions))
			}
			for i := range s.in.Mentions {
				m, sentence := &s.in.Mentions[i], sentences[0]
				if own {
					sentence = sentences[i]
				}
				text, start, end := marked(t, sentence)
				m.Context.Sentence, m.Context.Time = text, string([]rune(text)[start:end])
			}
			out = append(out, s)
		}
	}
	return out
}

// BenchmarkFigures reports the cost of one figure.
func BenchmarkFigures(b *testing.B) {
	n := resolving(b)
	for _, s := range samples(b) {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n.Figures(s.in)
			}
			perFigure(b, len(s.in.Mentions))
		})
	}
}

// BenchmarkNormalize is BenchmarkFigures without the digests of the ids.
func BenchmarkNormalize(b *testing.B) {
	n := newNormalizer(b)
	in := mixed(b)
	out := make([]figure.Figure, len(in.Mentions))
	b.ReportAllocs()
	for b.Loop() {
		r := reading{Normalizer: n, article: &in.Article, mentions: in.Mentions}
		for i := range in.Mentions {
			r.figure(&in.Mentions[i], &out[i])
		}
	}
	perFigure(b, len(in.Mentions))
}

// A figure allocates only its id, a share of the article's list, and its time anchor. The
// words of a sentence that decide money are found once.
func TestFiguresAllocateTwiceAtMost(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector, which runs short tests, empties the pool of documents")
	}
	const words = 4
	n := resolving(t)
	for _, s := range samples(t) {
		for i := range s.in.Mentions {
			s.in.Mentions[i].Start += 1000 // small numbers print without allocating
			s.in.Mentions[i].End += 1000
		}
		if allocs := testing.AllocsPerRun(100, func() { n.Figures(s.in) }); allocs > 2*float64(len(s.in.Mentions))+words {
			t.Errorf("%s: %d figures take %v allocations", s.name, len(s.in.Mentions), allocs)
		}
	}
}

func perFigure(b *testing.B, figures int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*figures), "ns/figure")
}
