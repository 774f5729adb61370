package track

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
)

// arabic is a figure of 260 thousand tonnes of munitions in an Arabic article.
func arabic() figure.Figures {
	return figure.Figures{
		Article: figure.Article{ID: "a1", Source: "Wire-One", Lang: "ar", Title: "شحنات جديدة",
			Text: "قال مسؤولون إن بيونغ يانغ أرسلت نحو 260 ألف طن من الذخائر. وسافر وفد من كوريا الشماليّة لروسيا."},
		Figures: []figure.Figure{{
			ID: "f1", UnitPer: figure.UnitPer{Unit: "tonne"},
			Canonical: figure.Canonical{Quantity: "mass"},
			Mention: figure.Mention{Relation: figure.Approx, Amount: figure.Exactly(figure.NewNumber(260000)), Subject: "الذَّخائر", Concept: "munitions",
				Context: figure.Context{Sentence: "قال مسؤولون إن بيونغ يانغ أرسلت نحو 260 ألف طن من الذخائر.", Modality: figure.Asserted}},
		}},
	}
}

// english is a figure of 10 thousand shells a day.
func english() figure.Figures {
	return figure.Figures{
		Article: figure.Article{ID: "e1", Source: "desk", Lang: "en", Title: "Front line",
			Text: "Russia fires at least 10,000 artillery shells a day, officials said."},
		Figures: []figure.Figure{{
			ID: "f2", UnitPer: figure.UnitPer{Per: "day"},
			Canonical: figure.Canonical{Quantity: "count"},
			Mention: figure.Mention{Relation: figure.Ge, Amount: figure.Exactly(figure.NewNumber(10000)), Subject: "artillery shells", Concept: "artillery-shell",
				Context: figure.Context{Sentence: "Russia fires at least 10,000 artillery shells a day, officials said.", Modality: figure.Asserted}},
		}},
	}
}

var loadPacks = sync.OnceValues(lang.Load)

// folder compares words as the built-in language packs do.
func folder(t testing.TB) *search.Folder {
	t.Helper()
	packs, err := loadPacks()
	if err != nil {
		t.Fatal(err)
	}
	return search.New(packs)
}

