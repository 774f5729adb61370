package ledger

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
)

// reread is the article as another engine reads it: change adjusts each figure.
func reread(in figure.Figures, change func([]figure.Figure) []figure.Figure) figure.Figures {
	in.Engine += "+"
	in.Figures = change(append([]figure.Figure(nil), in.Figures...))
	for i := range in.Figures {
		in.Figures[i].ID = figure.NewID(in.Article, in.Engine, in.Figures[i].Mention)
	}
	return in
}

// edited is the article with another text, in which the figures have moved.
func edited(in figure.Figures, change func([]figure.Figure) []figure.Figure) figure.Figures {
	in.Article.Text = "تحديث: " + in.Article.Text
	in.Article.Identify()
	in.Article.Fetched = in.Article.Fetched.Add(time.Hour)
	return reread(in, func(f []figure.Figure) []figure.Figure {
		for i := range f {
			f[i].Mention.Start += 7
			f[i].Mention.End += 7
			f[i].Mention.Context.SentenceStart += 7
		}
		return change(f)
	})
}

// Figure 1 of three, with span 10 to 12, was corrected to 54. These cases say which figure it
// is after the article is read again.
func TestWhichFigureWasCorrected(t *testing.T) { each(t, testWhichFigureWasCorrected) }

func testWhichFigureWasCorrected(t *testing.T, fresh place) {
	span := func(n, start, end int) func([]figure.Figure) []figure.Figure {
		return func(f []figure.Figure) []figure.Figure {
			f[n].Mention.Start, f[n].Mention.End = start, end
			return f
		}
	}
	keep := func(f []figure.Figure) []figure.Figure { return f }
	for name, c := range map[string]struct {
		read   func(figure.Figures, func([]figure.Figure) []figure.Figure) figure.Figures
		change func([]figure.Figure) []figure.Figure
		want   string // the values after the second reading
	}{
		"by the same engine": {func(in figure.Figures, _ func([]figure.Figure) []figure.Figure) figure.Figures { return in }, nil, "30 54 60"},
		"with the same span": {reread, keep, "30 54 60"},
		"with the unit":      {reread, span(1, 10, 19), "30 54 60"},
		"with less":          {reread, span(1, 11, 12), "30 54 60"},
		"beside it":          {reread, span(1, 12, 14), "30 45 60"},
		"not at all":         {reread, func(f []figure.Figure) []figure.Figure { return append(f[:1], f[2]) }, "30 60"},
		"as two figures": {reread, func(f []figure.Figure) []figure.Figure {
			f = append(f, f[1])
			f[1].Mention.End, f[3].Mention.Start = 11, 11
			return f
		}, "30 45 45 60"},
		"further on, edited": {edited, keep, "30 54 60"},
		"edited, in another spelling": {edited, func(f []figure.Figure) []figure.Figure {
			f[1].Mention.Context.Sentence = strings.ReplaceAll(f[1].Mention.Context.Sentence, "الشماليّة", "الشمالية،")
			return f
		}, "30 54 60"},
		"edited, with another number": {edited, func(f []figure.Figure) []figure.Figure {
			f[1].Mention.Text, f[1].Mention.Value = "46", figure.NewNumber(46)
			return f
		}, "30 46 60"},
		"edited, in another sentence": {edited, func(f []figure.Figure) []figure.Figure {
			f[1].Mention.Context.Sentence = "أرسلت كوريا الجنوبية ذخائر."
			return f
		}, "30 45 60"},
		"edited, and there twice": {edited, func(f []figure.Figure) []figure.Figure {
			f = append(f, f[1])
			f[3].Mention.Start, f[3].Mention.End = 50, 52
			return f
		}, "30 45 60 45"},
	} {
		t.Run(name, func(t *testing.T) {
			l := open(t, fresh(t))
			in := article("a", "wire", 0, "30", "45", "60")
			must(t, store(t.Context(), l, in))
			correct(t, l, in, 1, judge.Correction{Action: judge.Amend, Value: figure.NewNumber(54)})
			must(t, store(t.Context(), l, c.read(in, c.change)))
			if got := read(t, l, Query{}); got != c.want {
				t.Errorf("read %s: %s, want %s", name, got, c.want)
			}
			// The first engine reads it again, unless the article was edited.
			must(t, store(t.Context(), l, in))
			current, err := l.Article(t.Context(), "a")
			must(t, err)
			if got := read(t, l, Query{}); current.Revision == in.Article.Revision && got != "30 54 60" {
				t.Errorf("read as at first: %s, want 30 54 60", got)
			}
		})
	}
}

