package engine_test

import (
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/track"
)

// A tracker follows the figure from which track.Draft wrote it.
func TestDraft(t *testing.T) {
	e, err := load()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]struct {
		unit    string
		measure track.Measure
	}{
		"40 missiles were fired at the port on Monday.":                {"count", track.Cumulative},
		"The floods killed 17 people.":                                 {"count", track.Cumulative},
		"5 more people were killed in the valley.":                     {"count", track.Increment},
		"Trucks brought 260 tonnes of flour to the town.":              {"tonne", track.Level},
		"The plant needs 30 megawatts of electricity.":                 {"megawatt", track.Level},
		"Two hundred aid trucks a day enter the valley.":               {"per-day", track.Rate},
		"وصل 260 ألف طن متري من القمح إلى الميناء.":                    {"tonne", track.Level},
		"أطلقت القوات 10000 قذيفة مدفعية يوميا على المدينة.":           {"per-day", track.Rate},
		"Oil was sold at 80 dollars a barrel.":                         {"USD-per-barrel", track.Level},
		"قتل 12 شخصا في السيول.":                                       {"count", track.Cumulative},
		"ارتفعت حصيلة الزلزال إلى 45 قتيلا.":                           {"count", track.Cumulative},
		"أصيب 5 آخرون في الحريق.":                                      {"count", track.Increment},
		"تعتزم الحكومة استيراد 500 ألف طن من القمح العام المقبل.":      {"tonne", track.Level},
		"استقبل المخيم 41 ألف لاجئ.":                                   {"count", track.Cumulative},
		"Officials expect 3,000 refugees to arrive before the winter.": {"count", track.Cumulative},
	} {
		article := figure.Article{Text: text}
		article.Identify()
		in := e.Figures(article)
		draft, err := track.Draft(in.Figures, e.Units, e.Words)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		trackers, err := track.Decode("draft", []byte(draft), e.Units, e.Words)
		if err != nil {
			t.Errorf("%s: %v\n%s", text, err, draft)
			continue
		}
		m, err := e.Matcher(trackers)
		if err != nil {
			t.Fatal(err)
		}
		first := trackers[0]
		if first.UnitLabel() != want.unit || first.Measure != want.measure {
			t.Errorf("%s: unit %s, measure %s; want %s, %s", text, first.UnitLabel(), first.Measure, want.unit, want.measure)
		}
		if got := m.Match(&in); len(got) < len(trackers) {
			t.Errorf("%s: %d of %d trackers follow it\n%s", text, len(got), len(trackers), draft)
		}
	}
}
