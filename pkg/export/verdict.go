package export

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/track"
)

// Verdict is the result of matching a figure against a tracker. The values are in the
// tracker's unit.
type Verdict struct {
	Tracker string `json:"tracker"`
	Matches bool   `json:"matches"`
	Unit    string `json:"unit"`
	figure.Amount
	Findings []Finding      `json:"findings"`
	Figure   *figure.Figure `json:"figure"`
}

// Finding is the result of one clause of the tracker.
type Finding struct {
	Clause track.Clause `json:"clause"`
	Passed bool         `json:"passed"`
	Wanted string       `json:"wanted"`
	Met    string       `json:"met"`
}

// VerdictOf converts the result for a figure and a tracker, with all its findings.
func VerdictOf(m track.Match) Verdict {
	v := Verdict{m.Tracker.Name, m.Passed, m.Tracker.UnitLabel(), m.Amount, nil, m.Figure}
	for _, f := range m.Findings {
		v.Findings = append(v.Findings, Finding(f))
	}
	return v
}