// read returns the values of the figures that a query selects.
func read(t *testing.T, l *Ledger, q Query) string {
	t.Helper()
	rows, err := l.Figures(t.Context(), q)
	must(t, err)
	var out []string
	for _, r := range rows {
		m := r.Figure.Mention
		value := m.Value.String()
		if !m.Value.Stated() {
			value = m.Lower.String() + "-" + m.Upper.String()
		}
		if r.Override != nil && r.Override.Standing == judge.Rejected {
			value = "(" + value + ")"
		}
		out = append(out, value)
	}
	return strings.Join(out, " ")
}

// Corrections apply in order, and those for a tracker only to it.
func TestCorrectionsInTheirOrder(t *testing.T) { each(t, testCorrectionsInTheirOrder) }

func testCorrectionsInTheirOrder(t *testing.T, fresh place) {
	value := func(n int64) judge.Correction {
		return judge.Correction{Action: judge.Amend, Value: figure.NewNumber(n)}
	}
	of := func(tracker string, c judge.Correction) judge.Correction {
		c.Tracker = tracker
		return c
	}
	reject, restore := judge.Correction{Action: judge.Reject}, judge.Correction{Action: judge.Restore}
	for name, c := range map[string]struct {
		made     []judge.Correction
		all, ofT string // the value for all, and for the tracker t
	}{
		"the last value":                {[]judge.Correction{value(2), value(3)}, "3", "3"},
		"value, then unit":              {[]judge.Correction{value(2), {Action: judge.Amend, Unit: "kilogram"}}, "2", "2"},
		"for the tracker alone":         {[]judge.Correction{of("t", value(2))}, "1", "2"},
		"for another tracker":           {[]judge.Correction{of("u", value(2))}, "1", "1"},
		"for all, then for it":          {[]judge.Correction{value(2), of("t", value(3))}, "2", "3"},
		"for it, then for all":          {[]judge.Correction{of("t", value(3)), value(2)}, "2", "2"},
		"rejected":                      {[]judge.Correction{value(2), reject}, "", ""},
		"rejected by it":                {[]judge.Correction{value(2), of("t", reject)}, "2", ""},
		"rejected by another":           {[]judge.Correction{of("u", reject)}, "1", "1"},
		"rejected, then amended for it": {[]judge.Correction{reject, of("t", judge.Correction{Action: judge.Amend})}, "", "1"},
		"rejected, then amended":        {[]judge.Correction{reject, value(4)}, "4", "4"},
		"restored":                      {[]judge.Correction{value(2), reject, restore}, "1", "1"},
		"restored, also for it":         {[]judge.Correction{of("t", value(2)), restore}, "1", "1"},
		"restored for it, not for all":  {[]judge.Correction{value(2), of("t", value(3)), of("t", restore)}, "2", "2"},
		"restored, then amended":        {[]judge.Correction{value(2), restore, value(5)}, "5", "5"},
		"a value keeps all its digits":  {[]judge.Correction{{Action: judge.Amend, Value: decimalOf(t, "0.1234567890123456789")}}, "0.1234567890123456789", "0.1234567890123456789"},
	} {
		t.Run(name, func(t *testing.T) {
			l := open(t, fresh(t))
			in := article("a", "wire", 0, "1")
			must(t, store(t.Context(), l, in))
			for _, c := range c.made {
				correct(t, l, in, 0, c)
			}
			if got := read(t, l, Query{}); got != c.all {
				t.Errorf("%s: %q for all, want %q", name, got, c.all)
			}
			if got := read(t, l, Query{Tracker: "t"}); got != c.ofT {
				t.Errorf("%s: %q for the tracker, want %q", name, got, c.ofT)
			}
			recorded, err := l.Recorded(t.Context(), "a")
			must(t, err)
			if diff := cmp.Diff(in.Figures, recorded.Figures, cmp.Comparer(figure.Number.Equal)); diff != "" {
				t.Errorf("%s: the figure as read was lost\n%s", name, diff)
			}
		})
	}
}

