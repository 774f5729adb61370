package event

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
)

func golden(t *testing.T, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSpace(body)
}

func number(t *testing.T, s string) figure.Number {
	t.Helper()
	n, err := figure.ParseNumber(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// full is an event with every member that its relation allows.
func full(t *testing.T) Event {
	return Event{
		ID: "f1.toll.figure.corrected.7", Type: Corrected, Tracker: "toll", Time: time.Date(2031, 5, 2, 8, 0, 0, 0, time.UTC),
		Data: Data{
			Title: map[string]string{"en": "Killed", "ar": "القتلى"}, Severity: "warning", Unit: "count",
			Reason: ByPerson, Detail: "a <misprint> & no more",
			Relation: figure.Range, Amount: figure.Amount{Lower: number(t, "40"), Upper: number(t, "45.5")},
			Before: figure.Amount{Value: number(t, "54"), Upper: number(t, "60")}, Independent: 2,
			Sentence: "قتل بين 40 و45.50.", Claimant: "وزارة الصحة", Source: "wire",
			URL: "https://example.org/a?b=1&c=2", Headline: "حصيلة", Lang: "ar", ArticleID: "a1", FigureID: "f1",
		},
	}
}

func TestEncode(t *testing.T) {
	got, err := Encode(full(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(golden(t, "full.json")), string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestDecode(t *testing.T) {
	body := golden(t, "full.json")
	got, err := Decode(body)
	if err != nil {
		t.Fatal(err)
	}
	if string(got.Body()) != string(body) {
		t.Errorf("body %s", got.Body())
	}
	want := full(t)
	want.body = body
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Event{}), cmp.Comparer(figure.Number.Equal)); diff != "" {
		t.Error(diff)
	}
}

// One published event of each type and reason: receivers depend on every byte.
func TestPublishedBytes(t *testing.T) {
	for line := range bytes.Lines(golden(t, "events.jsonl")) {
		line = bytes.TrimSpace(line)
		e, err := Decode(line)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(line), string(got)); diff != "" {
			t.Errorf("%s: %s", e.ID, diff)
		}
	}
}

func TestDecodeKeepsUnknownMembers(t *testing.T) {
	body := []byte(`{"id":"a","type":"figure.later","subject":"s","extra":1,"data":{"value":5,"more":[2]}}`)
	e, err := Decode(body)
	if err != nil {
		t.Fatal(err)
	}
	if e.Data.Value.String() != "5" || string(e.Body()) != string(body) || e.Type.Label() != "figure.later" {
		t.Errorf("%+v", e)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, body := range []string{"", "{", "{}", "[]", `{"id":"a","type":"figure.new"}`, `{"id":"a","subject":"s"}`,
		`{"type":"t","subject":"s"}`, `{"id":"a","type":"t","subject":"s","data":{"value":"x"}}`} {
		if e, err := Decode([]byte(body)); err == nil {
			t.Errorf("Decode(%q) = %+v", body, e)
		}
	}
}

func TestTitle(t *testing.T) {
	for _, c := range []struct {
		titles map[string]string
		want   string
	}{
		{nil, "toll"},
		{map[string]string{"en": "Killed", "ar": "القتلى"}, "Killed"},
		{map[string]string{"fr": "Tués", "ar": "القتلى"}, "القتلى"},
		{map[string]string{"en": ""}, "toll"},
	} {
		if got := Title(c.titles, "toll"); got != c.want {
			t.Errorf("Title(%v) = %q, want %q", c.titles, got, c.want)
		}
	}
}

// Every constant of type Type has a row with a distinct label.
func TestTypesAreComplete(t *testing.T) {
	labels := map[string]Type{}
	listed := map[string]bool{}
	for _, name := range Types() {
		label := name.Label()
		if other, taken := labels[label]; taken || label == "" || label == string(name) {
			t.Errorf("%s: label %q is empty, its name, or that of %q", name, label, other)
		}
		labels[label], listed[string(name)] = name, true
	}
	constants := typeConstants(t)
	for _, name := range constants {
		if !listed[name] {
			t.Errorf("%s has no row in types", name)
		}
	}
	if len(constants) != len(listed) {
		t.Errorf("%d constants, %d rows in types", len(constants), len(listed))
	}
}

// typeConstants returns the values of the constants declared with type Type.
func typeConstants(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "type.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, d := range file.Decls {
		general, ok := d.(*ast.GenDecl)
		if !ok || general.Tok != token.CONST {
			continue
		}
		for _, s := range general.Specs {
			spec := s.(*ast.ValueSpec)
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Type" {
				value := spec.Values[0].(*ast.BasicLit).Value
				out = append(out, value[1:len(value)-1])
			}
		}
	}
	return out
}

func FuzzDecode(f *testing.F) {
	for line := range bytes.Lines(mustRead("testdata/events.jsonl")) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		e, err := Decode(body)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "decode event: ") {
				t.Errorf("%q does not say what failed", err)
			}
			return
		}
		again, err := Encode(e)
		if err != nil {
			return // a year that JSON cannot represent
		}
		if e2, err := Decode(again); err != nil || e2.ID != e.ID || e2.Type != e.Type || e2.Tracker != e.Tracker {
			t.Errorf("%q became %q: %v", body, again, err)
		}
	})
}

func mustRead(name string) []byte {
	body, err := os.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return body
}
