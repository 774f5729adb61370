package normalize

import (
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/anchor"
	"github.com/arqam-io/arqam/pkg/figure"
)

// dated is a figure in a sentence whose anchor is in brackets.
func dated(t testing.TB, language, sentence string) (figure.Article, figure.Mention) {
	t.Helper()
	text, start, end := marked(t, sentence)
	a := figure.Article{Text: text, Lang: language, Published: time.Date(2024, 6, 18, 21, 30, 0, 0, time.UTC)}
	return a, figure.Mention{Field: figure.FieldText, Relation: figure.Eq, Amount: figure.Exactly(number(t, "40")), Confidence: 1,
		Context: figure.Context{Sentence: text, Time: string([]rune(text)[start:end]), Modality: figure.Asserted}}
}

// intervalOf is the interval of the figure's anchor in the article.
func intervalOf(n *Normalizer, engine string, a figure.Article, m figure.Mention) figure.Interval {
	in := figure.Mentions{Article: a, Engine: engine, Mentions: []figure.Mention{m}}
	return n.Figures(in).Figures[0].Mention.Context.Interval
}

// At half past ten in the evening in London, it is already the next day in Cairo.
func TestDaysAreThoseOfTheCountry(t *testing.T) {
	n := resolving(t)
	for _, c := range []struct{ country, from, to string }{
		{"", "2024-06-17T00:00:00Z", "2024-06-18T00:00:00Z"},
		{"GB", "2024-06-17T00:00:00+01:00", "2024-06-18T00:00:00+01:00"},
		{"TN", "2024-06-17T00:00:00+01:00", "2024-06-18T00:00:00+01:00"},
		{"EG", "2024-06-18T00:00:00+03:00", "2024-06-19T00:00:00+03:00"},
		{"eg", "2024-06-18T00:00:00+03:00", "2024-06-19T00:00:00+03:00"},
		{"AE", "2024-06-18T00:00:00+04:00", "2024-06-19T00:00:00+04:00"},
		{"IN", "2024-06-18T00:00:00+05:30", "2024-06-19T00:00:00+05:30"},
		{"JP", "2024-06-18T00:00:00+09:00", "2024-06-19T00:00:00+09:00"},
		{"US", "2024-06-17T00:00:00Z", "2024-06-18T00:00:00Z"}, // many zones
		{"XX", "2024-06-17T00:00:00Z", "2024-06-18T00:00:00Z"}, // no country
	} {
		for language, sentence := range map[string]string{
			"ar": "قتل 40 عاملا [أمس] في المصنع",
			"en": "The blast killed 40 workers [yesterday]",
		} {
			a, m := dated(t, language, sentence)
			a.Country = c.country
			got := intervalOf(n, "3", a, m)
			if from, to := got.From.Format(time.RFC3339), got.To.Format(time.RFC3339); from != c.from || to != c.to || got.Granularity != figure.Day {
				t.Errorf("%s in %q: from %s to %s, a %s; want from %s to %s", language, c.country, from, to, got.Granularity, c.from, c.to)
			}
		}
	}
}

// What the words leave open is in the past, or in the future for a planned figure.
func TestPlannedAndExpectedFiguresLookAhead(t *testing.T) {
	n := resolving(t)
	for _, c := range []struct{ language, sentence, past, ahead string }{
		{"en", "The plant builds 40 ships [in December]", "2023-12-01", "2024-12-01"},
		{"ar", "يبني المصنع 40 سفينة [في ديسمبر]", "2023-12-01", "2024-12-01"},
		{"en", "The plant builds 40 ships [in June]", "2024-06-01", "2024-06-01"},
		{"en", "The council meets 40 delegates [on Friday]", "2024-06-14", "2024-06-21"},
		{"ar", "يستقبل المجلس 40 مندوبا [يوم الجمعة]", "2024-06-14", "2024-06-21"},
		{"en", "The plant builds 40 ships [in December 2022]", "2022-12-01", "2022-12-01"},
	} {
		for modality, want := range map[figure.Modality]string{
			figure.Asserted: c.past, figure.Denied: c.past, figure.Conditional: c.past, "": c.past,
			figure.Planned: c.ahead, figure.Expected: c.ahead,
		} {
			a, m := dated(t, c.language, c.sentence)
			m.Context.Modality = modality
			if got := intervalOf(n, "3", a, m).From.Format(time.DateOnly); got != want {
				t.Errorf("%s, %s: from %s, want %s", c.sentence, modality, got, want)
			}
		}
	}
}

