package figure_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/figure"
)

var update = flag.Bool("update", false, "rewrite the wire files of testdata")

func sampleArticle() figure.Article {
	return figure.Article{
		ID: "desk-7", Revision: "r1", Source: "samples", URL: "https://news.example/7?a=1&b=<2>", Lang: "ar", Country: "YE",
		Title:     "وصول قمح",
		Text:      "قال مسؤولون إن نحو 260 ألف طن متري من القمح وصلت، بكلفة تتراوح بين 90.5 و100 دولار للطن.\n",
		Published: time.Date(2024, 6, 18, 9, 30, 0, 0, time.UTC),
		Fetched:   time.Date(2024, 6, 18, 10, 0, 0, 500, time.UTC),
	}
}

func sampleMentions() figure.Mentions {
	sentence := figure.Context{
		Sentence: "قال مسؤولون إن نحو 260 ألف طن متري من القمح وصلت، بكلفة تتراوح بين 90.5 و100 دولار للطن.",
		Claimant: "مسؤولون", Modality: figure.Asserted,
	}
	return figure.Mentions{Article: sampleArticle(), Engine: "1", Mentions: []figure.Mention{
		{
			Field: figure.FieldText, Start: 19, End: 34, Text: "260 ألف طن متري", Kind: figure.Measure, Relation: figure.Approx,
			Amount: figure.Exactly(figure.NewNumber(260000)), Unit: figure.Term{Name: "tonne", Text: "طن متري"},
			Subject: "القمح", Context: sentence, Confidence: 0.97,
		},
		{
			Field: figure.FieldText, Start: 68, End: 89, Text: "90.5 و100 دولار للطن", Kind: figure.Money, Relation: figure.Range,
			Amount: figure.Between(figure.NewNumber(905).Div(figure.NewNumber(10)), figure.NewNumber(100)),
			Unit:   figure.Term{Name: "USD", Text: "دولار"}, Per: figure.Term{Name: "tonne", Text: "للطن"}, PerCount: figure.NewNumber(1000),
			Concept: "wheat", Event: "killed", Role: figure.RoleDelta, Direction: figure.Up, Context: sentence, Confidence: 0.97,
		},
	}}
}

func sampleFigures() figure.Figures {
	m := sampleMentions()
	return figure.Figures{Article: m.Article, Engine: m.Engine, Figures: []figure.Figure{
		{
			ID: "f1", ArticleID: "desk-7", Mention: m.Mentions[0], UnitPer: figure.UnitPer{Unit: "tonne"},
			Canonical: figure.Canonical{Amount: figure.Exactly(figure.NewNumber(260000000)), UnitPer: figure.UnitPer{Unit: "kilogram"}, Quantity: "mass"},
		},
		{
			ID: "f2", ArticleID: "desk-7", Mention: m.Mentions[1], UnitPer: figure.UnitPer{Unit: "USD", Per: "tonne"},
			UnitEvidence: figure.Evidence{By: "default", Text: "دولار"},
			Canonical: figure.Canonical{
				Amount:  figure.Between(figure.NewNumber(905).Div(figure.NewNumber(10000)), figure.NewNumber(1).Div(figure.NewNumber(10))),
				UnitPer: figure.UnitPer{Unit: "USD", Per: "kilogram"}, Quantity: "money",
			},
			Exchange: figure.Exchange{
				Amount: figure.Between(figure.NewNumber(4525), figure.NewNumber(5000)), Unit: "EGP",
				Rate: figure.NewNumber(1).Div(figure.NewNumber(50)), Date: "2024-06-16",
			},
		},
		{ID: "f3", ArticleID: "desk-7", Mention: figure.Mention{Field: figure.FieldTitle, Relation: figure.Indefinite, Amount: figure.Between(figure.NewNumber(10), figure.Number{})}},
	}}
}

// TestWireFiles compares every byte with the files that other builds and programs read. A
// difference is a new version of the wire form, or a bug.
func TestWireFiles(t *testing.T) {
	golden(t, "article", sampleArticle())
	golden(t, "article_bare", figure.Article{ID: "a", Text: "نص"})
	golden(t, "mentions", sampleMentions())
	golden(t, "mentions_none", figure.Mentions{Article: figure.Article{ID: "a", Text: "نص"}, Engine: "1"})
	golden(t, "figures", sampleFigures())
	golden(t, "figures_none", figure.Figures{Article: figure.Article{ID: "a", Text: "نص"}, Engine: "1"})
}

