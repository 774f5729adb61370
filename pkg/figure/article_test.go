package figure_test

import (
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

func TestIdentify(t *testing.T) {
	identified := func(a figure.Article) figure.Article {
		a.Identify()
		return a
	}
	plain := identified(figure.Article{Title: "عنوان", Text: "نص"})
	if plain.ID == "" || plain.Revision == "" || string(plain.ID) != string(plain.Revision) {
		t.Errorf("an article without id and URL has id %q, revision %q; want the digest of its content for both", plain.ID, plain.Revision)
	}
	given := identified(figure.Article{ID: "desk-7", URL: "https://news.example/7", Text: "نص"})
	if given.ID != "desk-7" {
		t.Errorf("the publisher's id became %q", given.ID)
	}
	byURL := identified(figure.Article{URL: "https://news.example/7", Text: "نص"})
	edited := identified(figure.Article{URL: "https://news.example/7", Text: "نص آخر"})
	if byURL.ID != edited.ID || byURL.Revision == edited.Revision {
		t.Errorf("an edit in place went from %q/%q to %q/%q; want the id kept and the revision changed",
			byURL.ID, byURL.Revision, edited.ID, edited.Revision)
	}
	if again := identified(byURL); again.ID != byURL.ID || again.Revision != byURL.Revision {
		t.Errorf("a second Identify changed %q/%q to %q/%q", byURL.ID, byURL.Revision, again.ID, again.Revision)
	}
	a, b := identified(figure.Article{Title: "ab", Text: "c"}), identified(figure.Article{Title: "a", Text: "bc"})
	if a.Revision == b.Revision {
		t.Error("title and text run together in the revision")
	}
}

func TestArticleTime(t *testing.T) {
	published := time.Date(2024, 6, 18, 9, 30, 0, 0, time.UTC)
	fetched := published.Add(time.Hour)
	for _, tt := range []struct {
		article figure.Article
		want    time.Time
	}{
		{figure.Article{Published: published, Fetched: fetched}, published},
		{figure.Article{Fetched: fetched}, fetched},
		{figure.Article{}, time.Time{}},
	} {
		if got := tt.article.Time(); !got.Equal(tt.want) {
			t.Errorf("the time of %+v is %v, want %v", tt.article, got, tt.want)
		}
	}
}

func TestArticleField(t *testing.T) {
	a := figure.Article{Title: "the title", Text: "the text"}
	if a.Field(figure.FieldTitle) != a.Title || a.Field(figure.FieldText) != a.Text {
		t.Errorf("Field gives %q and %q", a.Field(figure.FieldTitle), a.Field(figure.FieldText))
	}
}

// TestNewIDIsPinned compares with a recorded id: ids are stored in ledgers, and a change of
// the scheme would duplicate every figure.
func TestNewIDIsPinned(t *testing.T) {
	a := figure.Article{ID: "desk-7", Revision: "r1"}
	m := figure.Mention{Field: figure.FieldText, Start: 12, End: 27}
	const want = "qnpyueaqdmfwn5mh5r6wo4odkm"
	if got := figure.NewID(a, "1", m); got != want {
		t.Errorf("NewID = %q, want %q: ids must never change", got, want)
	}
}

func TestNewIDTellsFiguresApart(t *testing.T) {
	type ingredients struct {
		id       figure.ArticleID
		revision figure.Revision
		engine   string
		field    figure.Field
		from, to int
	}
	seen := map[figure.ID]ingredients{}
	for _, in := range []ingredients{
		{"a", "r", "1", "text", 12, 27},
		{"b", "r", "1", "text", 12, 27},
		{"a", "s", "1", "text", 12, 27},
		{"a", "r", "2", "text", 12, 27},
		{"a", "r", "1", "title", 12, 27},
		{"a", "r", "1", "text", 1, 27},
		{"a", "r", "1", "text", 1, 227},
		{"a", "r", "1", "text", 12, 2},
		{"ar", "", "1", "text", 12, 27},
		{"a", "r1", "", "text", 12, 27},
		{"", "ar", "1", "text", 12, 27},
	} {
		id := figure.NewID(figure.Article{ID: in.id, Revision: in.revision}, in.engine,
			figure.Mention{Field: in.field, Start: in.from, End: in.to})
		if other, taken := seen[id]; taken {
			t.Errorf("%+v and %+v have the same id %s", in, other, id)
		}
		seen[id] = in
		if len(id) != 26 {
			t.Errorf("id %q has %d characters, want 26", id, len(id))
		}
	}
	reworded := figure.NewID(figure.Article{ID: "a", Revision: "r"}, "1", figure.Mention{Field: "text", Start: 12, End: 27, Text: "260 ألف طن"})
	if _, same := seen[reworded]; !same {
		t.Error("the content of the span changes the id")
	}
}

// TestRevisionOfDirections checks that a revision ignores bidi controls.
func TestRevisionOfDirections(t *testing.T) {
	plain := figure.Article{Title: "12 شاحنة", Text: "وصلت 12 شاحنة"}
	marked := figure.Article{Title: "\u200f12\u200e شاحنة", Text: "\u202bوصلت \u206612\u2069 شاحنة\u202c"}
	other := figure.Article{Title: "12 شاحنة", Text: "وصلت 13 شاحنة"}
	for _, a := range []*figure.Article{&plain, &marked, &other} {
		a.Identify()
	}
	if plain.Revision != marked.Revision || plain.ID != marked.ID {
		t.Errorf("the same text is revision %s and %s", plain.Revision, marked.Revision)
	}
	if plain.Revision == other.Revision {
		t.Error("another text is the same revision")
	}
	if marked.Text != "\u202bوصلت \u206612\u2069 شاحنة\u202c" {
		t.Errorf("the text became %q", marked.Text)
	}
}
