package servers

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// ErrNoPostgres means that PostgreSQL is not installed.
var ErrNoPostgres = errors.New("PostgreSQL is not installed: neither PATH nor /usr/lib/postgresql has initdb")

// Postgres is a PostgreSQL server for one test: its data are in a temporary folder, it listens
// only on a Unix socket there, and its data are deleted when it stops.
type Postgres struct {
	dir       string
	bin       string
	process   *exec.Cmd
	said      *output
	databases atomic.Int64
	crash     sync.Mutex // one at a time
}

const (
	postgresUser     = "arqam" // name of the superuser
	postgresPatience = time.Minute
	postgresPoll     = 20 * time.Millisecond
	// postgresOrphans is how long the children of a killed server may take to end.
	postgresOrphans = time.Second
)

// StartPostgres starts a server that stops with the test. It skips the test if PostgreSQL is
// not installed.
func StartPostgres(t testing.TB) *Postgres {
	t.Helper()
	p, err := RunPostgres()
	if errors.Is(err, ErrNoPostgres) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return p
}

// RunPostgres starts a server that the caller stops. The error is ErrNoPostgres if PostgreSQL
// is not installed.
func RunPostgres() (*Postgres, error) {
	bin, err := postgresPrograms()
	if err != nil {
		return nil, err
	}
	// The path of a socket is limited to about a hundred bytes; test folders are longer.
	dir, err := os.MkdirTemp("", "arqam-pg-")
	if err != nil {
		return nil, err
	}
	p := &Postgres{dir: dir, bin: bin, said: &output{}}
	if err := p.start(); err != nil {
		p.Stop()
		return nil, fmt.Errorf("start PostgreSQL: %w\n%s", err, p.said)
	}
	return p, nil
}

// postgresPrograms finds the folder of initdb and postgres, the newest if there are several.
func postgresPrograms() (string, error) {
	candidates, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	slices.Sort(candidates)
	if path, err := exec.LookPath("initdb"); err == nil {
		candidates = append(candidates, path)
	}
	for _, path := range slices.Backward(candidates) {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(real), nil
		}
	}
	return "", ErrNoPostgres
}

func (p *Postgres) start() error {
	attributes, err := unprivileged(p.dir)
	if err != nil {
		return err
	}
	data := filepath.Join(p.dir, "data")
	initdb := p.command("initdb", "-D", data, "-U", postgresUser, "-E", "UTF8", "--locale=C", "--auth=trust", "--no-sync", "--no-instructions")
	initdb.SysProcAttr = attributes
	if err := initdb.Run(); err != nil {
		return fmt.Errorf("initdb: %w", err)
	}
	return p.Resume()
}

// Resume starts the server again after Halt, and waits until it answers.
func (p *Postgres) Resume() error {
	attributes, err := unprivileged(p.dir)
	if err != nil {
		return err
	}
	p.process = p.command("postgres", "-D", filepath.Join(p.dir, "data"), "-k", p.dir, "-c", "listen_addresses=", "-c", "fsync=off")
	p.process.SysProcAttr = attributes
	if err := p.process.Start(); err != nil {
		return err
	}
	ready := func() bool { return p.command("pg_isready", "-q", "-h", p.dir, "-U", postgresUser).Run() == nil }
	for deadline := time.Now().Add(postgresPatience); !ready(); {
		if time.Now().After(deadline) {
			return fmt.Errorf("not ready after %s", postgresPatience)
		}
		time.Sleep(postgresPoll)
	}
	return nil
}

// Crash kills the server as kill -9 does, and restarts it with its data after a while.
func (p *Postgres) Crash(down time.Duration) error {
	p.crash.Lock()
	defer p.crash.Unlock()
	_ = p.process.Process.Kill() // it may have exited already
	_ = p.process.Wait()
	time.Sleep(max(down, postgresOrphans))
	return p.Resume()
}

func (p *Postgres) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(p.bin, name), args...)
	c.Dir, c.Stdout, c.Stderr = p.dir, p.said, p.said
	return c
}

// Database makes an empty database and returns its address.
func (p *Postgres) Database(t testing.TB) string {
	t.Helper()
	address, err := p.CreateDatabase()
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// CreateDatabase makes an empty database and returns its address.
func (p *Postgres) CreateDatabase() (string, error) {
	name := fmt.Sprintf("test%d", p.databases.Add(1))
	var said bytes.Buffer
	create := p.command("createdb", "-h", p.dir, "-U", postgresUser, name)
	create.Stdout, create.Stderr = &said, &said
	if err := create.Run(); err != nil {
		return "", fmt.Errorf("createdb %s: %w\n%s", name, err, said.String())
	}
	address := url.URL{Scheme: "postgres", User: url.User(postgresUser), Path: "/" + name,
		RawQuery: url.Values{"host": {p.dir}}.Encode()}
	return address.String(), nil
}

// Halt stops the server, which breaks every connection and keeps its data.
func (p *Postgres) Halt() error {
	if err := p.process.Process.Signal(syscall.SIGINT); err != nil {
		return err
	}
	return p.process.Wait()
}

// Stop stops the server and deletes its data.
func (p *Postgres) Stop() {
	if p.process != nil && p.process.Process != nil {
		p.process.Process.Signal(syscall.SIGQUIT) // immediate: no data are kept
		p.process.Wait()
	}
	os.RemoveAll(p.dir)
}
