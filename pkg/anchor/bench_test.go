package anchor_test

import (
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/anchor"
	"github.com/arqam-io/arqam/pkg/token"
)

// BenchmarkFind looks for anchors at every token of the sentences of testdata, and
// BenchmarkResolve places what it finds in the calendar.
func BenchmarkFind(b *testing.B) {
	for _, code := range []string{"ar", "en"} {
		b.Run(code, func(b *testing.B) {
			docs, bytes := documents(b, code)
			b.SetBytes(bytes)
			b.ReportAllocs()
			for b.Loop() {
				for _, d := range docs {
					for i := range d.Tokens {
						anchor.Find(d, i, len(d.Tokens))
					}
				}
			}
		})
	}
}

func BenchmarkResolve(b *testing.B) {
	docs, _ := documents(b, "en")
	var phrases []anchor.Phrase
	for _, d := range docs {
		for i := range d.Tokens {
			if p, ok := anchor.Find(d, i, len(d.Tokens)); ok {
				phrases = append(phrases, p)
			}
		}
	}
	ref := anchor.Reference{At: time.Date(2024, 6, 18, 9, 30, 0, 0, time.UTC)}
	b.ReportAllocs()
	for b.Loop() {
		for i := range phrases {
			phrases[i].Resolve(ref)
		}
	}
}

// documents reads the sentences of a language, and returns their size.
func documents(b *testing.B, code string) (docs []*token.Doc, size int64) {
	b.Helper()
	p := pack(b, code)
	for _, s := range sentences(b, "testdata/"+code+".txt") {
		d := new(token.Doc)
		d.Read(p, s.text, 0)
		docs = append(docs, d)
		size += int64(len(s.text))
	}
	return docs, size
}
