// Package ledger keeps every figure with its evidence in SQLite or PostgreSQL: articles and
// their revisions, figures, the claims that trackers make from them, corrections, and the
// outbox of events and reports. It decides nothing: its callers say what belongs to a tracker
// and what is new. The sink and arqam correct write to it; arqam figures, export and replay
// read from it.
package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
)

// Reasons why a ledger cannot be used.
var (
	ErrMissing     = errors.New("there is no ledger here")
	ErrForeign     = errors.New("this is not a ledger of Arqam")
	ErrNewer       = errors.New("the ledger was written by a newer Arqam")
	ErrOlder       = errors.New("the ledger was written by an older Arqam")
	ErrDamaged     = errors.New("the ledger is damaged")
	ErrUnreachable = errors.New("the ledger's PostgreSQL cannot be reached")
	ErrRefused     = errors.New("the ledger's PostgreSQL refuses the login")
	ErrUnwritable  = errors.New("the ledger's file cannot be opened")
	ErrFull        = errors.New("the ledger has no space left")
	ErrAddress     = errors.New("the ledger's address cannot be read")
)

// advice says what to do about each of these errors.
var advice = map[error]string{
	ErrMissing:     "run arqam up first, or give the path or address of an existing ledger",
	ErrForeign:     "give another path or an empty database for the ledger, or move away what is there",
	ErrNewer:       "use the newer version of arqam that wrote it, or another path",
	ErrOlder:       "stop the arqam that runs on it, and start this version's arqam up or arqam sink, which upgrades it",
	ErrDamaged:     "stop arqam and keep a copy; then recover the ledger (sqlite3's .recover, a PostgreSQL backup), or move it away and replay the articles",
	ErrUnreachable: "check that the server is running, and that host and port are right",
	ErrRefused: "check user, password and database; " +
		"a password may also be in PGPASSWORD or ~/.pgpass",
	ErrUnwritable: "give the path of a writable file in a writable directory",
	ErrFull:       "free space on its disk; pending articles are then written",
	ErrAddress:    "write it as postgres://user@host:5432/database",
}

// Error says which ledger cannot be used, why, and what to do about it.
type Error struct {
	Path   string // or the address, without its password
	Reason error  // one of the sentinels
	Cause  error  // the error of the database; may be nil
}

// Error returns the error on one line.
func (e *Error) Error() string {
	cause := ""
	if e.Cause != nil {
		cause = " (" + e.Cause.Error() + ")"
	}
	return fmt.Sprintf("ledger %q: %v%s: %s", e.Path, e.Reason, cause, advice[e.Reason])
}

// Unwrap returns the sentinel and the error of the database.
func (e *Error) Unwrap() []error { return []error{e.Reason, e.Cause} }

// Ledger is an open ledger. It is safe for concurrent use: one transaction writes at a time,
// and readers never wait for it.
type Ledger struct {
	database database
	write    *sql.DB // one connection; nil when opened by Read
	read     *sql.DB
	spell    func() (*speller, error)
	amender  func() (*amender, error)
}

// Open opens the ledger at a path or a postgres:// address for reading and
// writing, and creates or upgrades it as needed. The error is an *Error if the ledger
// cannot be used.
func Open(ctx context.Context, where string) (*Ledger, error) {
	l, err := locate(where)
	if err != nil {
		return nil, err
	}
	if file, ok := l.database.(sqliteFile); ok {
		if err := os.MkdirAll(filepath.Dir(file.path), 0o750); err != nil {
			return nil, fmt.Errorf("ledger %q: %w", l, err)
		}
	}
	if err := l.open(ctx, writing, l.upgrade); err != nil {
		return nil, err
	}
	if err := l.refold(ctx); err != nil {
		l.Close()
		return nil, l.explain("open", err)
	}
	return l, nil
}

// Attach opens an existing ledger for reading and writing while the process that owns it runs.
// It neither creates nor upgrades a ledger; an older one gives ErrOlder.
func Attach(ctx context.Context, where string) (*Ledger, error) {
	return existing(ctx, where, writing)
}

// Read opens an existing ledger for reading only, while another process may write to it.
func Read(ctx context.Context, where string) (*Ledger, error) {
	return existing(ctx, where, reading)
}

func existing(ctx context.Context, where string, a access) (*Ledger, error) {
	l, err := locate(where)
	if err != nil {
		return nil, err
	}
	if file, ok := l.database.(sqliteFile); ok {
		if err := file.exists(); err != nil {
			return nil, err
		}
	}
	return l, l.open(ctx, a, l.recognize)
}