// Two figures of a sentence share its anchor, but one is past and one planned.
func TestFiguresOfASentenceAreResolvedEachItsWay(t *testing.T) {
	a, m := dated(t, "en", "The plant built 40 ships and will build 40 more [in December]")
	planned := m
	planned.Context.Modality = figure.Planned
	in := figure.Mentions{Article: a, Engine: "3", Mentions: []figure.Mention{m, m, planned, m}}
	for i, f := range resolving(t).Figures(in).Figures {
		want := 2023
		if i == 2 {
			want = 2024
		}
		if got := f.Mention.Context.Interval.From.Year(); got != want {
			t.Errorf("figure %d: December %d, want %d", i, got, want)
		}
	}
}

// Mentions of older engines, which looked for dates alone, may be in a stream or in the
// ledger.
func TestAnchorsThatAnOlderEngineCut(t *testing.T) {
	n := resolving(t)
	for _, c := range []struct{ language, sentence, old, now string }{
		{"en", "The plant builds 40 ships [in December] of next year", "2025-12-01", "2023-12-01"},
		{"ar", "يبني المصنع 40 سفينة [في ديسمبر] من العام المقبل", "2025-12-01", "2023-12-01"},
		{"ar", "انطلقت 40 سفينة [في يوم 7 أكتوبر 2023]", "2023-10-07", "2023-10-07"},
		{"ar", "في العرض الذي [شاركت فيه في ديسمبر] 2021 كانت 40 سفينة", "2021-12-01", "2023-12-01"},
		{"en", "The plant builds 40 ships [in December]", "2023-12-01", "2023-12-01"},
	} {
		a, m := dated(t, c.language, c.sentence)
		for engine, want := range map[string]string{"1": c.old, "2": c.old, "3": c.now, "": c.now, "digits-1": c.now} {
			if got := intervalOf(n, engine, a, m).From.Format(time.DateOnly); got != want {
				t.Errorf("%s, engine %q: from %s, want %s", c.sentence, engine, got, want)
			}
		}
	}
}

// A sentence may quote another language than its article's.
func TestAnchorsOfAnotherLanguage(t *testing.T) {
	n := resolving(t)
	for _, c := range []struct{ language, sentence, from, missing string }{
		{"ar", "The blast killed 40 workers [in March 2021]", "2021-03-01", ""},
		{"en", "قتل 40 عاملا [في مارس 2021]", "2021-03-01", ""},
		{"", "قتل 40 عاملا [في مارس 2021]", "2021-03-01", ""},
		{"ar", "The blast killed 40 workers [7 October 2021]", "2021-10-07", ""},
		// the order of day and month is the language's
		{"ar", "قتل 40 عاملا [3/4/2021]", "2021-04-03", ""},
		{"ar", "The blast killed 40 workers [3/4/2021]", "0001-01-01", "day or month first?"},
	} {
		a, m := dated(t, c.language, c.sentence)
		got := intervalOf(n, "3", a, m)
		if from := got.From.Format(time.DateOnly); from != c.from || got.Missing != c.missing {
			t.Errorf("%s: from %s, missing %q; want from %s, missing %q", c.sentence, from, got.Missing, c.from, c.missing)
		}
	}
}

func TestAnchorsThatHaveNoInterval(t *testing.T) {
	n := resolving(t)
	a, m := dated(t, "en", "It killed 40 workers [once upon a time]")
	if got, want := intervalOf(n, "3", a, m), (figure.Interval{Missing: anchor.NotUnderstood}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := intervalOf(newNormalizer(t), "3", a, m); got != (figure.Interval{}) {
		t.Errorf("without WithAnchors: %+v", got)
	}
	m.Context.Time = ""
	if got := intervalOf(n, "3", a, m); got != (figure.Interval{}) {
		t.Errorf("without an anchor: %+v", got)
	}
	a, m = dated(t, "en", "It killed 40 workers [last week]")
	a.Published = time.Time{}
	if got := intervalOf(n, "3", a, m); got.Stated() || got.Missing == "" || got.Relation != figure.During {
		t.Errorf("without a date: %+v", got)
	}
}
