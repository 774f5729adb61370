package ledger

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"
)

// database is what differs between SQLite and PostgreSQL. Everything else is written once, in
// SQL that both understand.
type database interface {
	// String is the path or address of the database, without a password.
	String() string
	// connect opens a pool of connections.
	connect(a access, connections int) (*sql.DB, error)
	// contents says whether the database is empty, ours or foreign.
	contents(ctx context.Context, db *sql.DB) (contents, error)
	// adopt marks an empty database as ours.
	adopt(ctx context.Context, db *sql.DB) error
	// migrations returns the migrations that create and upgrade the tables.
	migrations(db *sql.DB) (*goose.Provider, error)
	// reason returns the sentinel for a database error, or nil if none fits.
	reason(err error) error
	// check reads the whole database and returns the first damage.
	check(ctx context.Context, db *sql.DB) error
	dialect() *dialect
}

// dialect is what the two databases write differently.
type dialect struct {
	// bind returns the query with its parameters, each written as ?, in the database's
	// own notation.
	bind func(query string) string
	// value returns an argument in the form that the database can store.
	value func(any) any
	// each is a query that lists the strings of a JSON array, its only parameter.
	each string
	// lock makes the transaction the only writer; "" if BEGIN does that.
	lock string
	// found is a condition on figures f: the sentence matches the parameter, which matching
	// makes.
	found    string
	matching func([]term) string
}

// access is the use of a connection pool.
type access int

const (
	reading access = iota
	writing
	beside // reading, in a process that also writes
)

// contents says whether a database is empty, ours or foreign.
type contents int

const (
	empty contents = iota
	ours
	foreign
)

// runner is what *sql.DB and *sql.Tx share.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// session runs the same SQL on either database.
type session struct {
	runner
	*dialect
}

func (s session) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return s.ExecContext(ctx, s.bind(query), s.values(args)...)
}

func (s session) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.QueryContext(ctx, s.bind(query), s.values(args)...)
}

func (s session) row(ctx context.Context, query string, args ...any) *sql.Row {
	return s.QueryRowContext(ctx, s.bind(query), s.values(args)...)
}

func (s session) values(args []any) []any {
	for i, v := range args {
		args[i] = s.value(v)
	}
	return args
}