func golden[T figure.Message](t *testing.T, name string, m T) {
	t.Run(name, func(t *testing.T) {
		got, err := figure.Encode(m)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", name+".json")
		if *update {
			if err := os.WriteFile(path, append(got, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if want = bytes.TrimSuffix(want, []byte("\n")); !bytes.Equal(got, want) {
			t.Errorf("%s differs at byte %d\n got %s\nwant %s", path, differsAt(got, want), got, want)
		}
		back, err := figure.Decode[T](want)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back, m) {
			t.Errorf("%s decodes to\n%+v\nwant\n%+v", path, back, m)
		}
	})
}

func differsAt(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// TestEveryFieldTravels sets each field of each message by reflection, so that it fails for
// any field that the wire form omits.
func TestEveryFieldTravels(t *testing.T) {
	travels[figure.Article](t)
	travels[figure.Mentions](t)
	travels[figure.Figures](t)
}

func travels[T figure.Message](t *testing.T) {
	var m T
	t.Run(fmt.Sprintf("%T", m), func(t *testing.T) {
		count := 0
		fill(t, reflect.ValueOf(&m).Elem(), "m", &count)
		b, err := figure.Encode(m)
		if err != nil {
			t.Fatal(err)
		}
		back, err := figure.Decode[T](b)
		if err != nil {
			t.Fatal(err)
		}
		differ(t, reflect.ValueOf(m), reflect.ValueOf(back), "m")
	})
}

// fill sets every field below v to a distinct value.
func fill(t *testing.T, v reflect.Value, path string, count *int) {
	*count++
	switch p := v.Addr().Interface().(type) {
	case *figure.Number:
		*p = figure.NewNumber(int64(*count)).Div(figure.NewNumber(8))
		return
	case *time.Time:
		*p = time.Date(2024, 1, 1, 0, *count, 0, 0, time.UTC)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(path)
	case reflect.Int:
		v.SetInt(int64(*count))
	case reflect.Float64:
		v.SetFloat(float64(*count) / 8)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(t, v.Index(i), fmt.Sprintf("%s[%d]", path, i), count)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(t, v.Field(i), path+"."+v.Type().Field(i).Name, count)
		}
	default:
		t.Fatalf("%s is a %s: add its kind to fill", path, v.Kind())
	}
}

// differ names the innermost fields in which two messages differ.
func differ(t *testing.T, want, got reflect.Value, path string) {
	if reflect.DeepEqual(want.Interface(), got.Interface()) {
		return
	}
	_, leaf := want.Interface().(figure.Number)
	switch {
	case want.Kind() == reflect.Struct && !leaf && want.Type() != reflect.TypeFor[time.Time]():
		for i := range want.NumField() {
			differ(t, want.Field(i), got.Field(i), path+"."+want.Type().Field(i).Name)
		}
	case want.Kind() == reflect.Slice && want.Len() == got.Len():
		for i := range want.Len() {
			differ(t, want.Index(i), got.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	default:
		t.Errorf("%s was %v and came back as %v", path, want, got)
	}
}

func TestDecodeRefusesOtherVersions(t *testing.T) {
	for _, wire := range []string{`{"v":0,"body":{}}`, `{"body":{}}`, `{"v":-1,"body":{}}`, `{"v":99,"body":{"text":"نص"}}`} {
		_, err := figure.Decode[figure.Article]([]byte(wire))
		if !errors.Is(err, figure.ErrWireVersion) {
			t.Errorf("Decode(%s): %v, want ErrWireVersion", wire, err)
			continue
		}
		if !strings.Contains(err.Error(), "figure.Article") {
			t.Errorf("Decode(%s): the error %q does not name the message", wire, err)
		}
	}
}

func TestDecodeRefusesDamage(t *testing.T) {
	for _, wire := range []string{
		"", "null,", "{", `[1]`, `"text"`, `{"v":1,"body":[]}`, `{"v":"1","body":{}}`,
		`{"v":1,"body":{"mentions":[{"start":"5"}]}}`, `{"v":1,"body":{"mentions":[{"value":"5"}]}}`,
		`{"v":1,"body":{}}{"v":1,"body":{}}`,
	} {
		if _, err := figure.Decode[figure.Mentions]([]byte(wire)); err == nil || errors.Is(err, figure.ErrWireVersion) {
			t.Errorf("Decode(%q): %v, want an error of its own", wire, err)
		}
	}
}

// TestOffsetsSurviveBrokenText: JSON cannot contain invalid UTF-8, so encoding must replace
// each invalid byte by one code point, as offsets count them.
func TestOffsetsSurviveBrokenText(t *testing.T) {
	for _, text := range []string{"أ\xff\xfeب", "\xd9", "40\x80\x80 صاروخا", "\xed\xa0\x80x", "\xf0\x9f\x98", "\u2028<&>"} {
		b, err := figure.Encode(figure.Article{ID: "a", Text: text})
		if err != nil {
			t.Fatalf("encode %q: %v", text, err)
		}
		back, err := figure.Decode[figure.Article](b)
		if err != nil {
			t.Fatalf("decode %q: %v", text, err)
		}
		if got, want := utf8.RuneCountInString(back.Text), utf8.RuneCountInString(text); got != want {
			t.Errorf("%q has %d code points and comes back with %d: %q", text, want, got, back.Text)
		}
	}
}

// TestFigureLineHasAllMembers: readers of the JSON look members up, so every documented member
// must be present, even in a figure with few facts.
func TestFigureLineHasAllMembers(t *testing.T) {
	b, err := json.Marshal(figure.Figure{})
	if err != nil {
		t.Fatal(err)
	}
	var line map[string]json.RawMessage
	if err := json.Unmarshal(b, &line); err != nil {
		t.Fatal(err)
	}
	members := map[string][]string{
		"": {
			"id", "article_id", "field", "start", "end", "text", "kind", "relation", "value", "lower", "upper", "unit", "per",
			"subject", "concept", "canonical", "role", "direction", "context", "confidence",
		},
		"canonical": {"value", "lower", "upper", "unit", "per", "quantity"},
		"context":   {"sentence", "sentence_start", "claimant", "time", "modality"},
	}
	for object, names := range members {
		in := line
		if object != "" {
			in = nil
			if err := json.Unmarshal(line[object], &in); err != nil {
				t.Fatal(err)
			}
		}
		for _, name := range names {
			if _, ok := in[name]; !ok {
				t.Errorf("the member %q of %q is missing in %s", name, object, b)
			}
		}
	}
	for _, name := range []string{"value", "lower", "upper", "unit", "per", "subject", "concept", "role", "direction"} {
		if string(line[name]) != "null" {
			t.Errorf("the empty %s prints as %s, want null", name, line[name])
		}
	}
}

func FuzzDecodeArticle(f *testing.F) {
	f.Add([]byte(`{"v":1,"body":{"published":"0000-01-01T00:00:00Z"}}`))
	f.Add([]byte(`{"v":1,"body":{"published":"9999-12-31T23:59:59+23:59","edition":-1,"tags":[null]}}`))
	f.Add([]byte(`{"v":2,"body":{"text":"\ud800","ID":"a"}}`))
	fuzzDecode(f, sampleArticle())
}

func FuzzDecodeMentions(f *testing.F) {
	f.Add([]byte(`{"v":1,"body":{"mentions":[{"start":-1,"end":9223372036854775807,"confidence":1e308}]}}`))
	fuzzDecode(f, sampleMentions())
}

func FuzzDecodeFigures(f *testing.F) {
	f.Add([]byte(`{"v":1,"body":{"figures":[{"value":1e999}]}}`))
	f.Add([]byte(`{"v":1,"body":{"figures":[null]}}`))
	fuzzDecode(f, sampleFigures())
}

// fuzzDecode checks that a decoded message can be encoded and decodes to the same, and that an
// error names the message.
func fuzzDecode[T figure.Message](f *testing.F, sample T) {
	var none T
	for _, m := range []T{sample, none} {
		b, err := figure.Encode(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, wire []byte) {
		m, err := figure.Decode[T](wire)
		if err != nil {
			if !strings.Contains(err.Error(), fmt.Sprintf("%T", none)) {
				t.Errorf("the error %q does not name the message", err)
			}
			return
		}
		once, err := figure.Encode(m)
		if err != nil {
			t.Fatalf("what was decoded cannot be encoded: %v", err)
		}
		again, err := figure.Decode[T](once)
		if err != nil {
			t.Fatalf("what was encoded cannot be decoded: %v\n%s", err, once)
		}
		twice, err := figure.Encode(again)
		if err != nil || !bytes.Equal(once, twice) {
			t.Errorf("encoding is not stable (error %v)\nonce  %s\ntwice %s", err, once, twice)
		}
	})
}
