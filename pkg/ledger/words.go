package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
)

// spelling is the version of speller's folding. Sentences that were folded by another version
// are folded again when the ledger is opened.
const spelling = "3"

// speller folds texts for searching.
type speller struct{ *search.Folder }

func newSpeller() (*speller, error) {
	packs, err := lang.Load()
	if err != nil {
		return nil, fmt.Errorf("load the language packs: %w", err)
	}
	return &speller{search.New(packs)}, nil
}

// index returns the distinct words of a text, with the forms that remain without a
// conjunction, a preposition, or both, separated by spaces.
func (s *speller) index(text string) string {
	words := s.Stems(text)
	for _, w := range words[:len(words):len(words)] {
		words = append(words, s.Readings(w, nil)[1:]...)
	}
	seen := map[string]bool{}
	words = slices.DeleteFunc(words, func(w string) bool {
		known := seen[w]
		seen[w] = true
		return known
	})
	return strings.Join(words, " ")
}

// same folds a text for comparison with the text of another engine or revision.
func (s *speller) same(text string) string { return strings.Join(s.Stems(text), " ") }

// term is a search term: a word or a prefix.
type term struct {
	word   string
	prefix bool
}

// terms parses a search: words separated by spaces; a word that ends in * is a prefix.
func (s *speller) terms(search string) ([]term, error) {
	var out []term
	for part := range strings.FieldsSeq(search) {
		words := s.Stems(part)
		for i, w := range words {
			out = append(out, term{w, i == len(words)-1 && strings.HasSuffix(part, "*")})
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: %q", ErrNoWords, search)
	}
	return out, nil
}

// refoldBatch is how many figures are loaded at once while folding them again.
const refoldBatch = 2000

// refold folds the sentences and subjects of a ledger again if another version of the folding
// wrote them.
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

// refold folds one batch of figures: those with ids greater than after.
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
