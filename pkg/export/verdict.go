package export

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/track"
)

// Verdict is a figure tried against a tracker. The values are in
// the tracker's unit.
type Verdict struct {
	Tracker string `json:"tracker"`
	Matches bool   `json:"matches"`
	Unit    string `json:"unit"`
	figure.Amount
	Findings []Finding      `json:"findings"`
	Figure   *figure.Figure `json:"figure"`
}

// Finding is what one clause of the tracker found.
type Finding struct {
	Clause track.Clause `json:"clause"`
	Passed bool         `json:"passed"`
	Wanted string       `json:"wanted"`
	Met    string       `json:"met"`
}

// VerdictOf is a match, or the lack of one, with every clause that was tried.
func VerdictOf(m track.Match) Verdict {
	v := Verdict{m.Tracker.Name, m.Passed, m.Tracker.UnitLabel(), m.Amount, nil, m.Figure}
	for _, f := range m.Findings {
		v.Findings = append(v.Findings, Finding(f))
	}
	return v
}
