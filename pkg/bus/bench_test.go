package bus

import (
	"context"
	"fmt"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

// BenchmarkChain sends articles of 4 kB through three services that do nothing:
// what is left is the cost of the bus. It has no threshold.
func BenchmarkChain(b *testing.B) {
	for _, workers := range []int{1, 4, 16, 64} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) { benchmarkChain(b, workers) })
	}
}

func benchmarkChain(b *testing.B, workers int) {
	bus, _ := newBus(b)
	text := make([]byte, 4096)
	for i := range text {
		text[i] = 'a' + byte(i%26)
	}
	done := make(chan struct{}, b.N)
	extractor := relay("extractor")
	extractor.Workers = workers
	work(b, bus, extractor)
	work(b, bus, Service[figure.Mentions]{Name: "normalizer", From: Mentions, Workers: workers,
		Handle: func(_ context.Context, m figure.Mentions) ([]Outgoing, error) {
			out, err := NewFigures(figure.Figures{Article: m.Article, Engine: m.Engine})
			return []Outgoing{out}, err
		}})
	work(b, bus, Service[figure.Figures]{Name: "sink", From: Figures, Workers: workers,
		Handle: func(context.Context, figure.Figures) ([]Outgoing, error) {
			done <- struct{}{}
			return nil, nil
		}})
	b.ResetTimer()
	go func() {
		const batch = 256
		var out []Outgoing
		for i := range b.N {
			a := figure.Article{ID: figure.ArticleID(fmt.Sprint(i)), Source: "bench", Lang: "en", Text: string(text)}
			a.Identify()
			o, _ := NewArticle(a)
			if out = append(out, o); len(out) == batch || i == b.N-1 {
				if err := bus.Publish(context.Background(), out...); err != nil {
					b.Error(err)
				}
				out = out[:0]
			}
		}
	}()
	for range b.N {
		<-done
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}
