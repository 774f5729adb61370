package word_test

import (
	"sync"
	"testing"

	"github.com/arqam-io/arqam/internal/accuracy"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// article is news as papers write it, for each language.
var article = map[string]string{
	"ar": "أعلنت وزارة النقل اليوم أن باخرتين محملتين بنحو أربعين ألف طن من القمح وصلتا إلى الميناء الشمالي، وأن العمال بدأوا تفريغ الحمولة. " +
		"وقال مدير الميناء إن العملية ستستغرق خمسة أيام، مضيفا أن المخازن القريبة تكفي لاستقبال الكميات كلها.",
	"en": "The transport ministry said on Tuesday that two ships carrying about forty thousand tonnes of wheat had reached the northern port, " +
		"and that workers had started to unload them. The harbour master said it would take five days.",
}

func BenchmarkLookup(b *testing.B) {
	for code, text := range article {
		p := pack(b, code)
		data, err := p.Dictionary()
		if err != nil {
			b.Fatal(err)
		}
		d, err := word.OpenDictionary(data)
		if err != nil {
			b.Fatal(err)
		}
		doc := new(token.Doc)
		doc.Read(p, text, 0)
		b.Run(code, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				d.Lookup(doc.Fold(i % len(doc.Tokens)))
			}
		})
	}
}

// BenchmarkRead analyses the sentences of news, whose words a Reader knows after the
// first time.
func BenchmarkRead(b *testing.B) {
	for _, code := range []string{"ar", "en"} {
		text, err := accuracy.Text(code, 1)
		if err != nil {
			b.Fatal(err)
		}
		a, err := word.New(pack(b, code))
		if err != nil {
			b.Fatal(err)
		}
		doc, r := new(token.Doc), a.NewReader()
		doc.Read(pack(b, code), text, 0)
		var ends []int
		for end := 0; end < len(doc.Tokens); {
			end = doc.SentenceEnd(end)
			ends = append(ends, end)
		}
		read := func() {
			from := 0
			for _, end := range ends {
				r.Read(doc, from, end)
				from = end
			}
		}
		b.Run(code, func(b *testing.B) { measure(b, doc, read) })
		b.Run(code+", new words", func(b *testing.B) {
			measure(b, doc, func() {
				r = a.NewReader()
				read()
			})
		})
	}
}

// measure reports how long each token of a text takes that f reads.
func measure(b *testing.B, doc *token.Doc, f func()) {
	b.ReportAllocs()
	b.SetBytes(int64(len(doc.Text)))
	for b.Loop() {
		f()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(doc.Tokens)), "ns/token")
}

var packs = sync.OnceValues(lang.Load)

func pack(t testing.TB, code string) *lang.Pack {
	t.Helper()
	set, err := packs()
	if err != nil {
		t.Fatal(err)
	}
	p, ok := set.Get(code)
	if !ok {
		t.Fatalf("there is no pack %q", code)
	}
	return p
}
