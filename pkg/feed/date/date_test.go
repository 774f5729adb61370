package date_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/feed/date"
	"github.com/arqam-io/arqam/pkg/lang"
)

func newParser(tb testing.TB) *date.Parser {
	tb.Helper()
	set, err := lang.Load()
	if err != nil {
		tb.Fatal(err)
	}
	p, err := date.New(set)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// TestParse reads testdata/dates.txt: "@" sets the feed's zone, "=" the expected time or
// fault, and the lines below are its spellings. Now is noon of 1 October 2026.
func TestParse(t *testing.T) {
	p := newParser(t)
	cases, err := os.ReadFile("testdata/dates.txt")
	if err != nil {
		t.Fatal(err)
	}
	setting := date.Setting{Now: time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)}
	want, n := "", 0
	for line := range strings.SplitSeq(string(cases), "\n") {
		if name, ok := strings.CutPrefix(line, "@ "); ok {
			if setting.Zone, err = time.LoadLocation(name); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if then, ok := strings.CutPrefix(line, "= "); ok {
			want, _, _ = strings.Cut(then, " #")
			continue
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		n++
		stamp := p.Parse(line, setting)
		got := string(stamp.Fault)
		if got == "" {
			got = stamp.Time.Format("2006-01-02T15:04:05.999Z07:00")
		}
		if got != want {
			t.Errorf("%q in %v: %s (%s), want %s", line, setting.Zone, got, stamp.Note, want)
		}
		if (stamp.Fault == "") == stamp.Time.IsZero() {
			t.Errorf("%q: fault %q but time %v", line, stamp.Fault, stamp.Time)
		}
	}
	if n < 80 {
		t.Errorf("only %d test dates", n)
	}
}

func TestParseNothing(t *testing.T) {
	p := newParser(t)
	for _, text := range []string{"", "  ", "\u200f", "\u00a0"} {
		if s := p.Parse(text, date.Setting{}); s.Fault == "" || !s.Time.IsZero() {
			t.Errorf("%q gives %v", text, s)
		}
	}
}

func FuzzParse(f *testing.F) {
	p := newParser(f)
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	for _, seed := range []string{"Tue, 03 Feb 2026 14:05:00 GMT", "الخميس، 24 سبتمبر 2026 01:00 م", "قبل 3 ساعات", "٥ رمضان ١٤٤٧ هـ", "12:00 +", "2026-02-03T14:05:00.5+03:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := p.Parse(text, date.Setting{Now: now})
		if (s.Fault == "") == s.Time.IsZero() {
			t.Errorf("fault %q but time %v", s.Fault, s.Time)
		}
		if s.Time.After(now.Add(15 * time.Minute)) {
			t.Errorf("%v is in the future", s.Time)
		}
	})
}
