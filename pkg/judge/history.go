package judge

import (
	"time"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
)

// History is the past of trackers as the judge reads it; ledger.Tx is one. The
// claims that are being judged are already in it.
type History interface {
	// Stating returns the claims of a window whose number lies from least to
	// most, both included, in the order of claim.Compare; an absent number is no
	// limit. The number of a claim is its stated value, else its floor, else its
	// ceiling.
	Stating(w Window, least, most figure.Number) ([]claim.Claim, error)
	// Live returns the claims of a window that stand before c, each claimant's
	// newest alone, in the order of claim.Compare.
	Live(w Window, c claim.Claim) ([]claim.Claim, error)
	// Said returns the claims of one claimant in a window, without those of
	// revisions that were edited away, in the order of claim.Compare.
	Said(w Window, claimant string) ([]claim.Claim, error)
	// MayFall reports whether c, which states a value, can have made a step down
	// in what its claimant said within a window (claim.Falls). It may report a
	// step where there is none, never the reverse.
	MayFall(w Window, c claim.Claim) (bool, error)
	// Editions returns the claims that an article's revisions make on a tracker
	// in its unit, revision by revision, the last edition at the end. A revision
	// that makes none is left out.
	Editions(article figure.ArticleID, tracker string, unit figure.UnitID) ([][]claim.Claim, error)
	// Evidence returns what a claim was made of: the article's revision, without
	// its text, and the figure as it was read.
	Evidence(c claim.Claim) (figure.Article, figure.Figure, error)
}

// Window is a part of a tracker's history: the dated claims ever made on it in
// its unit, with an as-of time from Since to Until, both included; a zero time is
// no limit. Those of revisions that were edited away belong to it, those that wait
// for review do not.
type Window struct {
	Tracker      string
	Unit         figure.UnitID
	Since, Until time.Time
}
