package word_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/token"
	"github.com/arqam-io/arqam/pkg/word"
)

var languages = []string{"ar", "en", "es", "fr"}

// reader reads one sentence of a language.
type reader struct {
	doc *token.Doc
	*word.Reader
	read   func(text string)
	forget func() // what the Reader remembers
}

func newReader(t testing.TB, code string) *reader {
	t.Helper()
	p := pack(t, code)
	a, err := word.New(p)
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{doc: new(token.Doc), Reader: a.NewReader()}
	r.forget = func() { r.Reader = a.NewReader() }
	r.read = func(text string) {
		r.doc.Read(p, text, 0)
		r.Read(r.doc, 0, len(r.doc.Tokens))
	}
	return r
}

// find is the word of a sentence that is spelled so.
func (r *reader) find(spelled string) *word.Word {
	for i := range r.doc.Tokens {
		if r.doc.Slice(i, i) == spelled {
			return r.At(i)
		}
	}
	return nil
}

// TestSentences reads testdata, whose README says how.
func TestSentences(t *testing.T) {
	for _, code := range languages {
		body, err := os.ReadFile(filepath.Join("testdata", code+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		r, sentence, words := newReader(t, code), "", 0
		for line := range strings.Lines(string(body)) {
			line = strings.TrimSuffix(line, "\n")
			if text, ok := strings.CutPrefix(line, "= "); ok {
				sentence = text
				r.read(text)
				continue
			}
			spelled, features, ok := strings.Cut(line, "\t")
			if !ok {
				continue
			}
			words++
			if fault := r.check(t, spelled, features); fault != "" {
				t.Errorf("%s: %q in %q: %s", code, strings.TrimPrefix(spelled, "!"), sentence, fault)
			}
		}
		if words < 60 {
			t.Errorf("%s: %d words, want at least 60", code, words)
		}
	}
}

// check says what is wrong with the reading of a word, or nothing.
func (r *reader) check(t *testing.T, spelled, features string) string {
	want, err := word.ParseTemplate(features)
	if err != nil {
		t.Fatal(err)
	}
	spelled, never := strings.CutPrefix(spelled, "!")
	w := r.find(spelled)
	switch {
	case w == nil:
		return "the sentence lacks it"
	case never && slices.ContainsFunc(w.All, func(c word.Candidate) bool { return want.Matches(c.Analysis) }):
		return "may be " + features
	case !never && !want.Matches(w.Best):
		return "is " + w.Best.String() + ", want " + features
	}
	return ""
}
