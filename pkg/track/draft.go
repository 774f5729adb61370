package track

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang/search"
	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// ErrNothingToFollow means that no figure in the text has a subject to recognise it by.
var ErrNothingToFollow = errors.New("no figure in the text has a subject")

// Draft writes a file of trackers for the user to edit, with one tracker for each figure that
// can be followed: its subject, its unit and its measure.
func Draft(figures []figure.Figure, units Units, words *search.Folder) (string, error) {
	var b strings.Builder
	b.WriteString("# Check with: arqam tracker lint FILE. All keys: docs/trackers.md.\ntrackers:\n")
	names, measures := map[string]int{}, NewMeasures(words)
	drafts := 0
	for i := range figures {
		f := &figures[i]
		subject := cmp.Or(string(f.Mention.Event), string(f.Mention.Concept), f.Mention.Subject)
		if subject == "" {
			continue // nothing to recognise it by
		}
		drafts++
		name := nameOf(subject, f)
		if names[name]++; names[name] > 1 {
			name = fmt.Sprintf("%s-%d", name, names[name])
		}
		if err := draftOne(&b, measures, name, subject, f); err != nil {
			return "", err
		}
	}
	if drafts == 0 {
		return "", ErrNothingToFollow
	}
	if _, err := Decode("the draft", []byte(b.String()), units, words); err != nil {
		return "", fmt.Errorf("the draft is not a valid tracker: %w", err)
	}
	return b.String(), nil
}

var notName = regexp.MustCompile(`[^a-z0-9]+`)

// nameOf returns a tracker's name: its subject if it is in Latin letters, else the kind of
// figure.
func nameOf(subject string, f *figure.Figure) string {
	name := strings.Trim(notName.ReplaceAllString(strings.ToLower(subject), "-"), "-")
	return cmp.Or(name[:min(len(name), 40)], string(f.Mention.Kind))
}

func draftOne(b *strings.Builder, measures *Measures, name, subject string, f *figure.Figure) error {
	t := Tracker{UnitPer: f.UnitPer}
	measure, met := measureOf(f, measures)
	tolerance := "0%"
	if f.Mention.Kind != figure.Count {
		tolerance = "1%"
	}
	fmt.Fprintf(b, "  # %s\n", strings.Join(strings.Fields(f.Mention.Context.Sentence), " "))
	quoted, err := yamlfile.Quote(subject)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "  - name: %s\n    match:\n      subject: [%s]\n", name, quoted)
	if m := cmp.Or(f.Mention.Context.Modality, figure.Asserted); m != figure.Asserted {
		fmt.Fprintf(b, "      modality: [%s]\n", m)
	}
	b.WriteString("      # mentions: {all: [[a place, its name in Arabic]], within: article}\n")
	fmt.Fprintf(b, "    unit: %s\n    measure: %s # %s\n", t.UnitLabel(), measure, met)
	fmt.Fprintf(b, "    novelty: {tolerance: %s, memory: 90d, confirm: 2}\n    stale_after: 30d\n\n", tolerance)
	return nil
}

// measureOf guesses a tracker's measure from one figure, with the reason.
func measureOf(f *figure.Figure, measures *Measures) (measure Measure, why string) {
	if f.Per != "" && f.Mention.Kind != figure.Money {
		return Rate, "the unit is a rate"
	}
	if f.Per != "" {
		return Level, "it is a price"
	}
	switch stated, met := measures.Of(f); {
	case stated == Increment:
		return stated, met
	case f.Mention.Kind == figure.Count:
		return Cumulative, cmp.Or(met, "a new number replaces the old one; use increment if it adds to it")
	}
	return Level, "the number goes up and down; use cumulative if it only grows"
}