// Base unit, kind and relation follow a correction.
func TestCorrectedFigure(t *testing.T) {
	l := open(t, inFile(t))
	in := article("a", "wire", 0, "30")
	m := &in.Figures[0].Mention
	m.Relation, m.Value, m.Lower, m.Upper = figure.Range, figure.Number{}, figure.NewNumber(30), figure.NewNumber(40)
	must(t, store(t.Context(), l, in))
	for _, c := range []struct {
		c    judge.Correction
		want string
	}{
		{judge.Correction{Unit: "kilogram"}, "measure range 30-40 kilogram; 30-40 kilogram mass"},
		{judge.Correction{Value: figure.NewNumber(35)}, "measure eq 35 kilogram; 35 kilogram mass"},
		{judge.Correction{Unit: "tonne-per-day"}, "measure eq 35 tonne per day; 0.4050925925925925926 kilogram per second mass"},
		{judge.Correction{Unit: "USD"}, "money eq 35 USD; 35 USD money"},
		{judge.Correction{Unit: "percent"}, "percent eq 35 percent; 0.35 ratio"},
		{judge.Correction{Unit: figure.BareCount}, "count eq 35; 35 count"},
		{judge.Correction{Unit: "per-day"}, "count eq 35 per day; 0.0004050925925925926 per second count"},
		{judge.Correction{Unit: "hour"}, "duration eq 35 hour; 126000 second duration"},
	} {
		c.c.Action = judge.Amend
		correct(t, l, in, 0, c.c)
		rows, err := l.Figures(t.Context(), Query{Corrected: true})
		must(t, err)
		f := rows[0].Figure
		show := func(value, lower, upper figure.Number, unit, per figure.UnitID) string {
			s := value.String()
			if !value.Stated() {
				s = lower.String() + "-" + upper.String()
			}
			if unit != "" {
				s += " " + string(unit)
			}
			if per != "" {
				s += " per " + string(per)
			}
			return s
		}
		got := string(f.Mention.Kind) + " " + string(f.Mention.Relation) + " " +
			show(f.Mention.Value, f.Mention.Lower, f.Mention.Upper, f.Unit, f.Per) + "; " +
			show(f.Canonical.Value, f.Canonical.Lower, f.Canonical.Upper, f.Canonical.Unit, f.Canonical.Per) + " " + string(f.Canonical.Quantity)
		if got != c.want {
			t.Errorf("corrected by %+v: %s, want %s", c.c, got, c.want)
		}
		if f.ID != in.Figures[0].ID || rows[0].Read.Unit != "tonne" || rows[0].Override.Correction.By != "desk" {
			t.Errorf("row %+v, want the figure's id, what was read and who corrected it", rows[0])
		}
	}
}

func TestQueryOfCorrected(t *testing.T) { each(t, testQueryOfCorrected) }

func testQueryOfCorrected(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	in := article("a", "wire", 0, "1", "2", "3", "4")
	must(t, store(t.Context(), l, in))
	correct(t, l, in, 1, judge.Correction{Action: judge.Amend, Unit: "kilogram"})
	correct(t, l, in, 2, judge.Correction{Action: judge.Reject})
	correct(t, l, in, 3, judge.Correction{Action: judge.Amend, Unit: "per-day", Tracker: "t"})
	for _, c := range []struct {
		name string
		q    Query
		want string
	}{
		{"all", Query{}, "1 2 4"},
		{"corrected", Query{Corrected: true}, "2 (3)"},
		{"corrected for the tracker", Query{Corrected: true, Tracker: "t"}, "2 (3) 4"},
		{"the unit as read", Query{Unit: "tonne"}, "1 4"},
		{"the unit as corrected", Query{Unit: "kilogram"}, "2"},
		{"a rate", Query{Unit: "per-day", Tracker: "t"}, "4"},
		{"no such unit", Query{Unit: "gram"}, ""},
		{"subject in another spelling", Query{Subject: "ذخائِر", Limit: 1}, "1"},
		{"beginning of a subject", Query{Subject: "الذخ*", Limit: 1}, "1"},
		{"subject by its concept", Query{Subject: "munitions", Limit: 1}, "1"},
		{"no such subject", Query{Subject: "ذخ"}, ""},
		{"one figure", Query{Figure: in.Figures[3].ID}, "4"},
	} {
		if got := read(t, l, c.q); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if names, err := l.Trackers(t.Context()); err != nil || strings.Join(names, " ") != "t" {
		t.Errorf("trackers %v, %v; want t", names, err)
	}
}

func TestEachArticle(t *testing.T) { each(t, testEachArticle) }

func testEachArticle(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	for day, id := range []string{"b", "a", "c"} {
		must(t, store(t.Context(), l, article(id, "wire", day, "1")))
	}
	newer := edited(article("a", "wire", 1, "1"), func(f []figure.Figure) []figure.Figure { return f })
	must(t, store(t.Context(), l, newer))
	for _, c := range []struct {
		since, until time.Time
		want         string
	}{
		{time.Time{}, time.Time{}, "b a c"},
		{start.AddDate(0, 0, 1), time.Time{}, "a c"},
		{time.Time{}, start.AddDate(0, 0, 1), "b"},
	} {
		var got []string
		must(t, l.EachArticle(t.Context(), c.since, c.until, func(a figure.Article) error {
			if a.ID == "a" && a.Text != newer.Article.Text {
				t.Errorf("article a has revision %q, want its newest", a.Text)
			}
			got = append(got, string(a.ID))
			return nil
		}))
		if strings.Join(got, " ") != c.want {
			t.Errorf("articles from %v until %v: %v, want %s", c.since, c.until, got, c.want)
		}
	}
}
