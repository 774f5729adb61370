package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/arqam-io/arqam/internal/servers"
)

// postgres is one server for all tests, started on first use.
var (
	running  *servers.Postgres
	postgres = sync.OnceValues(func() (*servers.Postgres, error) {
		var err error
		running, err = servers.RunPostgres()
		return running, err
	})
)

func TestMain(m *testing.M) {
	status := m.Run()
	if running != nil {
		running.Stop()
	}
	os.Exit(status)
}

// place is a place for a new, empty ledger.
type place func(testing.TB) string

func inFile(t testing.TB) string { return filepath.Join(t.TempDir(), "دفتر ledger?.db") }

func onServer(t testing.TB) string {
	t.Helper()
	p, err := postgres()
	if errors.Is(err, servers.ErrNoPostgres) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p.Database(t)
}

var places = []struct {
	name string
	place
}{{"sqlite", inFile}, {"postgres", onServer}}

// each runs a test on every database.
func each(t *testing.T, test func(t *testing.T, fresh place)) {
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) { test(t, p.place) })
	}
}

func eachBenchmark(b *testing.B, run func(b *testing.B, fresh place)) {
	for _, p := range places {
		b.Run(p.name, func(b *testing.B) { run(b, p.place) })
	}
}

func open(t testing.TB, where string) *Ledger {
	t.Helper()
	l, err := Open(t.Context(), where)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func TestNumbered(t *testing.T) {
	if got := numbered("a = ? AND b IN (?, ?)"); got != "a = $1 AND b IN ($2, $3)" {
		t.Errorf("numbered: %s", got)
	}
}

// Text may contain NUL, which PostgreSQL cannot store; spans must not move.
func TestNULInText(t *testing.T) {
	each(t, func(t *testing.T, fresh place) {
		l := open(t, fresh(t))
		in := article("a\x00", "wire", 0, "1")
		in.Article.Title = "قبل\x00بعد"
		must(t, store(t.Context(), l, in))
		rows, err := l.Figures(t.Context(), Query{Tracker: "t"})
		must(t, err)
		if len(rows) != 1 || len([]rune(rows[0].Article.Title)) != 7 {
			t.Errorf("rows %+v, want one with a title of seven code points", rows)
		}
	})
}
