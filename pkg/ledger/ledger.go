// Package ledger keeps every figure with its evidence in one SQLite file: the
// articles and their revisions, the figures, the claims that trackers make of
// them, and the outbox of events and reports. It decides nothing: what belongs
// to a tracker and what is new, its callers say. The sink writes to it;
// arqam figures and the console read from it.
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
	"runtime"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID marks our files in the header of SQLite: "ARQM".
const applicationID = 0x4152514D

const busyTimeout = 10_000 // milliseconds

// The ways in which a file can be unfit.
var (
	ErrMissing = errors.New("there is no ledger here")
	ErrForeign = errors.New("the file is no ledger of Arqam")
	ErrNewer   = errors.New("the ledger was written by a newer Arqam")
	ErrDamaged = errors.New("the ledger is damaged")
)

// advice says what to do about each of them.
var advice = map[error]string{
	ErrMissing: "run arqam up first, or give the path of an existing ledger",
	ErrForeign: "give another path for the ledger, or move that file away",
	ErrNewer:   "use the newer version of arqam that wrote it, or another path",
	ErrDamaged: "stop arqam, keep a copy of the file, recover it with sqlite3's .recover or move it away and replay the articles",
}

// Error says which file is unfit, why, and what to do about it.
type Error struct {
	Path   string
	Reason error // one of the sentinels
	Cause  error // what SQLite said; may be nil
}

// Error is one line.
func (e *Error) Error() string {
	cause := ""
	if e.Cause != nil {
		cause = " (" + e.Cause.Error() + ")"
	}
	return fmt.Sprintf("ledger %q: %v%s: %s", e.Path, e.Reason, cause, advice[e.Reason])
}

// Unwrap gives the sentinel and what SQLite said.
func (e *Error) Unwrap() []error { return []error{e.Reason, e.Cause} }

// Ledger is an open file. It is safe for concurrent use: one transaction writes
// at a time, and readers never wait for it.
type Ledger struct {
	path  string
	write *sql.DB // one connection; nil when opened by Read
	read  *sql.DB
}

// Open opens the ledger at path for reading and writing, and makes or upgrades
// it as needed. The error is an *Error when the file is unfit.
func Open(ctx context.Context, path string) (*Ledger, error) {
	l := &Ledger{path: path}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return nil, fmt.Errorf("ledger %q: %w", path, err)
	}
	// FULL: an acknowledged article survives a power cut as well.
	db, err := l.connect(1, "_journal_mode=WAL", "_synchronous=FULL", "_foreign_keys=1", "_txlock=immediate")
	if err != nil {
		return nil, err
	}
	l.write = db
	if err = l.upgrade(ctx); err == nil {
		l.read, err = l.connect(readers(), "_query_only=1")
	}
	if err != nil {
		l.Close()
		return nil, l.explain("open", err)
	}
	return l, nil
}

// Read opens an existing ledger for reading alone, beside a process that may be
// writing to it.
func Read(ctx context.Context, path string) (*Ledger, error) {
	l := &Ledger{path: path}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{path, ErrMissing, nil}
	}
	db, err := l.connect(readers(), "mode=ro", "_query_only=1")
	if err != nil {
		return nil, err
	}
	l.read = db
	if err := l.inspect(ctx, db); err != nil {
		l.Close()
		return nil, l.explain("open", err)
	}
	return l, nil
}

func readers() int { return max(2, runtime.GOMAXPROCS(0)) }

func (l *Ledger) connect(connections int, params ...string) (*sql.DB, error) {
	abs, err := filepath.Abs(l.path)
	if err != nil {
		return nil, fmt.Errorf("ledger %q: %w", l.path, err)
	}
	dsn := "file://" + (&url.URL{Path: filepath.ToSlash(abs)}).EscapedPath() + fmt.Sprintf("?_busy_timeout=%d", busyTimeout)
	for _, p := range params {
		dsn += "&" + p
	}
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("ledger %q: %w", l.path, err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// inspect refuses files that are not ours. An empty file is ours to fill.
func (l *Ledger) inspect(ctx context.Context, db *sql.DB) error {
	var id, tables int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return err
	}
	switch {
	case id == applicationID:
		return nil
	case id == 0 && tables == 0 && l.write != nil:
		_, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
		return err
	}
	return &Error{l.path, ErrForeign, nil}
}

func (l *Ledger) upgrade(ctx context.Context) error {
	if err := l.inspect(ctx, l.write); err != nil {
		return err
	}
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, l.write, dir,
		goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > want {
		return &Error{l.path, ErrNewer, fmt.Errorf("version %d, this build knows %d", have, want)}
	}
	_, err = p.Up(ctx)
	return err
}

// explain turns what SQLite says of a bad file into an *Error.
func (l *Ledger) explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	if unfit, ok := errors.AsType[*Error](err); ok {
		return unfit
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xFF {
		case sqlite3.SQLITE_NOTADB:
			return &Error{l.path, ErrForeign, err}
		case sqlite3.SQLITE_CORRUPT:
			return &Error{l.path, ErrDamaged, err}
		}
	}
	return fmt.Errorf("ledger %q: %s: %w", l.path, doing, err)
}

// Close ends all use of the file.
func (l *Ledger) Close() error {
	var errs []error
	for _, db := range []*sql.DB{l.read, l.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Check reads the whole file and reports damage.
func (l *Ledger) Check(ctx context.Context) error {
	var verdict string
	if err := l.read.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return l.explain("check", err)
	}
	if verdict != "ok" {
		return &Error{l.path, ErrDamaged, errors.New(verdict)}
	}
	return nil
}
