package eval

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
)

const gold = `{"id":"a","lang":"en","text":"About 40 shells and two tonnes of flour, half of it spoiled.","figures":[
 {"start":6,"end":8,"value":40,"lower":null,"upper":null,"relation":"approx","unit":null,"per":null,"subject":"shells"},
 {"start":20,"end":30,"value":2,"lower":null,"upper":null,"relation":"eq","unit":"tonne","per":null,"subject":"flour"},
 {"start":41,"end":45,"value":0.5,"relation":"eq","optional":true}]}

{"id":7,"lang":"ar","text":"بين 5 و7 أيام، وملايين الدولارات.","figures":[
 {"start":4,"end":13,"value":null,"lower":5,"upper":7,"relation":"range","unit":"day"},
 {"start":16,"end":32,"value":null,"lower":1e6,"upper":null,"relation":"indefinite","unit":"USD"}]}
`

var loadPacks = sync.OnceValues(lang.Load)

// packWords cuts and folds words as the built-in language packs do.
func packWords(t testing.TB) *search.Folder {
	t.Helper()
	packs, err := loadPacks()
	if err != nil {
		t.Fatal(err)
	}
	return search.New(packs)
}

func documents(t testing.TB) []Document {
	t.Helper()
	// The file has one object on a line; the literal above is broken for reading.
	docs, err := ParseGold(strings.NewReader(strings.ReplaceAll(gold, "\n ", " ")))
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// perfect is the prediction that equals a gold figure.
func perfect(t testing.TB, g Gold) figure.Figure {
	t.Helper()
	return figure.Figure{UnitPer: g.UnitPer, Mention: figure.Mention{
		Field: figure.FieldText, Start: g.Start, End: g.End, Amount: g.Amount,
		Relation: g.Relation, Subject: g.Subject,
	}}
}

func perfectly(t testing.TB, docs []Document) map[figure.ArticleID][]figure.Figure {
	t.Helper()
	out := map[figure.ArticleID][]figure.Figure{}
	for _, d := range docs {
		for _, g := range d.Figures {
			out[d.ID] = append(out[d.ID], perfect(t, g))
		}
	}
	return out
}

func TestPerfectPredictions(t *testing.T) {
	docs := documents(t)
	r := Score(docs, perfectly(t, docs), packWords(t))
	for level := range levels {
		if r.Tallies[level] != (Tally{Found: 4}) {
			t.Errorf("%s: %+v, want 4 found", level, r.Tallies[level])
		}
	}
	if s := r.Subjects; s.All.Percent() != 100 || s.All.Count != 2 {
		t.Errorf("subject %v on %d, want 100 on 2", s.All, s.All.Count)
	}
	if len(r.Misses) != 0 {
		t.Errorf("misses %v, want none", r.Misses)
	}
}

func TestLevels(t *testing.T) {
	for _, c := range []struct {
		what   string
		change func(p map[figure.ArticleID][]figure.Figure)
		want   [levels]Tally
	}{
		{"another relation", func(p map[figure.ArticleID][]figure.Figure) { p["a"][0].Mention.Relation = figure.Gt },
			[levels]Tally{{4, 0, 0}, {4, 0, 0}, {4, 0, 0}, {3, 1, 1}}},
		{"another unit", func(p map[figure.ArticleID][]figure.Figure) { p["a"][1].Unit = "ton" },
			[levels]Tally{{4, 0, 0}, {4, 0, 0}, {3, 1, 1}, {3, 1, 1}}},
		{"the unit in other letters", func(p map[figure.ArticleID][]figure.Figure) { p["7"][1].Unit = "usd" },
			[levels]Tally{{4, 0, 0}, {4, 0, 0}, {4, 0, 0}, {4, 0, 0}}},
		{"another per", func(p map[figure.ArticleID][]figure.Figure) { p["a"][0].Per = "day" },
			[levels]Tally{{4, 0, 0}, {4, 0, 0}, {3, 1, 1}, {3, 1, 1}}},
		{"another bound", func(p map[figure.ArticleID][]figure.Figure) { p["7"][0].Mention.Upper = figure.NewNumber(8) },
			[levels]Tally{{4, 0, 0}, {3, 1, 1}, {3, 1, 1}, {3, 1, 1}}},
		{"bounds beside a value do not matter", func(p map[figure.ArticleID][]figure.Figure) {
			p["a"][0].Mention.Lower = figure.NewNumber(40)
		}, [levels]Tally{{4, 0, 0}, {4, 0, 0}, {4, 0, 0}, {4, 0, 0}}},
		{"a value beside bounds does not matter", func(p map[figure.ArticleID][]figure.Figure) {
			p["7"][1].Mention.Value = figure.NewNumber(1000000)
		}, [levels]Tally{{4, 0, 0}, {4, 0, 0}, {4, 0, 0}, {4, 0, 0}}},
		{"no figure at all", func(p map[figure.ArticleID][]figure.Figure) { clear(p) },
			[levels]Tally{{0, 4, 0}, {0, 4, 0}, {0, 4, 0}, {0, 4, 0}}},
		{"an optional figure missed", func(p map[figure.ArticleID][]figure.Figure) { p["a"] = p["a"][:2] },
			[levels]Tally{{4, 0, 0}, {4, 0, 0}, {4, 0, 0}, {4, 0, 0}}},
		{"an optional figure wrong", func(p map[figure.ArticleID][]figure.Figure) { p["a"][2].Mention.Value = figure.NewNumber(9) },
			[levels]Tally{{4, 0, 0}, {4, 0, 0}, {4, 0, 0}, {4, 0, 0}}},
		{"a figure made up", func(p map[figure.ArticleID][]figure.Figure) {
			p["7"] = append(p["7"], figure.Figure{Mention: figure.Mention{Start: 0, End: 3}})
		}, [levels]Tally{{4, 0, 1}, {4, 0, 1}, {4, 0, 1}, {4, 0, 1}}},
		{"a figure twice", func(p map[figure.ArticleID][]figure.Figure) { p["a"] = append(p["a"], p["a"][0]) },
			[levels]Tally{{4, 0, 1}, {4, 0, 1}, {4, 0, 1}, {4, 0, 1}}},
		{"a figure of the title", func(p map[figure.ArticleID][]figure.Figure) {
			p["a"] = append(p["a"], figure.Figure{Mention: figure.Mention{Field: figure.FieldTitle, Start: 0, End: 3}})
		}, [levels]Tally{{4, 0, 0}, {4, 0, 0}, {4, 0, 0}, {4, 0, 0}}},
		{"an optional figure's span taken with a required one's", func(p map[figure.ArticleID][]figure.Figure) {
			p["a"][2].Mention.Start, p["a"][2].Mention.Value = 25, figure.NewNumber(9)
		}, [levels]Tally{{4, 0, 0}, {4, 0, 1}, {4, 0, 1}, {4, 0, 1}}},
		{"two touching figures meet their own", func(p map[figure.ArticleID][]figure.Figure) {
			p["a"][0].Mention.End = 21 // also overlaps the second, by less
		}, [levels]Tally{{4, 0, 0}, {4, 0, 0}, {4, 0, 0}, {4, 0, 0}}},
	} {
		t.Run(c.what, func(t *testing.T) {
			docs := documents(t)
			p := perfectly(t, docs)
			c.change(p)
			r := Score(docs, p, packWords(t))
			if r.Tallies != c.want {
				t.Errorf("tallies %+v\nwant    %+v", r.Tallies, c.want)
			}
			if got := len(r.Misses); got != c.want[Whole].Missed+c.want[Whole].Spurious {
				t.Errorf("%d misses listed, counted %+v", got, c.want[Whole])
			}
		})
	}
}

func TestSubjectF1(t *testing.T) {
	for _, c := range []struct {
		gold, predicted string
		want            float64
	}{
		{"قذيفة مدفعية", "قذيفة مدفعية", 1},
		{"القذائف المدفعيَّة", "وقذائف مدفعيه", 0.5},
		{"الذخائر", "للذخائر", 1},
		{"إصابات", "أصابات", 1},
		{"artillery shells", "Shells", 2.0 / 3},
		{"shells shells", "shells", 2.0 / 3},
		{"الم", "م", 0}, // an article before a single letter is not removed
		{"people", "", 0},
		{"people", "—", 0},
		{"ﻻجئين", "لاجئين", 1},
		{"Straße", "STRASSE", 1},
	} {
		if got := subjectF1(packWords(t), c.gold, c.predicted); got != c.want {
			t.Errorf("%q and %q: %v, want %v", c.gold, c.predicted, got, c.want)
		}
	}
}

// TestSubjects covers the position of the subject, and a gold figure without one.
func TestSubjects(t *testing.T) {
	for _, c := range []struct {
		text, number, subject, predicted string
		behind, before, strict           string
	}{
		{"About 40 shells fell.", "40", "shells", "shells", "100.0", "None", "100.0"},
		{"The price rose to 70 dollars.", "70 dollars", "price", "", "None", "0.0", "0.0"},
		{"The shells: 40 shells fell.", "40", "shells", "shells", "100.0", "None", "100.0"},
		{"They paid 5 dollars.", "5 dollars", "", "They", "None", "None", "0.0"},
		{"They paid 5 dollars.", "5 dollars", "", "", "None", "None", "None"},
		{"عجز الموازنة 58 مليارا", "58 مليارا", "عجز الموازنة", "عجز", "None", "66.67", "66.67"},
	} {
		start := utf8.RuneCountInString(c.text[:strings.Index(c.text, c.number)])
		g := Gold{Start: start, End: start + utf8.RuneCountInString(c.number), Subject: c.subject}
		var s Subjects
		s.add(&Document{Text: c.text}, &g, c.predicted, packWords(t))
		if got := [...]string{s.Behind.String(), s.Before.String(), s.Strict.String()}; got != [...]string{c.behind, c.before, c.strict} {
			t.Errorf("%q: %v, want %s, %s, %s", c.text, got, c.behind, c.before, c.strict)
		}
	}
}

func TestPrint(t *testing.T) {
	docs := documents(t)
	p := perfectly(t, docs)
	p["a"][0].Mention.Relation = figure.Gt
	p["a"][1].Mention.Subject = "wheat flour"
	p["7"] = append(p["7"], figure.Figure{Mention: figure.Mention{Start: 0, End: 3, Relation: figure.Eq, Amount: figure.Exactly(figure.NewNumber(3))}})
	r := Score(docs, p, packWords(t))
	var b bytes.Buffer
	if err := r.Print(&b); err != nil {
		t.Fatal(err)
	}
	if err := r.PrintMisses(&b, 1); err != nil {
		t.Fatal(err)
	}
	const want = `2 documents, 4 gold figures
span      precision  80.00  recall 100.00  F1  88.89
value     precision  80.00  recall 100.00  F1  88.89
quantity  precision  80.00  recall 100.00  F1  88.89
figure    precision  60.00  recall  75.00  F1  66.67
subject   token F1 83.33 on 2 figures; behind the number 83.33, before it None; strict 83.33 on 2
missed   a: «40» approx 40 of «shells»
         in: "About 40 shells and two tonnes of flour, half of it spoiled."
spurious a: «40» gt 40 of «shells»
         in: "About 40 shells and two tonnes of flour, half of it spoiled."
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Errorf("printed (-want +got):\n%s", d)
	}
	got, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	const object = `{"documents":2,"gold":4,"span":{"precision":80.0,"recall":100.0,"f1":88.89},` +
		`"value":{"precision":80.0,"recall":100.0,"f1":88.89},"quantity":{"precision":80.0,"recall":100.0,"f1":88.89},` +
		`"figure":{"precision":60.0,"recall":75.0,"f1":66.67},"subject":{"figures":2,"token_f1":83.33,"behind":83.33,"before":null,"strict":83.33,"strict_figures":2}}`
	if string(got) != object {
		t.Errorf("JSON %s\nwant %s", got, object)
	}
}

func TestNothingToScore(t *testing.T) {
	var b bytes.Buffer
	if err := Score(nil, nil, packWords(t)).Print(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(b.String(), "0 documents, 0 gold figures\n") || !strings.HasSuffix(b.String(), "token F1 None on 0 figures; behind the number None, before it None; strict None on 0\n") {
		t.Errorf("printed %q", b.String())
	}
}

func TestParseGoldSaysWhere(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`{"id":"a","text":"x","figures":[]}` + "\n{\n", "line 2: unexpected end of JSON input"},
		{`{"text":"x"}`, "line 1: document without an id"},
		{`{"id":null,"text":"x"}`, "line 1: document without an id"},
		{`{"id":"a","text":"عشرة","figures":[{"start":0,"end":5}]}`, `line 1: "a": figure 1: span 0 to 5 of a text of 4 code points`},
		{`{"id":"a","text":"ten","figures":[{"start":2,"end":2}]}`, `line 1: "a": figure 1: span 2 to 2`},
		{`{"id":"a","text":"ten","figures":[{"start":0,"end":3,"value":"ten"}]}`, `line 1: value: not a number: "ten"`},
		{`{"id":"a","text":"ten","figures":[{"start":0,"end":3,"value":1e999}]}`, "line 1: value: number out of range"},
	} {
		_, err := ParseGold(strings.NewReader(c.in))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.in, err, c.want)
		}
	}
}
