package ledger

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"
)

// database is what SQLite and PostgreSQL do each in their own way. All that is
// not here is written once, in the SQL that both understand.
type database interface {
	// String is where the database lies, for people: it never holds a password.
	String() string
	// connect opens a pool of so many connections.
	connect(a access, connections int) (*sql.DB, error)
	// contents says whose the database is.
	contents(ctx context.Context, db *sql.DB) (contents, error)
	// adopt marks an empty database as ours.
	adopt(ctx context.Context, db *sql.DB) error
	// migrations returns what makes and upgrades the tables.
	migrations(db *sql.DB) (*goose.Provider, error)
	// reason returns the sentinel that an error of the database stands for, and
	// nil when it stands for none.
	reason(err error) error
	// check reads the database and returns what is damaged.
	check(ctx context.Context, db *sql.DB) error
	dialect() *dialect
}

// dialect is what the two spell differently.
type dialect struct {
	// bind returns the query with its parameters, each written as ?, in the
	// database's own spelling.
	bind func(query string) string
	// value returns an argument as the database can hold it.
	value func(any) any
	// each is a query for the strings of a JSON array, its one parameter.
	each string
	// lock takes the place of the only writer; "" where BEGIN does so.
	lock string
	// found is a condition on figures f: the parameter, made by matching, is
	// found in the sentence.
	found    string
	matching func([]term) string
}

// access is what a pool is for.
type access int

const (
	reading access = iota
	writing
	beside // reading in a process that writes as well
)

// contents is whose a database is.
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

// session speaks one SQL to either database.
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