func matcher(t *testing.T, yaml string) *Matcher {
	t.Helper()
	trackers, err := Decode("t.yaml", []byte("trackers:\n- name: a\n  "+strings.ReplaceAll(yaml, "\n", "\n  ")), testUnits(), folder(t))
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewMatcher(trackers, testUnits(), folder(t))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestExplain(t *testing.T) {
	for _, c := range []struct {
		name    string
		in      figure.Figures
		change  func(*figure.Figure)
		tracker string
		want    string
	}{
		{"concept, mentions across the article", arabic(), nil,
			"match: {subject: [munitions], mentions: {all: [[North Korea, كوريا الشمالية], روسيا]}}\nunit: kilogram", `
pass quantity: expected mass; quantity mass
pass measure: expected cumulative; not part of a change
pass modality: expected asserted; modality asserted
pass subject: expected munitions; concept munitions
pass mentions.all: expected (North Korea | كوريا الشمالية) and (روسيا); article contains «كوريا الشماليّة», «لروسيا»
pass unit: expected kilogram; tonne converted to ≈ 260000000`},
		{"mentions outside the sentence", arabic(), nil,
			"match: {subject: [munitions], mentions: {all: [[كوريا الشمالية], بيونغ يانغ], within: sentence}}\nunit: tonne", `
pass quantity: expected mass; quantity mass
pass measure: expected cumulative; not part of a change
pass modality: expected asserted; modality asserted
pass subject: expected munitions; concept munitions
FAIL mentions.all: expected (كوريا الشمالية) and (بيونغ يانغ); sentence contains none of (كوريا الشمالية), «بيونغ يانغ»
pass unit: expected tonne; tonne converted to ≈ 260000`},
		{"subject text without a concept", arabic(), func(f *figure.Figure) { f.Mention.Concept = "" },
			"match: {subject: [ammunition, ذخائر], sources: [wire-one], langs: [ar]}\nunit: tonne", `
pass sources: expected wire-one; source «Wire-One»
pass langs: expected ar; language «ar»
pass quantity: expected mass; quantity mass
pass measure: expected cumulative; not part of a change
pass modality: expected asserted; modality asserted
pass subject: expected ammunition | ذخائر; subject contains «الذَّخائر»
pass unit: expected tonne; tonne converted to ≈ 260000`},
		{"another subject", arabic(), nil, "match: {subject: [missile, صاروخ]}\nunit: tonne", `
pass quantity: expected mass; quantity mass
pass measure: expected cumulative; not part of a change
pass modality: expected asserted; modality asserted
FAIL subject: expected missile | صاروخ; subject «الذَّخائر», concept munitions
pass unit: expected tonne; tonne converted to ≈ 260000`},
		{"another quantity", arabic(), nil, "match: {subject: munitions}", `
FAIL quantity: expected count; quantity mass
pass measure: expected cumulative; not part of a change
pass modality: expected asserted; modality asserted
pass subject: expected munitions; concept munitions
FAIL unit: expected count; tonne cannot be converted: test: different quantities`},
		{"a step is no total", arabic(), func(f *figure.Figure) { f.Mention.Role = figure.RoleDelta },
			"match: {subject: munitions}\nunit: tonne", `
pass quantity: expected mass; quantity mass
FAIL measure: expected cumulative; increment, because of its role delta in a change
pass modality: expected asserted; modality asserted
pass subject: expected munitions; concept munitions
pass unit: expected tonne; tonne converted to ≈ 260000`},
		{"denied", arabic(), func(f *figure.Figure) { f.Mention.Context.Modality = figure.Denied },
			"match: {subject: munitions}\nunit: tonne", `
pass quantity: expected mass; quantity mass
pass measure: expected cumulative; not part of a change
FAIL modality: expected asserted; modality denied
pass subject: expected munitions; concept munitions
pass unit: expected tonne; tonne converted to ≈ 260000`},
		{"rate to another rate", english(), nil, "match: {subject: [artillery shell]}\nunit: per-hour\nmeasure: rate", `
pass measure: expected rate; not part of a change
pass modality: expected asserted; modality asserted
pass subject: expected artillery shell; concept artillery-shell
pass unit: expected per-hour; per-day converted to ≥ 416.6666666666666666667`},
		{"a rate is no total", english(), nil, "match: {subject: [artillery shell], quantity: count}", `
pass quantity: expected count; quantity count
pass measure: expected cumulative; not part of a change
pass modality: expected asserted; modality asserted
pass subject: expected artillery shell; concept artillery-shell
FAIL unit: expected count; per-day cannot be converted: only one of the two units is a rate`},
		{"any and not", english(), nil, "match: {mentions: {any: [Ukraine, RUSSIA], not: officials}}\nunit: per-day\nmeasure: rate", `
pass measure: expected rate; not part of a change
pass modality: expected asserted; modality asserted
pass mentions.any: expected Ukraine | RUSSIA; article contains «Russia»
FAIL mentions.not: expected none of officials; article contains «officials»
pass unit: expected per-day; per-day converted to ≥ 10000`},
		{"words are whole", english(), nil, "match: {mentions: {any: [Russ, art]}}\nunit: per-day\nmeasure: rate", `
pass measure: expected rate; not part of a change
pass modality: expected asserted; modality asserted
FAIL mentions.any: expected Russ | art; article contains none of them
pass unit: expected per-day; per-day converted to ≥ 10000`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.change != nil {
				c.change(&c.in.Figures[0])
			}
			m := matcher(t, c.tracker)
			got := m.Explain(&c.in)
			if len(got) != 1 {
				t.Fatalf("%d explanations, want 1", len(got))
			}
			var lines strings.Builder
			for _, f := range got[0].Findings {
				lines.WriteString("\n" + f.String())
			}
			if diff := cmp.Diff(c.want, lines.String()); diff != "" {
				t.Error(diff)
			}
			passed := !strings.Contains(c.want, "FAIL")
			if got[0].Passed != passed {
				t.Errorf("passed = %t, want %t", got[0].Passed, passed)
			}
			if short := m.Match(&c.in); (len(short) == 1) != passed {
				t.Errorf("Match returned %d, want it to agree with Explain", len(short))
			}
		})
	}
}

