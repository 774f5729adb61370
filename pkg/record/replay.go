package sink

import (
	"cmp"
	"context"
	"iter"
	"math"
	"slices"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/track"
)

// Rehearse gives articles to a sink in the order of their own time, on a ledger
// that is empty and the caller's to throw away, and returns the events that
// they would have raised, oldest first. Nothing is sent. An article that no
// tracker follows in any of its revisions is passed over. Done is called after
// each article.
func Rehearse(ctx context.Context, l *ledger.Ledger, m *track.Matcher, articles []figure.Figures, done func()) ([]ledger.Event, error) {
	s, err := newSink(ctx, Options{Ledger: l, Matcher: m, Log: zap.NewNop()})
	if err != nil {
		return nil, err
	}
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
			if err := s.handle(ctx, in); err != nil {
				return nil, err
			}
		}
		done()
	}
	events, err := l.Events(ctx, "", math.MaxInt32)
	slices.Reverse(events)
	return events, err
}

// Replay gives a ledger's articles to its sink again, as they are read today.
// A number that the article's revision stated before is told to nobody again;
// what is news waits in the ledger for a running sink to send it. It returns how
// many events that is.
func Replay(ctx context.Context, l *ledger.Ledger, m *track.Matcher, articles iter.Seq2[figure.Figures, error]) (events int, err error) {
	before, err := l.Counts(ctx)
	if err != nil {
		return 0, err
	}
	s, err := newSink(ctx, Options{Ledger: l, Matcher: m, Log: zap.NewNop()})
	if err != nil {
		return 0, err
	}
	for in, err := range articles {
		if err != nil {
			return 0, err
		}
		if err := s.handle(ctx, &in); err != nil {
			return 0, err
		}
	}
	after, err := l.Counts(ctx)
	return int(after.Events - before.Events), err
}
