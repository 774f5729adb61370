package figure_test

import (
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

func TestUnitPer(t *testing.T) {
	for _, c := range []struct {
		id      figure.UnitID
		want    figure.UnitPer
		divides bool
		label   string
	}{
		{"tonne", figure.UnitPer{Unit: "tonne"}, false, "tonne"},
		{"percent", figure.UnitPer{Unit: "percent"}, false, "percent"},
		{"kilometer-per-hour", figure.UnitPer{Unit: "kilometer", Per: "hour"}, true, "kilometer-per-hour"},
		{"per-day", figure.UnitPer{Per: "day"}, true, "per-day"},
		{"part-per-1e6", figure.UnitPer{Unit: "part", Per: "1e6"}, true, "part-per-1e6"},
		{"kilogram-meter-per-square-second", figure.UnitPer{Unit: "kilogram-meter", Per: "square-second"}, true, "kilogram-meter-per-square-second"},
		{"a-per-b-per-c", figure.UnitPer{Unit: "a", Per: "b-per-c"}, true, "a-per-b-per-c"},
		{"", figure.UnitPer{}, false, "count"},
	} {
		got, divides := c.id.Cut()
		if got != c.want || divides != c.divides {
			t.Errorf("%q is split into %+v, %v; want %+v, %v", c.id, got, divides, c.want, c.divides)
		}
		if back := got.Join(); back != c.id {
			t.Errorf("%+v is joined to %q, want %q", got, back, c.id)
		}
		if got.UnitLabel() != c.label {
			t.Errorf("%+v has the label %q, want %q", got, got.UnitLabel(), c.label)
		}
	}
	for _, id := range []figure.UnitID{"tonne-per-", "per-"} {
		if u, divides := id.Cut(); !divides || u.Per != "" {
			t.Errorf("%q is split into %+v, %v: want an empty denominator", id, u, divides)
		}
	}
	if got := (figure.UnitPer{Unit: "liter", Per: "kilometer"}).Inverse().Join(); got != "kilometer-per-liter" {
		t.Errorf("the inverse is %q", got)
	}
}