func TestMatchPerCount(t *testing.T) {
	in := english()
	f := &in.Figures[0]
	f.Per, f.Mention.PerCount = "person", figure.NewNumber(100000)
	m := matcher(t, "match: {subject: [artillery shell]}\nunit: per-person\nmeasure: level")
	got := m.Match(&in)
	if len(got) != 1 || got[0].Amount.Value.String() != "0.1" {
		t.Errorf("10000 per 100000 people = %v, want 0.1 per person", got)
	}
}

func TestMatchRange(t *testing.T) {
	in := arabic()
	f := &in.Figures[0]
	f.Mention.Relation, f.Mention.Value = figure.Range, figure.Number{}
	f.Mention.Lower, f.Mention.Upper = figure.NewNumber(5), figure.NewNumber(7)
	got := matcher(t, "match: {subject: munitions}\nunit: kilogram").Match(&in)
	if len(got) != 1 || !got[0].Amount.Equal(figure.Between(figure.NewNumber(5000), figure.NewNumber(7000))) {
		t.Errorf("5 to 7 tonnes = %v, want bounds of 5000 and 7000 kilograms alone", got)
	}
}

func TestNewMatcherRefusesSameName(t *testing.T) {
	_, err := NewMatcher([]Tracker{{Name: "a", File: "x.yaml", Line: 3}, {Name: "a", File: "y.yaml", Line: 9}}, testUnits(), folder(t))
	want := `y.yaml:9: name: "a" is taken by the tracker at x.yaml:3; give each tracker its own name`
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// A claimant speaks under the first name of its group, however it is spelled.
func TestSpeaker(t *testing.T) {
	m := matcher(t, "match: {subject: x}\nclaimants: [[Harbour Office, إدارة الميناء], [Mayor Évrard, العمدة]]")
	tracker := m.Trackers()[0]
	for claimant, want := range map[string]string{
		"the harbour office": "Harbour Office",
		"إدارة المينَاء":     "Harbour Office",
		"Mayor E\u0301vrard": "Mayor Évrard",
		"العمدة ليلى":        "Mayor Évrard",
		"إدارة المطار":       "إدارة المطار",
		"":                   "",
	} {
		if got := m.Speaker(tracker, claimant); got != want {
			t.Errorf("%q speaks as %q, want %q", claimant, got, want)
		}
	}
	if got := m.Speaker(&Tracker{}, "Mayor Évrard"); got != "Mayor Évrard" {
		t.Errorf("a claimant of an unknown tracker speaks as %q", got)
	}
}

// A speed may come whole or as a rate; both fit a tracker of a rate.
func TestMatchSpeed(t *testing.T) {
	for _, f := range []figure.Figure{
		{UnitPer: figure.UnitPer{Unit: "kilometer", Per: "hour"}}, {UnitPer: figure.UnitPer{Unit: "kilometer-per-hour"}},
	} {
		f.Mention = figure.Mention{Amount: figure.Exactly(figure.NewNumber(36)), Subject: "wind"}
		in := figure.Figures{Figures: []figure.Figure{f}}
		got := matcher(t, "match: {subject: wind}\nunit: meter-per-second\nmeasure: level").Match(&in)
		if len(got) != 1 || got[0].Amount.Value.String() != "10" {
			t.Errorf("36 %s per %q = %v, want 10 m/s", f.Unit, f.Per, got)
		}
	}
}

// One article of six hundred words with ten figures, against twenty trackers of
// which one matches.
func BenchmarkMatch(b *testing.B) {
	one := strings.Replace(munitions, "sources: [wire-one]", "", 1)
	trackers, err := Decode("t.yaml", []byte(one), testUnits(), folder(b))
	if err != nil {
		b.Fatal(err)
	}
	t := trackers[0]
	for i := range 19 {
		other := t
		other.Name = "other-" + string(rune('a'+i))
		other.Match.Mentions.All = [][]string{{"جمهورية أخرى"}}
		trackers = append(trackers, other)
	}
	m, err := NewMatcher(trackers, testUnits(), folder(b))
	if err != nil {
		b.Fatal(err)
	}
	in := arabic()
	in.Article.Text = strings.Repeat(in.Article.Text+" ", 30)
	for range 9 {
		in.Figures = append(in.Figures, in.Figures[0])
	}
	b.SetBytes(int64(len(in.Article.Text)))
	for b.Loop() {
		if got := m.Match(&in); len(got) != 10 {
			b.Fatalf("%d matches, want 10", len(got))
		}
	}
}
