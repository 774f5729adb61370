package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/arqam-io/arqam/pkg/redact"
)

const (
	connectTimeout    = 10 * time.Second
	migrationPatience = 300 // seconds to wait while another process makes the tables
)

// postgresServer is a ledger in the first schema of a PostgreSQL search path.
type postgresServer struct{ config *pgx.ConnConfig }

var postgresDialect = &dialect{
	bind:  numbered,
	value: storable,
	each:  "SELECT jsonb_array_elements_text(CAST(CAST(? AS text) AS jsonb))",
	// All sinks write one at a time, as with a file: what one of them judges to be new must
	// not be what another is about to write.
	lock: "SELECT pg_advisory_xact_lock(4698457283141)",
	found: `(f.article_id, f.revision, f.field, f.sentence_start) IN (
		SELECT s.article_id, s.revision, s.field, s.start FROM sentences s WHERE s.words @@ to_tsquery('simple', ?))`,
	matching: func(terms []term) string {
		out := make([]string, len(terms))
		for i, t := range terms {
			out[i] = "'" + t.word + "'"
			if t.prefix {
				out[i] += ":*"
			}
		}
		return strings.Join(out, " & ")
	},
}

// IsAddress reports whether a ledger's place is the address of a server, not a path.
func IsAddress(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// newPostgres parses an address. The error does not repeat it: it may contain a password.
func newPostgres(address string) (postgresServer, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return postgresServer{}, &Error{"postgres://…", ErrAddress, nil}
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "arqam"
	}
	return postgresServer{config}, nil
}

func (s postgresServer) dialect() *dialect { return postgresDialect }

func (s postgresServer) String() string {
	u := url.URL{Scheme: "postgres", User: url.User(s.config.User), Path: "/" + s.config.Database}
	if strings.HasPrefix(s.config.Host, "/") {
		u.RawQuery = "host=" + s.config.Host
	} else {
		u.Host = net.JoinHostPort(s.config.Host, strconv.Itoa(int(s.config.Port)))
	}
	if strings.ContainsAny(s.config.Database, "@:") {
		u.Path = "/" + redact.Hidden // do not quote a mistyped address: it may contain the password
	}
	return u.String()
}

func (s postgresServer) connect(a access, connections int) (*sql.DB, error) {
	config := s.config.Copy()
	if a != writing {
		config.RuntimeParams["default_transaction_read_only"] = "on"
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// contents examines the schema that tables are made in. Tables of extensions do not count; a
// lone goose_db_version table is left by an interrupted first start.
func (s postgresServer) contents(ctx context.Context, db *sql.DB) (contents, error) {
	var schema sql.NullString
	if err := db.QueryRowContext(ctx, "SELECT current_schema()").Scan(&schema); err != nil {
		return foreign, err
	}
	if !schema.Valid {
		return foreign, &Error{s.String(), ErrMissing, errors.New("no schema of its search_path exists: create one")}
	}
	var marks, others int
	err := db.QueryRowContext(ctx, `
		SELECT count(*) FILTER (WHERE c.relname = 'arqam_ledger'), count(*) FILTER (WHERE c.relname <> 'goose_db_version')
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
		AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')`).
		Scan(&marks, &others)
	switch {
	case err != nil:
		return foreign, err
	case marks > 0:
		return ours, nil
	case others == 0:
		return empty, nil
	}
	return foreign, nil
}

// adopt does nothing: the first migration creates the mark.
func (s postgresServer) adopt(context.Context, *sql.DB) error { return nil }

func (s postgresServer) migrations(db *sql.DB) (*goose.Provider, error) {
	turns, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, migrationPatience))
	if err != nil {
		return nil, err
	}
	return provider(goose.DialectPostgres, db, "postgres", goose.WithSessionLocker(turns))
}

func (s postgresServer) reason(err error) error {
	answer, answered := errors.AsType[*pgconn.PgError](err)
	if answered {
		switch answer.Code {
		case "XX001", "XX002":
			return ErrDamaged
		case "53100":
			return ErrFull
		case "53300", "57P01", "57P02", "57P03", "25006": // too many clients, shutting down, starting, or a standby
			return ErrUnreachable
		}
	}
	_, connecting := errors.AsType[*pgconn.ConnectError](err)
	switch {
	case connecting && answered:
		return ErrRefused
	case connecting || isLost(err):
		return ErrUnreachable
	}
	return nil
}

// isLost reports whether the connection broke, other than by our own deadline.
func isLost(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return false
	}
	_, network := errors.AsType[*net.OpError](err)
	return network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) || pgconn.SafeToRetry(err)
}

// connectCause extracts the cause of a failed connection: the server's error, else the
// network's. The full message would repeat the address.
func connectCause(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return errors.New(e.Message)
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		return e
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok {
		return e
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	return errors.New(first)
}

func (s postgresServer) check(ctx context.Context, db *sql.DB) error {
	_, err := session{db, postgresDialect}.exec(ctx, `SELECT count(*) FROM figures f
		JOIN revisions r ON r.article_id = f.article_id AND r.revision = f.revision`)
	return err
}

// numbered writes the parameters of a query as $1, $2, …
func numbered(query string) string {
	var b strings.Builder
	n := 0
	for _, r := range query {
		if r == '?' {
			n++
			fmt.Fprintf(&b, "$%d", n)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// storable returns v with U+FFFD for each NUL, which PostgreSQL's text cannot store; offsets
// do not change.
func storable(v any) any {
	r := reflect.ValueOf(v)
	if r.Kind() != reflect.String {
		return v
	}
	if s := r.String(); strings.ContainsRune(s, 0) {
		return strings.ReplaceAll(s, "\x00", "\uFFFD")
	}
	return r.String()
}
