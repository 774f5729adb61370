package extract_test

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/arqam-io/arqam/pkg/extract"
	"github.com/arqam-io/arqam/pkg/figure"
)

func TestArticleReadsTitleAndText(t *testing.T) {
	got := extractor(t).Article(figure.Article{
		ID: "desk-7", Title: "مقتل 17 شخصا", Text: "قتل 17 شخصا. وأصيب 9 أشخاص.\n\nThe blast destroyed 40 houses.\n",
	})
	if got.Engine != extract.Version || got.Article.Lang != "ar" || got.Article.ID != "desk-7" || got.Article.Revision == "" {
		t.Errorf("the mentions are of engine %q, language %q, article %q, revision %q", got.Engine, got.Article.Lang, got.Article.ID, got.Article.Revision)
	}
	want := []struct {
		field figure.Field
		text  string
		line  string
	}{
		{figure.FieldTitle, "17", "count person eq 17 event killed"},
		{figure.FieldText, "17", "count person eq 17 event killed"},
		{figure.FieldText, "9", "count person eq 9 event injured"},
		{figure.FieldText, "40", "count house eq 40"},
	}
	if len(got.Mentions) != len(want) {
		t.Fatalf("the mentions are %q, want %d", figureLines(got.Mentions), len(want))
	}
	for i, w := range want {
		m := got.Mentions[i]
		runes := []rune(got.Article.Field(m.Field))
		if m.Field != w.field || m.Text != w.text || string(runes[m.Start:m.End]) != w.text || figureLine(m) != w.line {
			t.Errorf("mention %d is %q in the %s, %s; want %q in the %s, %s", i, m.Text, m.Field, figureLine(m), w.text, w.field, w.line)
		}
	}
	wire, err := figure.Encode(got)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := figure.Decode[figure.Mentions](wire); err != nil || !reflect.DeepEqual(back, got) {
		t.Errorf("the mentions come back from the wire as %+v, error %v", back, err)
	}
}

func TestArticleLanguage(t *testing.T) {
	x := extractor(t)
	for _, tt := range []struct {
		article figure.Article
		lang    string
		figures int
	}{
		{figure.Article{Text: "قتل 17 شخصا"}, "ar", 1},
		{figure.Article{Text: "17 people were killed"}, "en", 1},
		{figure.Article{Lang: "ar", Text: "17 people were killed"}, "ar", 1}, // its letters say otherwise
		{figure.Article{Lang: "en", Text: "قتل 17 شخصا"}, "en", 1},
		{figure.Article{Lang: "tlh", Text: "قتل 17 شخصا"}, "ar", 1},
		{figure.Article{Lang: "ar-EG", Title: "مقتل 17 شخصا"}, "ar", 1},
		{figure.Article{}, x.Article(figure.Article{}).Article.Lang, 0},
		{figure.Article{Text: "\n\n\t"}, x.Article(figure.Article{}).Article.Lang, 0},
	} {
		got := x.Article(tt.article)
		if got.Article.Lang != tt.lang || len(got.Mentions) != tt.figures {
			t.Errorf("%+v is read as %q with %q, want %q with %d figures", tt.article, got.Article.Lang, figureLines(got.Mentions), tt.lang, tt.figures)
		}
	}
}

// TestOffsetsRunOnOverParagraphs: the same sentence in every paragraph lies
// where it lies in the whole text, astral and broken code points included.
func TestOffsetsRunOnOverParagraphs(t *testing.T) {
	text := strings.Repeat("قتل 17 شخصا 😀.\n\r\nIt killed \xff 17 people.\n\u2028", 40)
	got := extractor(t).Text("ar", text)
	if len(got) != 80 {
		t.Fatalf("80 sentences have %d figures", len(got))
	}
	if fault := wrong(text, got); fault != "" {
		t.Error(fault)
	}
}

// TestLongParagraphs: a text without line ends is read in pieces, and all of it.
func TestLongParagraphs(t *testing.T) {
	const sentences = 3000
	text := strings.Repeat("قتل 17 شخصا في هجوم. ", sentences)
	got := extractor(t).Text("ar", text)
	if len(got) != sentences {
		t.Errorf("%d sentences on one line have %d figures", sentences, len(got))
	}
	if fault := wrong(text, got); fault != "" {
		t.Error(fault)
	}
}

// TestConcurrentReaders: one extractor serves many goroutines, and each gets the
// figures of its own text.
func TestConcurrentReaders(t *testing.T) {
	x := extractor(t)
	texts := append(sentencesOf(t, "ar"), sentencesOf(t, "en")...)
	var want [][]string
	for _, text := range texts {
		want = append(want, figureLines(x.Text("", text)))
	}
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range texts {
				k := (i*7 + worker*31) % len(texts)
				if got := figureLines(x.Text("", texts[k])); !slices.Equal(got, want[k]) {
					t.Errorf("beside other readers %q states %q, alone %q", texts[k], got, want[k])
					return
				}
			}
		})
	}
	group.Wait()
}

func TestContext(t *testing.T) {
	x := extractor(t)
	tests := []struct {
		lang, text string
		want       figure.Context
	}{
		{"ar", "قال مسؤولون أمريكيون إن 40 صاروخا أطلقت.", figure.Context{Claimant: "مسؤولون أمريكيون", Modality: figure.Asserted}},
		{"ar", "أعلنت وزارة الصحة أن 17 شخصا قتلوا.", figure.Context{Claimant: "وزارة الصحة", Modality: figure.Asserted}},
		{"ar", "قتل 17 شخصا، وفق وزارة الصحة.", figure.Context{Claimant: "وزارة الصحة", Modality: figure.Asserted}},
		{"ar", "بحلول ديسمبر 2023 أطلقوا 40 صاروخا.", figure.Context{Time: "بحلول ديسمبر 2023", Modality: figure.Asserted}},
		{"ar", "أطلقوا 40 صاروخا.", figure.Context{Modality: figure.Asserted}},
		{"ar", "نفت الوزارة أن 17 شخصا قتلوا.", figure.Context{Claimant: "الوزارة", Modality: figure.Denied}},
		{"en", "Officials said 40 missiles were fired.", figure.Context{Claimant: "Officials", Modality: figure.Asserted}},
		{"en", "According to the ministry, 40 missiles were fired.", figure.Context{Claimant: "ministry", Modality: figure.Asserted}},
		{"en", "By December 2023 they had fired 40 missiles.", figure.Context{Time: "By December 2023", Modality: figure.Asserted}},
		{"en", "The army plans to buy 40 missiles.", figure.Context{Modality: figure.Planned}},
	}
	for _, tt := range tests {
		got := x.Text(tt.lang, tt.text)
		if len(got) != 1 {
			t.Errorf("%q has the figures %q, want one", tt.text, figureLines(got))
			continue
		}
		tt.want.Sentence = tt.text
		if got[0].Context != tt.want {
			t.Errorf("the context of %q is\n\t%+v, want\n\t%+v", got[0].Text, got[0].Context, tt.want)
		}
	}
}

// TestSentenceIsTheFiguresOwn: the sentence begins and ends where the text's
// does.
func TestSentenceIsTheFiguresOwn(t *testing.T) {
	text := "وقع الهجوم أمس. قتل 17 شخصا في المدينة! ثم هدأت الحال."
	got := extractor(t).Text("ar", text)
	if len(got) != 1 || got[0].Context.Sentence != "قتل 17 شخصا في المدينة!" || got[0].Context.SentenceStart != 16 {
		t.Fatalf("the figures are %+v", got)
	}
}
