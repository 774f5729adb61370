package ledger

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/arqam-io/arqam/pkg/judge"
)

// execute runs statements on a server, outside any ledger.
func execute(t *testing.T, where string, statements ...string) {
	t.Helper()
	s, err := newPostgres(where)
	must(t, err)
	db, err := s.connect(writing, 1)
	must(t, err)
	defer db.Close()
	for _, q := range statements {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

// with returns the address with other parameters.
func with(t *testing.T, where string, change func(*url.URL, url.Values)) string {
	t.Helper()
	u, err := url.Parse(where)
	must(t, err)
	q := u.Query()
	change(u, q)
	u.RawQuery = q.Encode()
	return u.String()
}

func TestUnfitServers(t *testing.T) {
	theirs := onServer(t)
	execute(t, theirs, "CREATE TABLE bookmarks (url text)")
	newer := onServer(t)
	must(t, open(t, newer).Close())
	execute(t, newer, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)")
	absent := with(t, onServer(t), func(u *url.URL, _ url.Values) { u.Path = "/absent" })
	stranger := with(t, onServer(t), func(u *url.URL, _ url.Values) { u.User = url.UserPassword("stranger", "s3cr3t") })
	for _, c := range []struct {
		name, where string
		reason      error
		want        string
	}{
		{"another program's database", theirs, ErrForeign, "give another path or an empty database"},
		{"newer", newer, ErrNewer, "version 99, this build knows 4"},
		{"no such database", absent, ErrRefused, `database "absent" does not exist`},
		{"no such user", stranger, ErrRefused, `role "stranger" does not exist`},
		{"no server", "postgres://desk:s3cr3t@127.0.0.1:1/news", ErrUnreachable, "connection refused"},
		{"no socket", "postgres://desk:s3cr3t@/news?host=/nonexistent", ErrUnreachable, "no such file or directory"},
		{"no such host", "postgres://desk:s3cr3t@arqam.invalid/news", ErrUnreachable, "arqam.invalid"},
		{"bad port", "postgres://desk:s3cr3t@host:port/news", ErrAddress, "write it as postgres://user@host:5432/database"},
		{"bad parameter", "postgres://desk:s3cr3t@host/news?sslmode=perhaps", ErrAddress, "write it as postgres://"},
	} {
		l, err := Open(t.Context(), c.where)
		if err == nil {
			l.Close()
		}
		if !errors.Is(err, c.reason) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v; want %v with %q, in one line", c.name, err, c.reason, c.want)
		}
		// Every way in which a log may print the error and what it wraps.
		if all := fmt.Sprintf("%v %+v %s", err, err, Shown(c.where)); strings.Contains(all, "s3cr3t") {
			t.Errorf("%s: the error contains the password: %s", c.name, all)
		}
		if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
			t.Errorf("%s: the error contains the connection settings with the password", c.name)
		}
	}
	for name, open := range map[string]func() (*Ledger, error){
		"Read":   func() (*Ledger, error) { return Read(t.Context(), onServer(t)) },
		"Attach": func() (*Ledger, error) { return Attach(t.Context(), onServer(t)) },
	} {
		if _, err := open(); !errors.Is(err, ErrMissing) {
			t.Errorf("%s of an empty database gives %v, want ErrMissing", name, err)
		}
	}
}

// A ledger stays in the schema that the address names.
func TestSchemaOfItsOwn(t *testing.T) {
	where := onServer(t)
	inNews := with(t, where, func(_ *url.URL, q url.Values) { q.Set("search_path", "news") })
	execute(t, where, "CREATE TABLE bookmarks (url text)")
	if _, err := Open(t.Context(), inNews); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "schema") {
		t.Errorf("a missing schema gives %v, want ErrMissing that names the cause", err)
	}
	execute(t, where, "CREATE SCHEMA news")
	must(t, store(t.Context(), open(t, inNews), article("a", "wire", 0, "1")))
	execute(t, where, "DROP SCHEMA news CASCADE", "DROP TABLE bookmarks")
	must(t, open(t, where).Check(t.Context()))
}

// Several sinks may write to one server: the tables are made once, and one article is recorded
// at a time.
func TestWritersTakeTurns(t *testing.T) {
	where := onServer(t)
	const writers = 3
	var wait sync.WaitGroup
	var inside, clashes atomic.Int64
	for w := range writers {
		wait.Go(func() {
			l, err := Open(t.Context(), where)
			if err != nil {
				t.Errorf("writer %d: %v", w, err)
				return
			}
			defer l.Close()
			for n := range 5 {
				err := l.Update(t.Context(), func(tx *Tx) error {
					if inside.Add(1) > 1 {
						clashes.Add(1)
					}
					defer inside.Add(-1)
					in := article(fmt.Sprint(w, n), "wire", n, "1")
					return tx.Record(&in)
				})
				if err != nil {
					t.Errorf("writer %d: %v", w, err)
				}
			}
		})
	}
	wait.Wait()
	if n := clashes.Load(); n > 0 {
		t.Errorf("%d times two writers were active at once", n)
	}
	if c, err := open(t, where).Counts(t.Context()); err != nil || c.Articles != writers*5 {
		t.Errorf("%d articles, %v; want %d", c.Articles, err, writers*5)
	}
}

// A broken connection is replaced.
func TestConnectionLost(t *testing.T) {
	where := onServer(t)
	l := open(t, where)
	must(t, store(t.Context(), l, article("a", "wire", 0, "1")))
	execute(t, where, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'arqam' AND pid <> pg_backend_pid() AND datname = current_database()")
	var err error
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		if err = store(t.Context(), l, article("b", "wire", 0, "2")); err == nil {
			break
		}
	}
	must(t, err)
	if rows, err := l.Figures(t.Context(), Query{}); err != nil || len(rows) != 2 {
		t.Errorf("after the connections were cut: %d figures, %v; want 2", len(rows), err)
	}
}

// Corrections cannot be changed or deleted, even by SQL.
func TestCorrectionsAreNeverChanged(t *testing.T) { each(t, testCorrectionsAreNeverChanged) }

func testCorrectionsAreNeverChanged(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	in := article("a", "wire", 0, "1")
	must(t, store(t.Context(), l, in))
	correct(t, l, in, 0, judge.Correction{Action: judge.Reject})
	for _, q := range []string{"UPDATE corrections SET author = 'x'", "DELETE FROM corrections"} {
		if _, err := l.write.Exec(q); err == nil || !strings.Contains(err.Error(), "never") {
			t.Errorf("%s: %v, want an error", q, err)
		}
	}
}
