package main

import (
	"strings"
	"testing"
)

// TestRates tells money by the rates of the user's file, and nothing more
// without it.
func TestRates(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"rates.csv":  "date,currency,base,rate\n2026-03-01,EGP,USD,48.25\n",
		"arqam.yaml": "rates: rates.csv\nrates-days: 1\n",
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