// locate returns the ledger at a place without opening it.
func locate(where string) (*Ledger, error) {
	l := &Ledger{spell: sync.OnceValues(newSpeller)}
	l.amender = sync.OnceValues(l.newAmender)
	if !IsAddress(where) {
		l.database = sqliteFile{where}
		return l, nil
	}
	var err error
	l.database, err = newPostgres(where)
	return l, err
}

// String is the ledger's path or address, without a password.
func (l *Ledger) String() string { return l.database.String() }

// Shown returns a ledger's path or address without its password.
func Shown(where string) string {
	l, err := locate(where)
	if unfit, ok := errors.AsType[*Error](err); ok {
		return unfit.Path
	}
	return l.String()
}

// open creates the pools, and closes them again if the ledger cannot be used.
func (l *Ledger) open(ctx context.Context, a access, fit func(context.Context, *sql.DB) error) error {
	err := l.connect(ctx, a, fit)
	if err != nil {
		l.Close()
	}
	return l.explain("open", err)
}

func (l *Ledger) connect(ctx context.Context, a access, fit func(context.Context, *sql.DB) error) (err error) {
	readers := max(2, runtime.GOMAXPROCS(0))
	if a == reading {
		if l.read, err = l.database.connect(reading, readers); err != nil {
			return err
		}
		return fit(ctx, l.read)
	}
	if l.write, err = l.database.connect(writing, 1); err != nil {
		return err
	}
	if err = fit(ctx, l.write); err != nil {
		return err
	}
	l.read, err = l.database.connect(beside, readers)
	return err
}

// upgrade creates or upgrades the tables of a ledger that is ours or empty.
func (l *Ledger) upgrade(ctx context.Context, db *sql.DB) error {
	whose, err := l.database.contents(ctx, db)
	switch {
	case err != nil:
		return err
	case whose == foreign:
		return &Error{l.String(), ErrForeign, nil}
	case whose == empty:
		if err := l.database.adopt(ctx, db); err != nil {
			return err
		}
	}
	p, err := l.database.migrations(db)
	if err != nil {
		return err
	}
	have, want, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if have > want {
		return l.versionError(ErrNewer, have, want)
	}
	_, err = p.Up(ctx)
	return err
}

// recognize returns an error unless this is a ledger of exactly this version.
func (l *Ledger) recognize(ctx context.Context, db *sql.DB) error {
	whose, err := l.database.contents(ctx, db)
	switch {
	case err != nil:
		return err
	case whose == foreign:
		return &Error{l.String(), ErrForeign, nil}
	case whose == empty:
		return &Error{l.String(), ErrMissing, nil}
	}
	p, err := l.database.migrations(db)
	if err != nil {
		return err
	}
	sources := p.ListSources()
	want := sources[len(sources)-1].Version
	var have int64
	err = db.QueryRowContext(ctx, "SELECT version_id FROM goose_db_version WHERE is_applied ORDER BY id DESC LIMIT 1").Scan(&have)
	switch {
	case err != nil:
		return err
	case have > want:
		return l.versionError(ErrNewer, have, want)
	case have < want:
		return l.versionError(ErrOlder, have, want)
	}
	return nil
}

func (l *Ledger) versionError(reason error, have, want int64) error {
	return &Error{l.String(), reason, fmt.Errorf("version %d, this build knows %d", have, want)}
}

// explain makes an *Error from a database error that concerns the ledger as a whole.
func (l *Ledger) explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	if unfit, ok := errors.AsType[*Error](err); ok {
		return unfit
	}
	switch reason := l.database.reason(err); reason {
	case nil:
		return fmt.Errorf("ledger %q: %s: %w", l, doing, err)
	case ErrUnreachable, ErrRefused:
		return &Error{l.String(), reason, connectCause(err)}
	default:
		return &Error{l.String(), reason, err}
	}
}

// Close closes the ledger.
func (l *Ledger) Close() error {
	var errs []error
	for _, db := range []*sql.DB{l.read, l.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// Check reads the whole ledger and reports damage.
func (l *Ledger) Check(ctx context.Context) error {
	return l.explain("check", l.database.check(ctx, l.read))
}

// Ping returns nil when the ledger answers, for /readyz.
func (l *Ledger) Ping(ctx context.Context) error {
	var one int
	return l.explain("ask", l.read.QueryRowContext(ctx, "SELECT 1 FROM goose_db_version LIMIT 1").Scan(&one))
}

// reader and writer run SQL outside of a transaction.
func (l *Ledger) reader() session { return session{l.read, l.database.dialect()} }
func (l *Ledger) writer() session { return session{l.write, l.database.dialect()} }
