package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
)

// Tx is one transaction. It writes everything of one article, or nothing.
type Tx struct {
	session
	ctx context.Context
	*speller
	amender func() (*amender, error)
}

// Update runs do in a transaction, which it commits when do returns nil.
func (l *Ledger) Update(ctx context.Context, do func(*Tx) error) error {
	spell, err := l.spell()
	if err != nil {
		return err
	}
	tx, err := l.write.BeginTx(ctx, nil)
	if err != nil {
		return l.explain("begin", err)
	}
	defer tx.Rollback() // no effect after a commit
	t := &Tx{session{tx, l.database.dialect()}, ctx, spell, l.amender}
	if t.lock != "" {
		if _, err := t.exec(ctx, t.lock); err != nil {
			return l.explain("lock the ledger for writing", err)
		}
	}
	if err := do(t); err != nil {
		return l.explain("write", err)
	}
	return l.explain("commit", tx.Commit())
}

// Record writes an article's revision with its figures. Writing it again changes nothing.
// Figures that another engine read in the same revision are replaced, with their claims; other
// revisions are not changed. The figures are those that the engine read: corrections are
// stored separately.
func (t *Tx) Record(in *figure.Figures) error {
	a := &in.Article
	if err := t.revision(a, in.Engine); err != nil {
		return fmt.Errorf("record article %q: %w", a.ID, err)
	}
	if err := t.figures(in); err != nil {
		return fmt.Errorf("record figures of article %q: %w", a.ID, err)
	}
	if err := t.sentences(in); err != nil {
		return fmt.Errorf("record sentences of article %q: %w", a.ID, err)
	}
	if err := t.override(in); err != nil {
		return fmt.Errorf("correct figures of article %q: %w", a.ID, err)
	}
	return nil
}

func (t *Tx) revision(a *figure.Article, engine string) error {
	i := insertion{table: "revisions",
		columns: []string{"article_id", "revision", "source", "url", "lang", "country", "claimant", "family", "title", "text", "published", "fetched", "edition", "engine"},
		conflict: replace("article_id, revision", "source", "url", "lang", "country", "claimant", "family", "engine") + ", " +
			earliest("revisions", "published") + ", " + earliest("revisions", "fetched") + ", " + latest("revisions", "edition"),
	}
	i.add(a.ID, a.Revision, a.Source, a.URL, a.Lang, a.Country, a.Claimant, a.Family, a.Title, a.Text, millis(a.Published), millis(a.Fetched), a.Edition, engine)
	if _, err := i.exec(t.ctx, t.session); err != nil {
		return err
	}
	_, err := t.exec(t.ctx, `
		INSERT INTO articles (id, revision)
		SELECT article_id, revision FROM revisions WHERE article_id = ?
		ORDER BY edition DESC, fetched DESC, revision DESC LIMIT 1
		ON CONFLICT (id) DO UPDATE SET revision = excluded.revision`, a.ID)
	return err
}

func (t *Tx) figures(in *figure.Figures) error {
	a := &in.Article
	ids := make([]string, len(in.Figures))
	i := insertion{table: "figures",
		columns: []string{"id", "article_id", "revision", "engine", "source", "at", "field", "span_start", "span_end", "sentence_start", "kind", "relation",
			"value", "lower", "upper", "unit", "per", "quantity", "subject", "concept", "subject_words", "claimant", "json"},
		conflict: replace("id", "source", "sentence_start", "kind", "relation", "value", "lower", "upper", "unit", "per", "quantity",
			"subject", "concept", "subject_words", "claimant", "json") + ", " + earliest("figures", "at"),
	}
	at := millis(claim.AsOf(*a))
	for n := range in.Figures {
		f := &in.Figures[n]
		m := &f.Mention
		body, err := json.Marshal(f)
		if err != nil {
			return fmt.Errorf("figure %q: %w", f.ID, err)
		}
		ids[n] = string(f.ID)
		i.add(f.ID, a.ID, a.Revision, in.Engine, a.Source, at, m.Field, m.Start, m.End, m.Context.SentenceStart, m.Kind, m.Relation,
			decimal(m.Value), decimal(m.Lower), decimal(m.Upper), f.Unit, f.Per, f.Canonical.Quantity,
			m.Subject, m.Concept, t.index(m.Subject), m.Context.Claimant, string(body))
	}
	keep, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	if _, err := t.exec(t.ctx, `
		DELETE FROM figures WHERE article_id = ? AND revision = ?
		AND id NOT IN (`+t.each+`)`, a.ID, a.Revision, string(keep)); err != nil {
		return err
	}
	_, err = i.exec(t.ctx, t.session)
	return err
}

