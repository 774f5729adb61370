package numeral_test

import (
	"testing"

	"github.com/arqam-io/arqam/pkg/numeral"
)

// TestDigits has a row for every arrangement of separators between digits. The shapes are
// those of package token: D can only be decimal, G can only group, R is the letter of
// fraction-first decimals.
func TestDigits(t *testing.T) {
	type reading struct{ value, other string }
	no := reading{}
	tests := []struct {
		shape  string
		ar, en reading
	}{
		// no separator
		{"0", reading{value: "0"}, reading{value: "0"}},
		{"7", reading{value: "7"}, reading{value: "7"}},
		{"0123", reading{value: "123"}, reading{value: "123"}},
		{"12345678901234567890123", reading{value: "12345678901234567890123"}, reading{value: "12345678901234567890123"}},
		// one mark, not followed by three digits
		{"1.5", reading{value: "1.5"}, reading{value: "1.5"}},
		{"1,5", reading{value: "1.5"}, reading{value: "1.5"}},
		{"10.25", reading{value: "10.25"}, reading{value: "10.25"}},
		{"0,4632", reading{value: "0.4632"}, reading{value: "0.4632"}},
		{"1234.56", reading{value: "1234.56"}, reading{value: "1234.56"}},
		{"3D5", reading{value: "3.5"}, reading{value: "3.5"}},
		// one mark before three digits
		{"1,365", reading{"1365", "1.365"}, reading{value: "1365"}},
		{"1.365", reading{"1365", "1.365"}, reading{value: "1.365"}},
		{"12,500", reading{"12500", "12.5"}, reading{value: "12500"}},
		{"12.500", reading{"12500", "12.5"}, reading{value: "12.5"}},
		{"125,000", reading{"125000", "125"}, reading{value: "125000"}},
		{"1G365", reading{value: "1365"}, reading{value: "1365"}},
		{"1D365", reading{value: "1.365"}, reading{value: "1.365"}},
		{"0.350", reading{value: "0.35"}, reading{value: "0.35"}},
		{"0,350", reading{value: "0.35"}, reading{value: "0.35"}},
		{"1234.567", reading{value: "1234.567"}, reading{value: "1234.567"}},
		// one mark, several times
		{"1,234,567", reading{value: "1234567"}, reading{value: "1234567"}},
		{"1.234.567", reading{value: "1234567"}, reading{value: "1234567"}},
		{"1G234G567", reading{value: "1234567"}, reading{value: "1234567"}},
		{"12,34,567", reading{value: "1234567"}, reading{value: "1234567"}},
		{"4,632,45", reading{value: "4632.45"}, reading{value: "4632.45"}},
		// two marks: the last is decimal
		{"1,234.5", reading{value: "1234.5"}, reading{value: "1234.5"}},
		{"1.234,5", reading{value: "1234.5"}, reading{value: "1234.5"}},
		{"1,234.567", reading{value: "1234.567"}, reading{value: "1234.567"}},
		{"1,234,567.89", reading{value: "1234567.89"}, reading{value: "1234567.89"}},
		{"1G234D5", reading{value: "1234.5"}, reading{value: "1234.5"}},
		{"1G234.5", reading{value: "1234.5"}, reading{value: "1234.5"}},
		// fraction first
		{"5R31", reading{value: "31.5"}, reading{value: "31.5"}},
		{"30R0", reading{value: "0.3"}, reading{value: "0.3"}},
		{"11R148", reading{value: "148.11"}, reading{value: "148.11"}},
		// not numbers
		{"1R2R3", no, no},
		{"1.5R2", no, no},
		{"1.2.3", no, no},
		{"10.0.0.1", no, no},
		{"1G23", no, no},
		{"1234G567", no, no},
		{"1,2,3", no, no},
	}
	ar, en := pack(t, "ar"), pack(t, "en")
	for _, tt := range tests {
		for _, l := range []struct {
			name string
			want reading
		}{{"ar", tt.ar}, {"en", tt.en}} {
			p := ar
			if l.name == "en" {
				p = en
			}
			value, other, ok := numeral.Digits(tt.shape, p)
			if got := (reading{value.String(), other.String()}); got != l.want || ok != (l.want.value != "") {
				t.Errorf("%s: Digits(%q) = %q or %q, %v; want %q or %q", l.name, tt.shape, got.value, got.other, ok, l.want.value, l.want.other)
			}
		}
	}
}

// TestThousandsOfMillionsInDigits: in languages that say thousands of millions, a point always
// groups, and there is no decimal reading.
func TestThousandsOfMillionsInDigits(t *testing.T) {
	for shape, want := range map[string]string{"2.500": "2500", "1.250.000": "1250000", "3,5": "3.5", "3,500": "3.5", "2.5": "2.5"} {
		value, other, ok := numeral.Digits(shape, pack(t, "es"))
		if value.String() != want || other.Stated() || !ok {
			t.Errorf("Digits(%q) = %s or %s, %v; want %s alone", shape, value, other, ok, want)
		}
	}
}
