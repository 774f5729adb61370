package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestUnits keeps what lookups and conversions print under the eyes of a
// reviewer.
func TestUnits(t *testing.T) {
	for name, args := range map[string][]string{
		"name.jsonl":     {"طن", "متري"},
		"symbol.txt":     {"-o", "table", "kg"},
		"compound.jsonl": {"gram-per-square-meter"},
		"quantity.csv":   {"-o", "csv", "--quantity", "temperature"},
		"inflected.txt":  {"-o", "table", "أطنان"},
		"shared.txt":     {"-o", "table", "دنانير"},
		"local.txt":      {"-o", "table", "dunams"},
		"local.jsonl":    {"convert", "10 آلاف دونم في العراق", "hectare"},
		"floor.txt":      {"convert", "-o", "table", "millions of tonnes", "kilogram"},
		"negative.jsonl": {"convert", "--", "-5 degrees Celsius", "fahrenheit"},
		"convert.jsonl":  {"convert", "260 ألف طن متري", "kilogram"},
		"convert.txt":    {"convert", "-o", "table", "at least 30 degrees Celsius", "fahrenheit"},
		"range.csv":      {"convert", "-o", "csv", "between 5 and 7 miles", "kilometer"},
		"rate.jsonl":     {"convert", "90 km/h", "meter-per-second"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := arqam(t, t.TempDir(), "", nil, append([]string{"units"}, args...)...)
			if got.status != exitOK || got.stderr != "" {
				t.Errorf("exit status %d, stderr %q", got.status, got.stderr)
			}
			golden(t, filepath.Join("testdata", "units", name), got.stdout)
		})
	}
}

// TestUnitsRefuse: what cannot be looked up or converted is said in one line.
func TestUnitsRefuse(t *testing.T) {
	for _, tt := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"frobnitz"}, exitFailure, `"frobnitz" names no unit: "arqam units" lists the units`},
		{[]string{"kilomter"}, exitFailure, `"kilomter" names no unit: did you mean kilometer`},
		{[]string{"هللة"}, exitFailure, `is a part of SAR, and no unit of its own`},
		{[]string{"--quantity", "weight"}, exitUsage, "want one of acceleration"},
		{[]string{"convert", "5 kg"}, exitUsage, "accepts 2 arg(s)"},
		{[]string{"convert", "5 kg", "meter"}, exitUsage, "cannot convert kilogram (mass) to meter (length)"},
		{[]string{"convert", "5 kg", "smoot"}, exitUsage, `"smoot" names no unit`},
		{[]string{"convert", "5 kg", "دينار"}, exitUsage, `"دينار" could be BHD, DZD, IQD, JOD`},
		{[]string{"convert", "5 dollars", "EUR"}, exitUsage, "an exchange rate is not a unit"},
		{[]string{"convert", "hello", "meter"}, exitUsage, "states 0 figures"},
		{[]string{"convert", "5 kg and 6 miles", "meter"}, exitUsage, "states 2 figures"},
		{[]string{"convert", "40 missiles", "meter"}, exitUsage, "has no unit"},
	} {
		got := arqam(t, t.TempDir(), "", nil, append([]string{"units"}, tt.args...)...)
		if got.status != tt.status || !strings.Contains(got.stderr, tt.says) || strings.Count(got.stderr, "\n") != 1 || got.stdout != "" {
			t.Errorf("units %q: exit status %d, want %d; stderr %q, want %q in one line; stdout %q", tt.args, got.status, tt.status, got.stderr, tt.says, got.stdout)
		}
	}
}
