package ledger

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
)

// values prints the values of the claims in order.
func values(claims []claim.Claim) string {
	var out []string
	for _, c := range claims {
		out = append(out, c.Leading().String())
	}
	return strings.Join(out, " ")
}

func decimalOf(t testing.TB, s string) figure.Number {
	t.Helper()
	n, err := figure.ParseNumber(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestStating(t *testing.T) { each(t, testStating) }

func testStating(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	for day, list := range [][]string{{"100", "0.1"}, {"101", "-5"}, {"99.9999999999999999"}, {"1000000000000000000000000000001", "0.1000000000000000001"}, {"102", "0"}} {
		must(t, store(t.Context(), l, article(fmt.Sprint(day), "wire", day, list...)))
	}
	w := judge.Window{Tracker: "t", Unit: "tonne"}
	for _, c := range []struct {
		least, most string
		w           judge.Window
		want        string
	}{
		{"100", "100", w, "100"},
		{"99", "101", w, "100 101 99.9999999999999999"},
		{"0.1", "0.1", w, "0.1"},
		{"0.1", "0.2", w, "0.1 0.1000000000000000001"},
		{"-6", "0", w, "-5 0"},
		{"1000000000000000000000000000001", "1000000000000000000000000000001", w, "1000000000000000000000000000001"},
		{"1000000000000000000000000000002", "1000000000000000000000000000003", w, ""},
		{"99", "103", judge.Window{Tracker: "t", Unit: "tonne", Since: start.AddDate(0, 0, 1), Until: start.AddDate(0, 0, 2)}, "101 99.9999999999999999"},
		{"99", "103", judge.Window{Tracker: "t", Unit: "kilogram"}, ""},
	} {
		must(t, l.Update(t.Context(), func(tx *Tx) error {
			got, err := tx.Stating(c.w, decimalOf(t, c.least), decimalOf(t, c.most))
			if values(got) != c.want {
				t.Errorf("stating %s to %s in %+v: %q, want %q", c.least, c.most, c.w, values(got), c.want)
			}
			return err
		}))
	}
}

func TestLive(t *testing.T) { each(t, testLive) }

func testLive(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	for day, source := range []string{"wire", "desk", "wire", "paper"} {
		in := article(fmt.Sprint(day), source, day, fmt.Sprint(day*10), fmt.Sprint(day*10+1))
		for i := range in.Figures {
			in.Figures[i].Mention.Context.Claimant = source
		}
		must(t, store(t.Context(), l, in))
	}
	all, err := l.Claims(t.Context(), "t", "tonne", time.Time{}, time.Time{})
	must(t, err)
	// The claim that leads an article sorts last.
	if got := values(all); got != "1 0 11 10 21 20 31 30" {
		t.Fatalf("all: %q", got)
	}
	w := judge.Window{Tracker: "t", Unit: "tonne"}
	for i, want := range []string{"", "1", "1 0", "1 0 11", "1 0 11 10", "11 10 21", "11 10 21 20", "11 10 21 20 31"} {
		must(t, l.Update(t.Context(), func(tx *Tx) error {
			got, err := tx.Live(w, all[i])
			if values(got) != want {
				t.Errorf("live before %s: %q, want %q", all[i].Leading(), values(got), want)
			}
			return err
		}))
	}
	got, err := l.Live(t.Context(), "t", "tonne", start, start.AddDate(0, 0, 2))
	must(t, err)
	if values(got) != "11 10 21 20" {
		t.Errorf("live on day 2: %q", values(got))
	}
}

func TestMayFall(t *testing.T) { each(t, testMayFall) }

func testMayFall(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	for day, value := range []string{"10", "20", "20", "1000000000000000000000000000001", "1000000000000000000000000000002"} {
		must(t, store(t.Context(), l, article(fmt.Sprint(day), "wire", day, value)))
	}
	w := judge.Window{Tracker: "t", Unit: "tonne"}
	const officials = "مسؤولون"
	for _, c := range []struct {
		claimant, article, value string
		day                      int // and half a day
		want                     bool
	}{
		{officials, "new", "15", 0, false},
		{officials, "new", "20", 1, false},
		{officials, "new", "20", 2, false},
		{officials, "new", "9", 2, true},
		{officials, "new", "21", 2, false},
		{officials, "new", "21", 1, true},
		{officials, "0", "15", 0, true},
		{"desk", "new", "9", 2, false},
		// As float64 it equals the next value.
		{officials, "new", "1000000000000000000000000000001", 3, true},
	} {
		must(t, l.Update(t.Context(), func(tx *Tx) error {
			got, err := tx.MayFall(w, claim.Claim{Article: figure.ArticleID(c.article), Claimant: c.claimant, Amount: figure.Exactly(decimalOf(t, c.value)),
				AsOf: start.AddDate(0, 0, c.day).Add(12 * time.Hour)})
			if got != c.want {
				t.Errorf("%+v: %v", c, got)
			}
			return err
		}))
	}
}

// A year of an often reported tracker: the cost of reading it all for a new article, and of
// the queries that are made instead.
func BenchmarkHistory(b *testing.B) { eachBenchmark(b, benchmarkHistory) }

func benchmarkHistory(b *testing.B, fresh place) {
	const claims, numbers = 20_000, 700
	l := open(b, fresh(b))
	for from := 0; from < claims; from += 1000 {
		err := l.Update(b.Context(), func(tx *Tx) error {
			for i := from; i < from+1000; i++ {
				in := article(fmt.Sprint(i), "wire", 0, fmt.Sprint(10_000+i%numbers))
				in.Article.Published = start.Add(time.Duration(i) * (365 * 24 * time.Hour / claims))
				in.Article.Fetched = in.Article.Published
				if err := tx.Record(&in); err != nil {
					return err
				}
				if _, err := tx.Claim(&in.Article, []string{"t"}, claimsOf(&in, "t")); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	w := judge.Window{Tracker: "t", Unit: "tonne", Since: start, Until: start.AddDate(1, 0, 0)}
	last := claim.Claim{Article: "new", Claimant: "wire", Amount: figure.Exactly(figure.NewNumber(10_000 + numbers)), AsOf: w.Until}
	for _, c := range []struct {
		name string
		read func(tx *Tx) ([]claim.Claim, error)
	}{
		{"All", func(tx *Tx) ([]claim.Claim, error) { return tx.Stating(w, figure.Number{}, figure.Number{}) }},
		{"Stating", func(tx *Tx) ([]claim.Claim, error) {
			return tx.Stating(w, figure.NewNumber(10_300), figure.NewNumber(10_302))
		}},
		{"Live", func(tx *Tx) ([]claim.Claim, error) { return tx.Live(w, last) }},
		{"MayFall", func(tx *Tx) ([]claim.Claim, error) {
			_, err := tx.MayFall(w, last)
			return []claim.Claim{last}, err
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var got []claim.Claim
			for b.Loop() {
				err := l.Update(b.Context(), func(tx *Tx) (err error) {
					got, err = c.read(tx)
					return err
				})
				if err != nil || len(got) == 0 {
					b.Fatalf("%d claims, %v", len(got), err)
				}
			}
			b.ReportMetric(float64(len(got)), "claims")
		})
	}
}
