package replay

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/terminal"
	"github.com/arqam-io/arqam/pkg/track"
)

// Summary counts the figures, sources and events of a tracker.
type Summary struct {
	Tracker string
	Figures int
	Sources int
	Events  map[string]int // by type
}

// String returns one line.
func (s Summary) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s from %s", s.Tracker, terminal.Count(s.Figures, "figure"), terminal.Count(s.Sources, "source"))
	for _, kind := range slices.Sorted(maps.Keys(s.Events)) {
		fmt.Fprintf(&b, ", %d %s", s.Events[kind], kind)
	}
	return b.String()
}

// Summaries returns, for each tracker, what it follows in the articles and the events it
// raised.
func Summaries(m *track.Matcher, read []figure.Figures, events []event.Event) []Summary {
	figures, sources := map[string]int{}, map[string]map[string]bool{}
	for i := range read {
		for _, match := range m.Match(&read[i]) {
			name := match.Tracker.Name
			if sources[name] == nil {
				sources[name] = map[string]bool{}
			}
			figures[name]++
			sources[name][read[i].Article.Source] = true
		}
	}
	var out []Summary
	for _, t := range m.Trackers() {
		s := Summary{t.Name, figures[t.Name], len(sources[t.Name]), map[string]int{}}
		for _, e := range events {
			if e.Tracker == t.Name {
				s.Events[string(e.Type)]++
			}
		}
		out = append(out, s)
	}
	return out
}
