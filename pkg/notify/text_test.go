package notify

import (
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

func TestIsolated(t *testing.T) {
	for in, want := range map[string]string{
		"":                            "",
		"The port":                    "The port",
		"ميناء":                       "\u2068ميناء\u2069",
		"قال Reuters إن 5":            "\u2068قال Reuters إن 5\u2069",
		"٤٥":                          "\u2068٤٥\u2069",
		"one\n two\t":                 "one two",
		"evil\u202Egnp.exe":           "evilgnp.exe",
		"\u2068nested \u2067\u2069 x": "nested x",
		"مدينة\u202C\u202B القمر":     "\u2068مدينة القمر\u2069",
	} {
		if got := isolated(in); got != want {
			t.Errorf("isolated(%q) = %q, want %q", in, got, want)
		}
	}
}

func number(t *testing.T, s string) figure.Number {
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

func TestAmount(t *testing.T) {
	for _, c := range []struct {
		relation            figure.Relation
		value, lower, upper string
		want                string
	}{
		{figure.Eq, "45", "", "", "45 tonne"},
		{figure.Approx, "260000", "", "", "about 260,000 tonne"},
		{figure.Ge, "1000000", "1000000", "", "at least 1,000,000 tonne"},
		{figure.Gt, "999", "999", "", "more than 999 tonne"},
		{figure.Le, "70", "", "70", "up to 70 tonne"},
		{figure.Range, "", "70", "80", "70–80 tonne"},
		{figure.Indefinite, "", "1000000", "", "at least 1,000,000 tonne"},
		{figure.Eq, "-1234.5", "", "", "-1,234.5 tonne"},
		{figure.Eq, "12345678901234567890.000001", "", "", "12,345,678,901,234,567,890.000001 tonne"},
		{figure.Eq, "", "", "", ""},
	} {
		got := amount(c.relation, Bounds{number(t, c.value), number(t, c.lower), number(t, c.upper)}, "tonne")
		if got != c.want {
			t.Errorf("%s %s [%s, %s]: %q, want %q", c.relation, c.value, c.lower, c.upper, got, c.want)
		}
	}
}
