package intake

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/track"
)

// Rehearse records articles in order of their own time in an empty ledger, which the caller
// discards, and returns the events that they raise, oldest first. An article that no tracker
// follows in any of its revisions is skipped. done is called after each article.
func Rehearse(ctx context.Context, l *ledger.Ledger, m *track.Matcher, articles []figure.Figures, done func()) ([]ledger.Event, error) {
	r := New(l, m)
	followed := map[figure.ArticleID]bool{}
	for i := range articles {
		if len(m.Match(&articles[i])) > 0 {
			followed[articles[i].Article.ID] = true
		}
	}
	order := make([]*figure.Figures, len(articles))
	for i := range articles {
		order[i] = &articles[i]
	}
	slices.SortStableFunc(order, func(a, b *figure.Figures) int {
		return cmp.Or(claim.AsOf(a.Article).Compare(claim.AsOf(b.Article)), a.Article.Fetched.Compare(b.Article.Fetched),
			cmp.Compare(a.Article.ID, b.Article.ID))
	})
	for _, in := range order {
		if followed[in.Article.ID] {
			if _, err := r.Record(ctx, in); err != nil {
				return nil, err
			}
		}
		done()
	}
	events, err := l.Events(ctx, "", math.MaxInt32)
	slices.Reverse(events)
	return events, err
}

// Replay records a ledger's articles again, as the current engine reads them, and returns how
// many events that raised. A number that the same revision stated before raises none. The
// events wait in the ledger until a running sink sends them.
func Replay(ctx context.Context, l *ledger.Ledger, m *track.Matcher, articles iter.Seq2[figure.Figures, error]) (events int, err error) {
	r := New(l, m)
	for in, err := range articles {
		if err != nil {
			return 0, err
		}
		out, err := r.Record(ctx, &in)
		if err != nil {
			return 0, err
		}
		events += len(out.Events)
	}
	return events, nil
}
