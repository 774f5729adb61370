package ledger

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed migrations
var migrations embed.FS

// applicationID identifies our files in the SQLite header: "ARQM".
const applicationID = 0x4152514D

const busyTimeout = 10_000 // milliseconds

// sqliteFile is a ledger in one file.
type sqliteFile struct{ path string }

var sqliteDialect = &dialect{
	bind:  func(query string) string { return query },
	value: func(v any) any { return v },
	each:  "SELECT value FROM json_each(?)",
	found: `(f.article_id, f.revision, f.field, f.sentence_start) IN (
		SELECT s.article_id, s.revision, s.field, s.start FROM sentence_words
		JOIN sentences s ON s.id = sentence_words.rowid WHERE sentence_words MATCH ?)`,
	matching: func(terms []term) string {
		out := make([]string, len(terms))
		for i, t := range terms {
			out[i] = `"` + t.word + `"`
			if t.prefix {
				out[i] += "*"
			}
		}
		return strings.Join(out, " ")
	},
}

func (f sqliteFile) dialect() *dialect { return sqliteDialect }
func (f sqliteFile) String() string    { return f.path }

// exists returns an error when there is no file.
func (f sqliteFile) exists() error {
	if _, err := os.Stat(f.path); errors.Is(err, fs.ErrNotExist) {
		return &Error{f.path, ErrMissing, nil}
	}
	return nil
}

func (f sqliteFile) connect(a access, connections int) (*sql.DB, error) {
	var params []string
	switch a {
	case writing:
		// FULL: an acknowledged article also survives a power cut.
		params = []string{"_journal_mode=WAL", "_synchronous=FULL", "_foreign_keys=1", "_txlock=immediate"}
	case beside:
		params = []string{"_query_only=1"}
	case reading:
		params = []string{"mode=ro", "_query_only=1"}
	}
	abs, err := filepath.Abs(f.path)
	if err != nil {
		return nil, err
	}
	dsn := "file://" + (&url.URL{Path: filepath.ToSlash(abs)}).EscapedPath() +
		fmt.Sprintf("?_busy_timeout=%d&", busyTimeout) + strings.Join(params, "&")
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

func (f sqliteFile) contents(ctx context.Context, db *sql.DB) (contents, error) {
	var id, tables int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return foreign, err
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return foreign, err
	}
	switch {
	case id == applicationID && tables > 0:
		return ours, nil
	case id == applicationID, id == 0 && tables == 0:
		return empty, nil
	}
	return foreign, nil
}

func (f sqliteFile) adopt(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	return err
}

func (f sqliteFile) migrations(db *sql.DB) (*goose.Provider, error) {
	return provider(goose.DialectSQLite3, db, "sqlite")
}

// provider reads the migrations of one database.
func provider(d goose.Dialect, db *sql.DB, folder string, more ...goose.ProviderOption) (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations/"+folder)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(d, db, dir,
		append(more, goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))...)
}

func (f sqliteFile) reason(err error) error {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xFF {
		case sqlite3.SQLITE_NOTADB:
			return ErrForeign
		case sqlite3.SQLITE_CORRUPT:
			return ErrDamaged
		case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
			return ErrUnwritable
		case sqlite3.SQLITE_FULL:
			return ErrFull
		}
	}
	return nil
}

func (f sqliteFile) check(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return &Error{f.path, ErrDamaged, errors.New(verdict)}
	}
	return nil
}
