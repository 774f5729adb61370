package export

import (
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
)

// evidence is what the ledger records with a figure.
type evidence struct {
	Article    evidenceArticle     `json:"article"`
	Engine     string              `json:"engine"`
	Claim      *evidenceClaim      `json:"claim,omitempty"`
	Correction *evidenceCorrection `json:"correction,omitempty"`
}

type evidenceArticle struct {
	Source    string    `json:"source,omitempty"`
	URL       string    `json:"url,omitempty"`
	Title     string    `json:"title,omitempty"`
	Lang      string    `json:"lang,omitempty"`
	Published time.Time `json:"published,omitzero"`
}

// evidenceClaim is the claim of a figure, in the tracker's unit.
type evidenceClaim struct {
	Tracker  string    `json:"tracker"`
	Claimant string    `json:"claimant"`
	AsOf     time.Time `json:"as_of,omitzero"`
	figure.Amount
	Unit figure.UnitID `json:"unit,omitempty"`
}

// evidenceCorrection is a correction by a person, with the figure as the engine read it.
type evidenceCorrection struct {
	Did     string         `json:"did"`
	Tracker string         `json:"tracker,omitempty"`
	By      string         `json:"by"`
	Why     string         `json:"why"`
	At      time.Time      `json:"at"`
	Read    *figure.Figure `json:"read"`
}

func newEvidence(row ledger.Row) evidence {
	a := row.Article
	out := evidence{Article: evidenceArticle{a.Source, a.URL, a.Title, a.Lang, a.Published}, Engine: row.Engine}
	if c := row.Claim; c != nil {
		out.Claim = &evidenceClaim{c.Tracker, c.Claimant, c.AsOf, c.Amount, c.Unit}
	}
	if o := row.Override; o != nil {
		c := o.Correction
		out.Correction = &evidenceCorrection{CorrectionOf(*o), c.Tracker, c.By, c.Why, c.At, row.Read}
	}
	return out
}
