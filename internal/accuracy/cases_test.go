package accuracy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/arqam-io/arqam/pkg/figure"
)

// testCase is a sentence with the figures that must be read in it.
type testCase struct {
	ID, Kind, Lang, Text string
	Published            time.Time
	Figures              []map[string]any
}

// caseTime is the publication time of sentences without a date of their own.
var caseTime = time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)

// TestReadingCases counts the sentences in which exactly the expected figures are read.
func TestReadingCases(t *testing.T) {
	hold(t, "reading.jsonl", 76, func(c testCase, got []map[string]any) bool {
		return len(got) == len(c.Figures) && everyHas(c.Figures, got)
	})
}

// TestContextCases counts the sentences whose figures have the expected context.
func TestContextCases(t *testing.T) {
	hold(t, "context.jsonl", 5, func(c testCase, got []map[string]any) bool {
		for _, m := range got {
			overlayContext(m)
		}
		return everyHas(c.Figures, got)
	})
}

// hold fails if fewer than floor cases of the file pass.
func hold(t *testing.T, file string, floor int, holds func(testCase, []map[string]any) bool) {
	t.Helper()
	count, all := 0, 0
	for line := range bytes.Lines(read(t, file)) {
		var c testCase
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if c.Published.IsZero() {
			c.Published = caseTime
		}
		all++
		got := members(t, figures(t, figure.Article{ID: figure.ArticleID(c.ID), Lang: c.Lang, Text: c.Text, Published: c.Published}))
		if holds(c, got) {
			count++
		} else {
			t.Logf("%s: %s: %q gives %v, want %v", c.ID, c.Kind, c.Text, got, c.Figures)
		}
	}
	t.Logf("%s: %d of %d pass", file, count, all)
	if count < floor {
		t.Errorf("%s: %d of %d cases pass, want at least %d", file, count, all, floor)
	}
}

// everyHas reports whether each expected figure is among those read.
func everyHas(wanted, got []map[string]any) bool {
	return !slices.ContainsFunc(wanted, func(w map[string]any) bool {
		return !slices.ContainsFunc(got, func(g map[string]any) bool { return has(g, w) })
	})
}

// has reports whether the figure has all the expected members; a list has acceptable texts, of
// which only letters are compared.
func has(got, wanted map[string]any) bool {
	for member, want := range wanted {
		have := got[member]
		if list, ok := want.([]any); ok {
			if !slices.ContainsFunc(list, func(w any) bool { return have != nil && letters(w) == letters(have) }) {
				return false
			}
		} else if have != want {
			return false
		}
	}
	return true
}

func letters(v any) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ' ' {
			return unicode.ToLower(r)
		}
		return -1
	}, fmt.Sprint(v))
}

// members returns the figures as maps of their JSON members.
func members(t *testing.T, figures []figure.Figure) []map[string]any {
	t.Helper()
	out := make([]map[string]any, len(figures))
	for i, f := range figures {
		b, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &out[i]); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// overlayContext copies the members of the context that cases name to the figure itself: the
// relation is then that of the interval, and its ends are days.
func overlayContext(m map[string]any) {
	context, _ := m["context"].(map[string]any)
	for _, name := range []string{"claimant", "modality", "measure"} {
		m[name] = context[name]
	}
	interval, _ := context["interval"].(map[string]any)
	m["relation"] = interval["relation"]
	for _, end := range []string{"from", "to"} {
		if s, ok := interval[end].(string); ok {
			m[end] = s[:len(time.DateOnly)]
		}
	}
}
