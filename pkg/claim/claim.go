// Package claim turns matched figures into claims (who says what, as of when)
// and the live claims of a tracker into one estimate. It is pure: it stores
// nothing, and neither matches figures nor judges what is new. Package judge
// makes claims with it, the sink estimates.
package claim

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// ID names a claim: one figure as one tracker sees it.
type ID string

// Claim is what somebody says about a tracker. Its amount is in the tracker's unit,
// and has the bounds that its relation gives; at least one number is stated.
type Claim struct {
	ID      ID
	Tracker string
	// Unit is the tracker's, as its series bear it; empty for a bare count.
	Unit figure.UnitID
	// Claimant is who the sentence names, else who speaks through the feed, else
	// the publisher's family, else the source.
	Claimant string
	Source   string
	Origin   Origin
	// Review says why the claim waits for a person's word, and weighs nothing until
	// then; empty for nearly all.
	Review string
	// AsOf is the article's own time in whole milliseconds, UTC. It is zero for
	// an undated article, whose claims are kept but never weighed.
	AsOf     time.Time
	Relation figure.Relation
	figure.Amount

	Figure   figure.ID
	Article  figure.ArticleID
	Revision figure.Revision
	// Field and Start are where the figure stands.
	Field figure.Field
	Start int
}

// AsOf is the time that an article speaks of: when it was published, but not
// later than it was fetched, since a feed with a wrong zone or year must not
// report from the future. It is zero when the article bears no date: the time
// of fetching says nothing about the time of the news.
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

// Series is what claims are made for: a tracker, in the unit that its series bear.
type Series struct {
	Tracker string
	Unit    figure.UnitID
}

// Publication is an article with its origin, which is OriginOf(*Article).
type Publication struct {
	Article *figure.Article
	Origin  Origin
}

// New returns the claim that a figure of a publication makes for a series; stated is
// what the figure states, in the series' unit.
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

// Compare orders claims, whatever the order in which they arrived: by as-of
// time, then by article, and within an article so that the claim it leads with
// stands last and counts as its latest.
func Compare(a, b Claim) int {
	return cmp.Or(a.AsOf.Compare(b.AsOf), cmp.Compare(a.Article, b.Article), Lead(b, a))
}

// Lead orders the claims of one article by how far forward they stand: the
// title first, then the text from its beginning. What a report leads with is
// its news; what comes later is often background.
func Lead(a, b Claim) int {
	return cmp.Or(
		cmp.Compare(fieldRank(a.Field), fieldRank(b.Field)),
		cmp.Compare(a.Start, b.Start),
		cmp.Compare(a.ID, b.ID))
}

func fieldRank(f figure.Field) int {
	return slices.Index([]figure.Field{figure.FieldTitle, figure.FieldText}, f)
}

// Settle returns the one of an article's claims on one tracker that stands for
// it in a series, which holds one value for each source and time: the claim it
// leads with among those with a stated value, or among all when none has one.
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
