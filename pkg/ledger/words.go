package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

// spelling is the version of what speller makes of a text. Sentences that were
// folded by another are folded anew when the ledger is opened.
const spelling = "2"

// minStem is the fewest letters that stay when a word loses what is written
// onto its beginning; minArticleStem holds for the article alone.
const (
	minStem        = 3
	minArticleStem = 2
)

// speller brings words to the one spelling in which they are searched: folded
// as the language packs fold, and without the article. It knows no grammar, so
// a word that may bear a conjunction or a preposition is found with and without.
type speller struct {
	fold     *lang.Folder
	articles []clitic    // longest first
	light    [2][]string // conjunctions, prepositions
}

type clitic struct {
	text string
	bare bool // an article and nothing else
}

func newSpeller() (*speller, error) {
	packs, err := lang.Load()
	if err != nil {
		return nil, fmt.Errorf("load the language packs: %w", err)
	}
	s := &speller{}
	for _, code := range packs.Langs() {
		p, _ := packs.Get(code)
		s.fold = p.Fold
		conjunctions := append([]string{""}, p.Conjunctions...)
		for _, c := range conjunctions {
			for _, article := range p.Articles {
				for _, prep := range append([]string{""}, p.Prepositions...) {
					s.articles = append(s.articles, clitic{p.Fold.String(c + prep + article), c+prep == ""})
				}
			}
			for _, fused := range p.Fused {
				s.articles = append(s.articles, clitic{p.Fold.String(c + fused), false})
			}
		}
		for i, prefixes := range [...][]string{p.Conjunctions, p.Prepositions} {
			for _, prefix := range prefixes {
				s.light[i] = append(s.light[i], p.Fold.String(prefix))
			}
		}
	}
	slices.SortStableFunc(s.articles, func(a, b clitic) int { return len(b.text) - len(a.text) })
	return s, nil
}

// words returns the words of a text: runs of letters and digits.
func (s *speller) words(text string) []string {
	var out []string
	var word []byte
	end := func() {
		if len(word) > 0 {
			out = append(out, s.strip(string(word)))
			word = word[:0]
		}
	}
	for _, r := range text {
		switch g := s.fold.Glyph(r); g.Class {
		case lang.Letter, lang.Digit:
			word = g.Append(word)
		case lang.Format:
		default:
			end()
		}
	}
	end()
	return out
}

// strip takes the article off a word, and what is written together with it.
func (s *speller) strip(w string) string {
	for _, a := range s.articles {
		stem, ok := strings.CutPrefix(w, a.text)
		least := minStem
		if a.bare {
			least = minArticleStem
		}
		if ok && utf8.RuneCountInString(stem) >= least {
			return stem
		}
	}
	return w
}

// index returns the different words of a text, and what is left of them without
// a conjunction, a preposition, or both, with spaces between them.
func (s *speller) index(text string) string {
	words := s.words(text)
	for _, prefixes := range s.light {
		for _, w := range words[:len(words):len(words)] {
			for _, p := range prefixes {
				if stem, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(stem) >= minStem {
					words = append(words, s.strip(stem))
				}
			}
		}
	}
	seen := map[string]bool{}
	words = slices.DeleteFunc(words, func(w string) bool {
		known := seen[w]
		seen[w] = true
		return known
	})
	return strings.Join(words, " ")
}

// same is the text as it is compared with another engine's or revision's.
func (s *speller) same(text string) string { return strings.Join(s.words(text), " ") }

// term is a word to be found, or how one begins.
type term struct {
	word   string
	prefix bool
}

// terms reads a search: words, of which those that end in * are beginnings.
func (s *speller) terms(search string) ([]term, error) {
	var out []term
	for part := range strings.FieldsSeq(search) {
		words := s.words(part)
		for i, w := range words {
			out = append(out, term{w, i == len(words)-1 && strings.HasSuffix(part, "*")})
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: %q", ErrNoWords, search)
	}
	return out, nil
}

// refoldBatch is how many figures are held at once while they are folded anew.
const refoldBatch = 2000

// refold folds the sentences and subjects of a ledger that was written with
// another spelling.
func (l *Ledger) refold(ctx context.Context) error {
	var have string
	err := l.reader().row(ctx, "SELECT coalesce((SELECT value FROM settings WHERE name = 'spelling'), '')").Scan(&have)
	if err != nil || have == spelling {
		return err
	}
	for after, more := "", true; more; {
		err := l.Update(ctx, func(tx *Tx) error {
			var err error
			after, more, err = tx.refold(after)
			return err
		})
		if err != nil {
			return err
		}
	}
	_, err = l.writer().exec(ctx, "INSERT INTO settings (name, value) VALUES ('spelling', ?) "+replace("name", "value"), spelling)
	return err
}

// refold folds a batch of figures, those whose id comes after one.
func (t *Tx) refold(after string) (last string, more bool, err error) {
	rows, err := t.query(t.ctx, "SELECT id, revision, json FROM figures WHERE id > ? ORDER BY id LIMIT ?", after, refoldBatch)
	if err != nil {
		return "", false, err
	}
	defer rows.Close()
	var batch []figure.Figures
	for rows.Next() {
		var in figure.Figures
		var body string
		in.Figures = make([]figure.Figure, 1)
		if err := rows.Scan(&last, &in.Article.Revision, &body); err != nil {
			return "", false, err
		}
		if err := json.Unmarshal([]byte(body), &in.Figures[0]); err != nil {
			return "", false, fmt.Errorf("figure %q: %w", last, err)
		}
		in.Article.ID = in.Figures[0].ArticleID
		batch = append(batch, in)
	}
	if err := rows.Err(); err != nil {
		return "", false, err
	}
	for i := range batch {
		if err := t.sentences(&batch[i]); err != nil {
			return "", false, err
		}
		f := &batch[i].Figures[0]
		if _, err := t.exec(t.ctx, "UPDATE figures SET subject_words = ? WHERE id = ?", t.speller.index(f.Mention.Subject), f.ID); err != nil {
			return "", false, err
		}
	}
	return last, len(batch) == refoldBatch, nil
}
