// Package claim turns matched figures into claims (who says what, as of when) and combines the
// live claims of a tracker into one estimate. It is pure: it stores nothing, and neither
// matches figures nor judges what is new. Package judge makes claims with it, the sink
// estimates.
package claim

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// ID identifies a claim: one figure for one tracker.
type ID string

// Claim is a statement of a number for a tracker. Its amount is in the tracker's unit and
// includes the bounds that its relation implies; at least one number is stated.
type Claim struct {
	ID      ID
	Tracker string
	// Unit is the tracker's unit as its series have it; empty for a bare count.
	Unit figure.UnitID
	// Claimant is the claimant named by the sentence, else the feed's, else the publisher's
	// family, else the source.
	Claimant string
	Source   string
	Origin   Origin
	// Review says why the claim waits for review; until then it is in no estimate or series.
	// It is empty for nearly all claims.
	Review string
	// AsOf is the article's own time in whole milliseconds, UTC. It is zero for an undated
	// article, whose claims are kept but never used.
	AsOf     time.Time
	Relation figure.Relation
	figure.Amount

	Figure   figure.ID
	Article  figure.ArticleID
	Revision figure.Revision
	// Field and Start are the position of the figure.
	Field figure.Field
	Start int
}

// AsOf is the time to which an article's claims belong: its publication, but no later than its
// fetching, since a feed with a wrong zone or year must not report from the future. It is zero
// if the article has no date: the time of fetching is no evidence of the time of the news.
func AsOf(a figure.Article) time.Time {
	at := a.Published
	if at.IsZero() {
		return time.Time{}
	}
	if !a.Fetched.IsZero() && a.Fetched.Before(at) {
		at = a.Fetched
	}
	return at.UTC().Truncate(time.Millisecond)
}

// Series is what claims are made for: a tracker, in the unit of its series.
type Series struct {
	Tracker string
	Unit    figure.UnitID
}

// Publication is an article with its origin, which is OriginOf(*Article).
type Publication struct {
	Article *figure.Article
	Origin  Origin
}

// New returns the claim that a figure of a publication makes for a series; stated is the
// figure's amount in the series' unit.
func New(s Series, p Publication, f *figure.Figure, stated figure.Amount) Claim {
	a, m := p.Article, &f.Mention
	return Claim{
		ID:      ID(string(f.ID) + "." + s.Tracker),
		Tracker: s.Tracker, Unit: s.Unit, Source: a.Source, Origin: p.Origin, AsOf: AsOf(*a),
		Claimant: cmp.Or(strings.TrimSpace(m.Context.Claimant), a.Claimant, a.Family, a.Source),
		Relation: m.Relation, Amount: stated.Bounded(m.Relation),
		Figure: f.ID, Article: a.ID, Revision: a.Revision,
		Field: m.Field, Start: m.Start,
	}
}

// Compare orders claims independently of arrival: by as-of time, then by article; within an
// article the leading claim sorts last and counts as its latest.
func Compare(a, b Claim) int {
	return cmp.Or(a.AsOf.Compare(b.AsOf), cmp.Compare(a.Article, b.Article), Lead(b, a))
}

// Lead orders the claims of one article by position: first the title, then the text from its
// beginning. A report begins with its news; what follows is often background.
func Lead(a, b Claim) int {
	return cmp.Or(
		cmp.Compare(fieldRank(a.Field), fieldRank(b.Field)),
		cmp.Compare(a.Start, b.Start),
		cmp.Compare(a.ID, b.ID))
}

func fieldRank(f figure.Field) int {
	return slices.Index([]figure.Field{figure.FieldTitle, figure.FieldText}, f)
}

// Settle returns the claim that represents an article in a tracker's series, which has one
// value for each source and time: the first one by Lead with a stated value, or the first one
// of all.
func Settle(claims []Claim) Claim {
	return slices.MinFunc(claims, func(a, b Claim) int {
		if a.Value.Stated() != b.Value.Stated() {
			if a.Value.Stated() {
				return -1
			}
			return 1
		}
		return Lead(a, b)
	})
}
