package normalize

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/unit"
)

func TestUnitsOfACountry(t *testing.T) {
	n := newNormalizer(t)
	for _, c := range []struct {
		sentence, name, source string
		want                   figure.UnitID
		canonical              string
		by, word               string
		confidence             float64
	}{
		{"زرع الفلاحون في العراق [100 دونم]", "dunam", "", "x-dunam-iq", "250000", "sentence", "العراق", 1},
		{"في نينوى [100 دونم] عراقي", "dunam", "", "x-dunam-iq", "250000", "adjective", "عراقي", 1},
		{"في إربد بالأردن [100 دونم]", "dunam", "", "dunam", "100000", "sentence", "بالأردن", 1},
		{"قالت شركة في الأردن إنها تستصلح في العراق [100 دونم]", "dunam", "", "x-dunam-iq", "250000", "sentence", "العراق", 1},
		{"احترق [100 دونم]", "dunam", "IQ", "x-dunam-iq", "250000", "source", "IQ", 0.95},
		{"احترق [100 دونم]", "dunam", "PS", "dunam", "100000", "source", "PS", 0.95},
		{"احترق [100 دونم]", "dunam", "", "dunam", "100000", "default", "", 0.9},
		{"burned [100 dunams] in Iraq", "dunam", "", "x-dunam-iq", "250000", "sentence", "Iraq", 1},
		{"جنت الجزائر [100 قنطار]", "x-quintal", "", "x-quintal", "10000", "sentence", "الجزائر", 1},
		{"جنت مصر [100 قنطار]", "x-quintal", "", "x-qantar-eg", "100", "sentence", "مصر", 1},
		// a country's own currency does not decide a unit
		{"في الكويت [100 دونم]", "dunam", "", "dunam", "100000", "default", "", 0.9},
		{"حرث [100 فدان] في العراق", "feddan", "", "feddan", "420083.3333333333333333333", "", "", 1},
	} {
		a, m := mention(t, c.sentence, "100", c.name)
		a.Country = c.source
		f := n.Figures(figure.Mentions{Article: a, Mentions: []figure.Mention{m}}).Figures[0]
		if f.Unit != c.want || f.Canonical.Value.String() != c.canonical {
			t.Errorf("%s\n 100 %s is %s, want 100 %s, %s", c.sentence, f.Unit, f.Canonical.Value, c.want, c.canonical)
		}
		if f.UnitEvidence != (figure.Evidence{By: c.by, Text: c.word}) || f.Mention.Confidence != c.confidence {
			t.Errorf("%s\n by %+v, confidence %v; want %s %q, %v", c.sentence, f.UnitEvidence, f.Mention.Confidence, c.by, c.word, c.confidence)
		}
	}
}

// An earlier dunam is no evidence for a later one, unlike money whose country was written
// beside it.
func TestTheSameNameIsNoEvidence(t *testing.T) {
	a, m := mention(t, "احترق [100 دونم] ثم زُرع", "100", "dunam")
	later := m
	later.Start, later.End = later.Start+1, later.End+1
	for _, f := range newNormalizer(t).Figures(figure.Mentions{Article: a, Mentions: []figure.Mention{m, later}}).Figures {
		if f.UnitEvidence.By != byDefault {
			t.Errorf("decided by %+v, want the default", f.UnitEvidence)
		}
	}
}

func TestOuncesOfMetalAreTroyOunces(t *testing.T) {
	n := newNormalizer(t)
	for _, c := range []struct {
		title, sentence, canonical string
		by, word                   string
		confidence                 float64
	}{
		{"", "باع البنك [100 أونصة] من الذهب", "3.11034768", "sentence", "الذهب", 1},
		{"", "sold [100 ounces] of silver", "3.11034768", "sentence", "silver", 1},
		{"الذهب يرتفع", "باع البنك [100 أونصة] أمس", "3.11034768", "article", "الذهب", 0.95},
		{"", "the baby weighed [100 ounces]", "2.8349523125", "", "", 1},
		{"", "seized [100 ounces] of cocaine", "2.8349523125", "", "", 1},
	} {
		a, m := mention(t, c.sentence, "100", "ounce")
		a.Title = c.title
		f := n.Figures(figure.Mentions{Article: a, Mentions: []figure.Mention{m}}).Figures[0]
		if f.Unit != "ounce" || f.Canonical.Unit != "kilogram" || f.Canonical.Value.String() != c.canonical {
			t.Errorf("%s: 100 %s is %s %s, want %s kilogram", c.sentence, f.Unit, f.Canonical.Value, f.Canonical.Unit, c.canonical)
		}
		if f.UnitEvidence != (figure.Evidence{By: c.by, Text: c.word}) || f.Mention.Confidence != c.confidence {
			t.Errorf("%s: by %+v, confidence %v", c.sentence, f.UnitEvidence, f.Mention.Confidence)
		}
	}

	a, m := mention(t, "بلغ سعر الذهب [3110.34768 دولار] للأونصة", "3110.34768", "USD")
	m.Per = figure.Term{Name: "ounce"}
	f := n.Figures(figure.Mentions{Article: a, Mentions: []figure.Mention{m}}).Figures[0]
	if f.Per != "ounce" || f.Canonical.Value.String() != "100000" || f.Canonical.Per != "kilogram" {
		t.Errorf("gold at %s per %s is %s per %s, want 100000 per kilogram", f.Mention.Value, f.Per, f.Canonical.Value, f.Canonical.Per)
	}
}

func TestLoadLocalSaysWhereAndWhy(t *testing.T) {
	units, err := unit.New()
	if err != nil {
		t.Fatal(err)
	}
	data := fstest.MapFS{"t.tsv": &fstest.MapFile{Data: []byte("unit\tname\tcountries\twhy\nx-dunum\tdunam\tIQ\tIraq\n")}}
	if _, err := loadLocal(data, "t.tsv", units); err == nil || !strings.Contains(err.Error(), `t.tsv:2: "x-dunum" is not a unit`) {
		t.Errorf("error %v", err)
	}
}
