package token_test

import (
	"strings"
	"testing"

	"github.com/arqam-io/arqam/internal/accuracy"
	"github.com/arqam-io/arqam/pkg/token"
)

// BenchmarkRead cuts news into tokens, of which a Doc knows the words after the first time.
func BenchmarkRead(b *testing.B) {
	for _, code := range []string{"ar", "en"} {
		p := pack(b, code)
		text, err := accuracy.Text(code, 1<<20)
		if err != nil {
			b.Fatal(err)
		}
		d := new(token.Doc)
		read := func() (tokens int) {
			for line := range strings.Lines(text) {
				d.Read(p, line, 0)
				tokens += len(d.Tokens)
			}
			return tokens
		}
		b.Run(code, func(b *testing.B) { measure(b, len(text), read) })
		b.Run(code+", new words", func(b *testing.B) {
			measure(b, len(text), func() int {
				d = new(token.Doc)
				return read()
			})
		})
	}
}

// measure reports how long each token takes that f reads.
func measure(b *testing.B, length int, f func() (tokens int)) {
	b.SetBytes(int64(length))
	b.ReportAllocs()
	tokens := 0
	for b.Loop() {
		tokens += f()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(tokens), "ns/token")
}
