package judge

import (
	"time"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
)

// History reads the past claims of trackers; ledger.Tx implements it. The claims being judged
// are already in it.
type History interface {
	// Stating returns the claims of a window whose number lies in [least, most], in the order
	// of claim.Compare; an absent number is no limit. The number of a claim is its stated
	// value, else its lower bound, else its upper bound.
	Stating(w Window, least, most figure.Number) ([]claim.Claim, error)
	// Live returns each claimant's newest claim before c in a window, in the order of
	// claim.Compare.
	Live(w Window, c claim.Claim) ([]claim.Claim, error)
	// Said returns the claims of one claimant in a window, without those of superseded
	// revisions, in the order of claim.Compare.
	Said(w Window, claimant string) ([]claim.Claim, error)
	// MayFall reports whether c, which states a value, may be part of a step down in its
	// claimant's numbers within a window (claim.Falls). It can be wrongly true, never wrongly
	// false.
	MayFall(w Window, c claim.Claim) (bool, error)
	// Editions returns the claims that an article's revisions make on a tracker in its unit,
	// one slice for each revision, the last edition at the end. Revisions without claims are
	// left out.
	Editions(article figure.ArticleID, tracker string, unit figure.UnitID) ([][]claim.Claim, error)
	// Evidence returns the article revision, without its text, and the figure that a claim was
	// made from.
	Evidence(c claim.Claim) (figure.Article, figure.Figure, error)
}

// Window is a part of a tracker's history: the dated claims made on it in its unit, with an
// as-of time in [Since, Until]; a zero time is no limit. It includes claims of superseded
// revisions, and excludes those that wait for review.
type Window struct {
	Tracker      string
	Unit         figure.UnitID
	Since, Until time.Time
}
