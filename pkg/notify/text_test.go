package notify

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/event"
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
		got := amount(c.relation, figure.Amount{Value: number(t, c.value), Lower: number(t, c.lower), Upper: number(t, c.upper)}, "tonne")
		if got != c.want {
			t.Errorf("%s %s [%s, %s]: %q, want %q", c.relation, c.value, c.lower, c.upper, got, c.want)
		}
	}
}

func FuzzBodies(f *testing.F) {
	f.Add([]byte(`{"id":"e1","type":"figure.new","subject":"toll","data":{"title":{"ar":"قتلى"},"relation":"range","lower":1,"upper":2,"url":"javascript:x"}}`))
	f.Add([]byte(`{"id":"\u202e","type":"..","subject":"a b","time":"0000-00-00","data":{"value":1e99,"relation":"?","before":{"value":null}}}`))
	r, err := New(Options{Name: "desk", Kind: Alertmanager, URL: Secret{Value: "http://127.0.0.1:1"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		e, err := event.Decode(body)
		if err != nil {
			return
		}
		for what, write := range map[string]func(message) ([]byte, error){"alert": r.alertBody, "chat": chatBody} {
			if out, err := write(message{&e}); err != nil || !json.Valid(out) {
				t.Errorf("%s of %q: %q, %v", what, body, out, err)
			}
		}
	})
}

// Every type has a label for people and a valid alert name.
func TestEveryTypeIsWorded(t *testing.T) {
	names := map[string]event.Type{}
	for _, typ := range event.Types() {
		body, err := chatBody(message{&event.Event{ID: "e", Type: typ, Tracker: "toll"}})
		if err != nil {
			t.Fatal(err)
		}
		if want := `"*toll*: ` + typ.Label(); !strings.Contains(string(body), want) || strings.Contains(string(body), string(typ)) {
			t.Errorf("%s: %s, want %s", typ, body, want)
		}
		name := alertName(typ)
		if other, taken := names[name]; taken || strings.Trim(name, letters) != "" {
			t.Errorf("%s: alert name %q is invalid, or that of %q too", typ, name, other)
		}
		names[name] = typ
	}
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
