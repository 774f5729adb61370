package sink

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/judge"
	"github.com/arqam-io/arqam/pkg/ledger"
)

// BenchmarkMuchReported records articles for trackers with ten thousand reports within their
// memory. The articles repeat a number, report a new one, or report one below the earlier
// value of the same claimant.
func BenchmarkMuchReported(b *testing.B) {
	const reported, batch = 10_000, 500
	l, err := ledger.Open(b.Context(), filepath.Join(b.TempDir(), "ledger.db"))
	must(b, err)
	b.Cleanup(func() { l.Close() })
	m := matcher(b)
	m.Trackers()[0].Novelty.Tolerance = figure.NewNumber(0)
	s, err := newSink(b.Context(), Options{Ledger: l, Matcher: m, Log: zap.NewNop()})
	must(b, err)
	var names []string
	for _, t := range m.Trackers() {
		names = append(names, t.Name)
	}
	written := 0
	next := func(value int64) figure.Figures {
		written++
		in := tonnes(fmt.Sprint(written), []string{"wire", "desk", "post"}[written%3], 0, figure.Eq, value)
		in.Article.Published = start.Add(time.Duration(written) * (60 * 24 * time.Hour / reported))
		return in
	}
	for range reported / batch {
		must(b, l.Update(b.Context(), func(tx *ledger.Tx) error {
			for range batch {
				in := next(int64(1000 + written))
				if err := tx.Record(&in); err != nil {
					return err
				}
				if _, err := tx.Claim(&in.Article, names, judge.NewCase(m, &in, nil, nil).Claims()); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	for _, c := range []struct {
		name  string
		value func() int64
	}{
		{"again", func() int64 { return 1000 + reported }},
		{"another", func() int64 { return int64(1000 + written) }},
		{"lower", func() int64 { return 2000 }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				in := next(c.value())
				must(b, s.handle(b.Context(), &in))
			}
		})
	}
}
