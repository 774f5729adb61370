package markup_test

import (
	"strings"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/markup"
)

func TestStrip(t *testing.T) {
	for text, want := range map[string]string{
		"<p>40 missiles</p>":                                       " 40 missiles ",
		"4<b>0</b> miss<i>il</i>es":                                "40 missiles",
		`<a href="x>y" title='40 > 30'>here</a>`:                   "here",
		"a < b > c":                                                "a < b > c",
		"<40 tonnes> of it":                                        "<40 tonnes> of it",
		"if x <b and c":                                            "if x <b and c",
		"<script>var x = 40 < 50</script>7":                        " 7",
		"<STYLE type=x>p { margin: 40px }</STYLE >7":               " 7",
		"<script>var x = 40":                                       " ",
		"<!-- 40 --> 7 <!-- 50":                                    " 7  ",
		"<!DOCTYPE html><br/>7":                                    "  7",
		"<![CDATA[7":                                               "7",
		"&lt;40&nbsp;t&#111;nnes &amp; &eacute;t&#xE9;":            "<40\u00a0tonnes & été",
		"AT&T; R&D; 5 & 6; &unknown; &#x;":                         "AT&T; R&D; 5 & 6; &unknown; &#x;",
		"\x1b[1;31m40\x1b[0m dead\x1b]0;title 5\a\x1b(B\x1b":       "40 dead",
		"m<sup>2</sup> 10<sup>12</sup> 40<sup>[1]</sup> dead":      "m² 10¹ 40 dead",
		"14<sup>th</sup> CO<sub>2</sub>":                           "14th CO2",
		"<o:p>7</o:p><unknown-thing class=a>8</unknown-thing>":     " 7  8 ",
		"<p title=\"never closed>7 people":                         " 7 people",
		"plain text with nothing to strip, however long it may be": "plain text with nothing to strip, however long it may be",
	} {
		if got := markup.Strip(text); got != want {
			t.Errorf("%q strips to %q, want %q", text, got, want)
		}
	}
}

func TestClose(t *testing.T) {
	for text, want := range map[string]struct {
		n      int
		closed bool
	}{
		"x = 40;</SCRIPT >7": {17, true},
		"x = 40 </ script>":  {17, false},
		"x</script":          {9, true},
	} {
		if n, closed := markup.Close(text, "</script"); n != want.n || closed != want.closed {
			t.Errorf("%q closes at %d, %v, want %+v", text, n, closed, want)
		}
	}
}

// TestBrokenMarkupTakesLinearTime: sixteen times the text takes no more than some
// sixteen times as long.
func TestBrokenMarkupTakesLinearTime(t *testing.T) {
	for _, piece := range []string{"<", "<a ", "<a href=\"", "<a '=", "<!--", "<!", "<script>", "&", "&a", "\x1b]", "\x1b[", "<sup>", "</"} {
		took := func(n int) time.Duration {
			best, text := time.Hour, strings.Repeat(piece, n/len(piece))
			for range 3 {
				start := time.Now()
				markup.Strip(text)
				best = min(best, time.Since(start))
			}
			return best
		}
		if small, large := took(4<<10), took(64<<10); large > 60*small+20*time.Millisecond {
			t.Errorf("%q: 4 kB take %v, 64 kB take %v", piece, small, large)
		}
	}
}

// FuzzAt: a piece lies inside the text, ends between two code points, and what Strip leaves
// is no longer than what it was given.
func FuzzAt(f *testing.F) {
	for _, text := range []string{"<p>40</p>", "&nbsp;&#160;&x", "<script>x", "\x1b[1m40\x1b[0m", "10<sup>6</sup>", "<!-- x", "<a b='\"'>"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for at := range len(text) {
			p := markup.At(text, at)
			if p.Len < 0 || at+p.Len > len(text) || (p.Kind == markup.None) != (p.Len == 0) || p.Closes != "" && at+p.Len != len(text) {
				t.Errorf("at %d of %q: %+v", at, text, p)
			}
		}
		if got := markup.Strip(text); len(got) > len(text) {
			t.Errorf("%q strips to %q, which is longer", text, got)
		}
	})
}
