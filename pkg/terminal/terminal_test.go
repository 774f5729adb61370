package terminal_test

import (
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/terminal"
)

func TestShow(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		terminal       bool
		width          int
	}{
		{"a pipe", "260 ألف", "260 ألف", false, 0},
		{"a terminal isolates", "260 ألف", "\u2068260 ألف\u2069", true, 0},
		{"nothing is not isolated", "", "", true, 0},
		{"line breaks and escapes", "a\nb\t\x1b[31mc\u202e\u2066", "\u2068a b [31mc\u2069", true, 0},
		{"cut before it is isolated", "abcdefghij", "\u2068abcd…\u2069", true, 5},
		{"cut by columns, not marks", "بَيْتٌ", "\u2068بَيْتٌ\u2069", true, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := terminal.Screen{}
			if c.terminal {
				s.Width = 80
			}
			if got := s.Show(c.in, c.width); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestEscaped(t *testing.T) {
	for in, want := range map[string]string{
		"260 ألف\n\t'x'": "260 ألف\n\t'x'",
		"\x1b[31m\u202e": `\x1b[31m\u202e`,
		"a\xff\x00":      `a\xff\x00`,
	} {
		if got := terminal.Escaped([]byte(in)); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestDuration(t *testing.T) {
	for in, want := range map[time.Duration]string{15 * time.Minute: "15m", 2 * time.Hour: "2h", 90 * time.Minute: "1h30m", 90 * time.Second: "1m30s"} {
		if got := terminal.Duration(in); got != want {
			t.Errorf("%v is printed as %s, want %s", int64(in), got, want)
		}
	}
}

func TestCount(t *testing.T) {
	for _, c := range []struct {
		n          int
		noun, want string
	}{
		{0, "feed", "0 feeds"}, {1, "feed", "1 feed"}, {2, "feed", "2 feeds"},
		{1, "entry", "1 entry"}, {2, "entry", "2 entries"}, {2, "day", "2 days"},
	} {
		if got := terminal.Count(c.n, c.noun); got != c.want {
			t.Errorf("Count(%d, %q) = %q, want %q", c.n, c.noun, got, c.want)
		}
	}
}
