package ledger

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/arqam-io/arqam/pkg/judge"
)

// older makes a ledger of the first version, with one figure and its claim.
func older(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "older.db")
	db, err := sql.Open("sqlite", path)
	must(t, err)
	defer db.Close()
	p, err := sqliteFile{path}.migrations(db)
	must(t, err)
	if _, err := p.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	body := `{"id":"f","article_id":"a","field":"text","start":0,"end":2,"text":"45","kind":"measure","relation":"eq","value":45,"lower":null,
		"upper":null,"unit":"tonne","per":null,"subject":"القذائف","concept":null,"event":null,"canonical":{"value":45000,"lower":null,
		"upper":null,"unit":"kilogram","per":null,"quantity":"mass"},"role":null,"direction":null,
		"context":{"sentence":"وصلت القذائف","sentence_start":0,"claimant":null,"time":null,"modality":"asserted"},"confidence":1}`
	for _, q := range []string{
		fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		"INSERT INTO articles VALUES ('a', 'r')",
		"INSERT INTO revisions VALUES ('a', 'r', 'wire', '', 'ar', '', '', 'x', 1, 1, 'e')",
		"INSERT INTO figures VALUES ('f', 'a', 'r', 'e', 'wire', 1, 'text', 0, 2, 0, 'measure', 'eq', '45', NULL, NULL, 'tonne', '', 'mass', 'القذائف', '', '', '" + body + "')",
		"INSERT INTO sentences (article_id, revision, field, start, folded) VALUES ('a', 'r', 'text', 0, 'وصلت القذائف')",
		"INSERT INTO claims VALUES ('f.t', 't', 'tonne', 'wire', 'wire', 1, 'eq', '45', NULL, NULL, 'f', 'a', 'r', 'text', 0)",
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	return path
}

// A ledger of an older version is upgraded only by the process that owns it.
func TestOlderVersion(t *testing.T) {
	path := older(t)
	for name, open := range map[string]func() (*Ledger, error){
		"Read":   func() (*Ledger, error) { return Read(t.Context(), path) },
		"Attach": func() (*Ledger, error) { return Attach(t.Context(), path) },
	} {
		if _, err := open(); !errors.Is(err, ErrOlder) {
			t.Errorf("%s of an older ledger gives %v, want ErrOlder", name, err)
		}
	}
	l := open(t, path)
	for name, q := range map[string]Query{"words": {Words: "قذائف"}, "subject": {Subject: "قذائف"}, "tracker": {Tracker: "t"}} {
		rows, err := l.Figures(t.Context(), q)
		if err != nil || len(rows) != 1 || rows[0].Figure.Mention.Value.String() != "45" {
			t.Errorf("by %s: %+v, %v; want the old figure", name, rows, err)
		}
	}
	must(t, l.Update(t.Context(), func(tx *Tx) error {
		got, err := tx.Stating(judge.Window{Tracker: "t", Unit: "tonne"}, decimalOf(t, "45"), decimalOf(t, "45"))
		if len(got) != 1 {
			t.Errorf("%d claims state 45, want the old one", len(got))
		}
		return err
	}))
}

// A correction is written while the sink runs.
func TestAttachBesideAWriter(t *testing.T) { each(t, testAttachBesideAWriter) }

func testAttachBesideAWriter(t *testing.T, fresh place) {
	where := fresh(t)
	keeper := open(t, where)
	in := article("a", "wire", 0, "1")
	must(t, store(t.Context(), keeper, in))
	desk, err := Attach(t.Context(), where)
	must(t, err)
	defer desk.Close()
	correct(t, desk, in, 0, judge.Correction{Action: judge.Amend, Value: decimalOf(t, "2")})
	must(t, store(t.Context(), keeper, article("b", "wire", 1, "3")))
	waiting, err := keeper.Corrected(t.Context(), "claims", 10)
	if err != nil || len(waiting) != 1 || waiting[0].Article != "a" || waiting[0].Value.String() != "2" {
		t.Errorf("Corrected returned %+v, %v; want the correction of a", waiting, err)
	}
	must(t, keeper.Advance(t.Context(), "claims", waiting[0].Seq))
	if waiting, err := keeper.Corrected(t.Context(), "claims", 10); err != nil || len(waiting) != 0 {
		t.Errorf("after advancing: %+v, %v; want none", waiting, err)
	}
}