// sentences are stored folded for searching; the figure has the original text.
func (t *Tx) sentences(in *figure.Figures) error {
	i := insertion{table: "sentences",
		columns:  []string{"article_id", "revision", "field", "start", "folded"},
		conflict: replace("article_id, revision, field, start", "folded") + " WHERE sentences.folded <> excluded.folded",
	}
	type place struct {
		field figure.Field
		start int
	}
	seen := map[place]bool{}
	for n := range in.Figures {
		m := &in.Figures[n].Mention
		at := place{m.Field, m.Context.SentenceStart}
		folded := t.index(m.Context.Sentence)
		if folded == "" || seen[at] {
			continue
		}
		seen[at] = true
		i.add(in.Article.ID, in.Article.Revision, at.field, at.start, folded)
	}
	_, err := i.exec(t.ctx, t.session)
	return err
}

// Claim writes the claims that an article revision makes for the trackers, and returns those
// that are new or no longer wait for review. It removes stored claims that the revision no
// longer makes for these trackers.
func (t *Tx) Claim(a *figure.Article, trackers []string, claims []claim.Claim) ([]claim.Claim, error) {
	added, err := t.claim(a, trackers, claims)
	if err != nil {
		return nil, fmt.Errorf("record claims of article %q: %w", a.ID, err)
	}
	return added, nil
}

func (t *Tx) claim(a *figure.Article, trackers []string, claims []claim.Claim) ([]claim.Claim, error) {
	names, err := json.Marshal(trackers)
	if err != nil {
		return nil, err
	}
	old, err := t.reviews(`SELECT id, review FROM claims WHERE article_id = ? AND revision = ?
		AND tracker IN (`+t.each+`)`, a.ID, a.Revision, string(names))
	if err != nil {
		return nil, err
	}
	i := insertion{table: "claims",
		columns: []string{"id", "tracker", "unit", "claimant", "source", "as_of", "relation", "best", "low", "high", "size",
			"figure_id", "article_id", "revision", "field", "start", "wire", "family", "print", "review"},
		conflict: replace("id", "unit", "claimant", "source", "relation", "best", "low", "high", "size", "wire", "family", "print", "review") + ", " + earliest("claims", "as_of"),
	}
	var added []claim.Claim
	for _, c := range claims {
		i.add(c.ID, c.Tracker, c.Unit, c.Claimant, c.Source, millis(c.AsOf), c.Relation, decimal(c.Value), decimal(c.Lower), decimal(c.Upper), size(c),
			c.Figure, c.Article, c.Revision, c.Field, c.Start, c.Origin.Wire, c.Origin.Family, int64(c.Origin.Print), c.Review)
		if waited, had := old[c.ID]; !had || waited != "" && c.Review == "" {
			added = append(added, c)
		}
		delete(old, c.ID)
	}
	if len(old) > 0 {
		gone, err := json.Marshal(slices.Collect(maps.Keys(old)))
		if err != nil {
			return nil, err
		}
		if _, err := t.exec(t.ctx, "DELETE FROM claims WHERE id IN ("+t.each+")", string(gone)); err != nil {
			return nil, err
		}
	}
	_, err = i.exec(t.ctx, t.session)
	return added, err
}

// Claimed returns the stored claims of an article's revision by id, without those that wait
// for review.
func (t *Tx) Claimed(a *figure.Article) (map[claim.ID]claim.Claim, error) {
	rows, err := t.query(t.ctx, "SELECT c.tracker, c.unit, "+claimColumns+` FROM claims c
		WHERE c.article_id = ? AND c.revision = ? AND c.review = ''`, a.ID, a.Revision)
	if err != nil {
		return nil, fmt.Errorf("read claims of article %q: %w", a.ID, err)
	}
	defer rows.Close()
	out := map[claim.ID]claim.Claim{}
	for rows.Next() {
		var r claimRow
		if err := rows.Scan(append([]any{&r.c.Tracker, (*string)(&r.c.Unit)}, r.into()...)...); err != nil {
			return nil, fmt.Errorf("read claims of article %q: %w", a.ID, err)
		}
		c := r.claim()
		out[c.ID] = c
	}
	return out, rows.Err()
}

// reviews returns the review reason of each claim that a query selects.
func (t *Tx) reviews(query string, args ...any) (map[claim.ID]string, error) {
	rows, err := t.query(t.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[claim.ID]string{}
	for rows.Next() {
		var id claim.ID
		var review string
		if err := rows.Scan(&id, &review); err != nil {
			return nil, err
		}
		out[id] = review
	}
	return out, rows.Err()
}
