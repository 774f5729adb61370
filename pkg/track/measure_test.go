package track

import (
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

// The figure is what stands between the bars.
func TestOf(t *testing.T) {
	measures := NewMeasures(folder(t))
	for sentence, want := range map[string]Measure{
		"The ministry said |5| more people were killed on Friday.":              Increment,
		"Another |5| people died in hospital.":                                  Increment,
		"|12| others were taken to a clinic.":                                   Increment,
		"The army said |30| soldiers fell in the past 24 hours.":                Increment,
		"The toll has now risen to |45| people.":                                Cumulative,
		"The toll rose to |45|, and 5 more are missing.":                        Cumulative,
		"The toll rose to 45, and |5| more are missing.":                        Increment,
		"At least |45| people have been killed so far.":                         Cumulative,
		"|45| people were killed.":                                              "",
		"A shell killed |3| farmers, an official in the total war office said.": "",
		"قالت الوزارة إن |5| أشخاص آخرين قتلوا يوم الجمعة":                      Increment,
		"استقبلت المستشفيات |70| قتيلا خلال الساعات الـ24 الماضية":              Increment,
		"ارتفعت الحصيلة إلى |45| قتيلا":                                         Cumulative,
		"ارتفعت الحصيلة إلى 45 قتيلا، وأصيب |5| آخرون":                          Increment,
		"ارتفعت الحصيلة إلى |45| قتيلا، وأصيب 5 آخرون":                          Cumulative,
		"بلغ عدد القتلى |45| شخصا حتى الآن":                                     Cumulative,
		"Selon la police, |5| personnes de plus ont été tuées.":                 Increment,
		"Les secours ont retrouvé |5| autres victimes.":                         Increment,
		"Le bilan s’élève à |45| morts.":                                        Cumulative,
		"|45| morts recensés jusqu'à présent.":                                  Cumulative,
		"قتل |45| شخصا":                                                         "",
	} {
		parts := strings.Split(sentence, "|")
		start := len([]rune(parts[0]))
		f := &figure.Figure{Mention: figure.Mention{Start: 100 + start, End: 100 + start + len([]rune(parts[1])),
			Context: figure.Context{Sentence: strings.Join(parts, ""), SentenceStart: 100}}}
		if got, evidence := measures.Of(f); got != want {
			t.Errorf("%s: %q by %s, want %q", sentence, got, evidence, want)
		}
	}
}

func TestToldByRole(t *testing.T) {
	for role, want := range map[figure.Role]Measure{figure.RoleDelta: Increment, figure.RoleTo: Cumulative, figure.RoleTotal: Cumulative} {
		if got, _ := NewMeasures(folder(t)).Of(&figure.Figure{Mention: figure.Mention{Role: role}}); got != want {
			t.Errorf("role %s: %q, want %q", role, got, want)
		}
	}
}
