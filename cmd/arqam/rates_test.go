package main

import (
	"encoding/csv"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/normalize"
)

// TestRates tells money by the rates of the user's file, and nothing more
// without it.
func TestRates(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"rates.csv":  "date,currency,base,rate\n2026-03-01,EGP,USD,48.25\n",
		"arqam.yaml": "rates: rates.csv\nrates_days: 1\n",
		"news.jsonl": `{"id":"n1","published":"2026-03-04","text":"رصدت مصر 965 مليون جنيه لشراء القمح"}` + "\n",
	})
	const exchange = `"exchange":{"value":20000000,"lower":null,"upper":null,"unit":"USD","rate":48.25,"date":"2026-03-01"}`
	for _, c := range []struct {
		name string
		env  []string
		args []string
		want string // "" for no exchange
	}{
		{"none", nil, nil, ""},
		{"a flag", nil, []string{"--rates", "rates.csv"}, exchange},
		{"the environment", []string{"ARQAM_RATES=rates.csv"}, nil, exchange},
		{"the configuration", nil, []string{"--config", "arqam.yaml"}, `"missing":"no rate of EGP on 2026-03-04 or in the 1 days before"`},
		{"a flag beside it", nil, []string{"--config", "arqam.yaml", "--rates-days", "3"}, exchange},
	} {
		got := arqam(t, dir, "", c.env, append(append([]string{"extract"}, c.args...), "news.jsonl")...)
		if got.status != exitOK || got.stderr != "" || strings.Count(got.stdout, "\n") != 1 {
			t.Errorf("%s: exit status %d, stderr %q, stdout %q", c.name, got.status, got.stderr, got.stdout)
		}
		if !strings.Contains(got.stdout, c.want) || c.want == "" && strings.Contains(got.stdout, "exchange") {
			t.Errorf("%s: want %s in %s", c.name, c.want, got.stdout)
		}
	}
}

// exchangeCells are the cells of the columns exchange_*, in their order, of a row
// of csv. They are the last, so that who counts columns from the first finds the
// others where they were.
func exchangeCells(t *testing.T, text string, row int) []string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) <= row+1 {
		t.Fatalf("%d lines, %v", len(rows), err)
	}
	want := []string{"exchange_value", "exchange_lower", "exchange_upper", "exchange_unit", "exchange_rate", "exchange_date", "exchange_missing"}
	first := len(rows[0]) - len(want)
	if first < 0 || !slices.Equal(rows[0][first:], want) {
		t.Fatalf("the columns are %q, want %q at the end", rows[0], want)
	}
	return rows[row+1][first:]
}

func TestRatesInCSV(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"rates.csv": "date,currency,base,rate\n2026-03-01,EGP,USD,48.25\n",
		"news.jsonl": `{"id":"n1","published":"2026-03-04","text":"رصدت مصر 965 مليون جنيه لشراء القمح"}` + "\n" +
			`{"id":"n2","text":"رصدت مصر 965 مليون جنيه لشراء القمح"}` + "\n",
	})
	got := arqam(t, dir, "", nil, "extract", "-o", "csv", "--rates", "rates.csv", "news.jsonl").stdout
	if cells, want := exchangeCells(t, got, 0), []string{"20000000", "", "", "USD", "48.25", "2026-03-01", ""}; !slices.Equal(cells, want) {
		t.Errorf("%q, want %q", cells, want)
	}
	if cells, want := exchangeCells(t, got, 1), []string{"", "", "", "USD", "", "", "the article bears no date"}; !slices.Equal(cells, want) {
		t.Errorf("%q, want %q", cells, want)
	}
	got = arqam(t, dir, "", nil, "extract", "-o", "csv", "news.jsonl").stdout
	if cells := exchangeCells(t, got, 0); !slices.Equal(cells, make([]string, 7)) {
		t.Errorf("without rates: %q", cells)
	}
}

// The ledger keeps the exchange, and hands it out.
func TestRatesOfTheLedger(t *testing.T) {
	e, err := newEngine("")
	if err != nil {
		t.Fatal(err)
	}
	rates, err := normalize.ReadRates("rates.csv", strings.NewReader("date,currency,base,rate\n2026-03-01,EGP,USD,48.25\n"), e.Units, 7)
	if err != nil {
		t.Fatal(err)
	}
	e.Normalizer = e.Normalizer.WithRates(rates)
	a := figure.Article{ID: "n1", Lang: "ar", Published: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC), Text: "رصدت مصر 965 مليون جنيه لشراء القمح"}
	a.Identify()
	in := e.Figures(a)
	path := filepath.Join(t.TempDir(), "ledger.db")
	l, err := ledger.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Update(t.Context(), func(tx *ledger.Tx) error { return tx.Record(&in) }); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"export", "figures"} {
		got := arqam(t, t.TempDir(), "", nil, command, "--ledger", path, "-o", "csv").stdout
		if cells, want := exchangeCells(t, got, 0), []string{"20000000", "", "", "USD", "48.25", "2026-03-01", ""}; !slices.Equal(cells, want) {
			t.Errorf("%s: %q, want %q", command, cells, want)
		}
	}
}
