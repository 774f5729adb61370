package clause_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/clause"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

// fixture reads sentences of one language, in which brackets stand around the quantities.
type fixture struct {
	pack  *lang.Pack
	words *word.Reader
	doc   token.Doc
	read  *clause.Reader
}

// packs are loaded once, for all tests.
var packs = sync.OnceValues(lang.Load)

func newFixture(t testing.TB, code string) *fixture {
	t.Helper()
	set, err := packs()
	if err != nil {
		t.Fatal(err)
	}
	pack, ok := set.Get(code)
	if !ok {
		t.Fatalf("there is no language %q", code)
	}
	a, err := word.New(pack)
	if err != nil {
		t.Fatal(err)
	}
	return &fixture{pack: pack, words: a.NewReader(), read: clause.NewReader()}
}

// sentence cuts a text, whose quantities stand in brackets.
func (f *fixture) sentence(text string) *clause.Sentence {
	plain := strings.NewReplacer("[", "", "]", "").Replace(text)
	f.doc.Read(f.pack, plain, 0)
	f.words.Read(&f.doc, 0, len(f.doc.Tokens))
	var quantities []clause.Quantity
	at := 0
	for rest := text; ; {
		before, inside, ok := strings.Cut(rest, "[")
		if !ok {
			break
		}
		inside, rest, _ = strings.Cut(inside, "]")
		start := at + len(before)
		at = start + len(inside)
		quantities = append(quantities, clause.Quantity{Span: f.span(start, at)})
	}
	return f.read.Read(&f.doc, f.words, 0, len(f.doc.Tokens), quantities)
}

// span is the tokens between two bytes of the text.
func (f *fixture) span(start, end int) clause.Span {
	s := clause.Span{First: -1}
	for i := range f.doc.Tokens {
		if t := f.doc.At(i); int(t.Start) >= start && int(t.End) <= end {
			if s.First < 0 {
				s.First = i
			}
			s.Next = i + 1
		}
	}
	return s
}

func TestClauses(t *testing.T) {
	tests := []struct{ lang, text, want string }{
		{"ar", "قالت الوزارة إن إنتاج القمح بلغ [3 ملايين طن] في الموسم الماضي",
			`main | predicate قالت | subject الوزارة
  complement | opener إن | subject إنتاج القمح | predicate بلغ | figure 3 ملايين طن | time في الموسم الماضي
`},
		{"ar", "ارتفعت أسعار الحديد، التي حددتها المصانع، بنسبة [5%]",
			`main | predicate ارتفعت | subject أسعار الحديد | adjunct بنسبة | figure 5%
  relative | opener التي | predicate حددتها | subject المصانع
`},
		{"ar", "وقعت الشركة عقدا تصل قيمته إلى [40 مليون دينار]",
			`main | predicate وقعت | subject الشركة | object عقدا
  relative | predicate تصل | subject قيمته | figure إلى 40 مليون دينار
`},
		{"en", "The mayor said rents in the old town had risen by [4 percent], compared with [2 percent] a year earlier.",
			`main | subject The mayor | predicate said
  complement | subject rents | adjunct in the old town | predicate had risen | figure by 4 percent | figure compared with 2 percent | time a year | earlier
`},
		{"en", "The bridge, which links two islands, cost [$80 million].",
			`main | subject The bridge | predicate cost | figure $80 million
  relative | opener which | predicate links | object two islands
`},
		{"fr", "Le ministère affirme que la production de lait a baissé de [3 %].",
			`main | subject Le ministère | predicate affirme
  complement | opener que | subject la production de lait | predicate a baissé | figure de 3 %
`},
		{"es", "La deuda del puerto subió un [3 %] en marzo.",
			`main | subject La deuda del puerto | predicate subió | un | figure 3 % | time en marzo
`},
	}
	fixtures := map[string]*fixture{}
	for _, test := range tests {
		f := fixtures[test.lang]
		if f == nil {
			f = newFixture(t, test.lang)
			fixtures[test.lang] = f
		}
		if diff := cmp.Diff(test.want, f.sentence(test.text).String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestPlace(t *testing.T) {
	f := newFixture(t, "ar")
	s := f.sentence("أصدر المصرف سندات بقيمة [5 ملايين دينار]")
	p, ok := s.Place(0)
	if !ok {
		t.Fatal("the quantity has no place")
	}
	text := func(chunk int) string {
		if chunk == clause.None {
			return ""
		}
		span := s.Chunks[chunk].Span
		return f.doc.Slice(span.First, span.Next-1)
	}
	if got := [3]string{text(p.Link), text(p.Noun), text(p.Verb)}; got != [3]string{"بقيمة", "سندات", "أصدر"} {
		t.Errorf("link, noun and verb are %q", got)
	}
}

func TestElidedSubject(t *testing.T) {
	f := newFixture(t, "en")
	s := f.sentence("Exports fell in May and reached [$3 million] in June.")
	p, _ := s.Place(0)
	k := s.SubjectOf(p.Clause)
	if k < 0 || f.doc.Slice(s.Chunks[k].First, s.Chunks[k].Next-1) != "Exports" {
		t.Errorf("the subject is chunk %d of\n%s", k, s)
	}
}

func TestReadAllocatesNothingTheSecondTime(t *testing.T) {
	f := newFixture(t, "en")
	f.doc.Read(f.pack, "The harbour handled 40 ships, which carried 900 tonnes of grain, the port said.", 0)
	quantities := []clause.Quantity{{Span: f.span(20, 22)}}
	read := func() {
		f.words.Read(&f.doc, 0, len(f.doc.Tokens))
		f.read.Read(&f.doc, f.words, 0, len(f.doc.Tokens), quantities)
	}
	read()
	if n := testing.AllocsPerRun(50, read); n > 0 {
		t.Errorf("a sentence allocates %.0f times", n)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("en", "The shares, which (it said) rose [5%], fell to [3p] - or less")
	f.Add("ar", "قال إن الأسعار، التي ارتفعت [5%]، وصلت إلى [3] في «السوق")
	fixtures := map[string]*fixture{"en": newFixture(f, "en"), "ar": newFixture(f, "ar"), "fr": newFixture(f, "fr"), "es": newFixture(f, "es")}
	f.Fuzz(func(t *testing.T, code, text string) {
		fix, ok := fixtures[code]
		if !ok {
			return
		}
		s := fix.sentence(text)
		_ = s.String()
		for i := range s.Chunks {
			c := &s.Chunks[i]
			if c.Next <= c.First || i > 0 && c.First < s.Chunks[i-1].Next || c.Clause < 0 || c.Clause >= len(s.Clauses) {
				t.Fatalf("chunk %d of %q is %+v", i, text, c)
			}
		}
		for i := range s.Clauses {
			if c := &s.Clauses[i]; c.Parent >= i || c.Subject >= len(s.Chunks) || c.Predicate >= len(s.Chunks) {
				t.Fatalf("clause %d of %q is %+v", i, text, c)
			}
			s.SubjectOf(i)
		}
	})
}
