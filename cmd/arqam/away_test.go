package main

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/internal/servers"
)

// TestLedgerAwayAtStart starts the system while its PostgreSQL is away: it says so and
// waits. A metrics store that was made meanwhile is filled from the ledger, also
// where the first that waited was killed.
func TestLedgerAwayAtStart(t *testing.T) {
	postgres := servers.StartPostgres(t)
	dir := writeFiles(t, map[string]string{"arqam.yaml": fmt.Sprintf("ledger: %q\n", postgres.Database(t))})
	up := func(data, address string) *process {
		return start(t, binary, "up", "--config", filepath.Join(dir, "arqam.yaml"), "--data", filepath.Join(dir, data), "--http", address)
	}
	address := freeAddress(t)
	first := up("first", address)
	first.until("arqam is up: ")
	want := query(t, address)
	first.stop()

	if err := postgres.Halt(); err != nil {
		t.Fatal(err)
	}
	waiting := func() *process {
		p := up("second", address)
		if err := servers.Await(t.Context(), func() bool {
			return strings.Contains(p.stderr.String(), "the ledger cannot be reached; trying again")
		}); err != nil {
			t.Fatal("nobody said that the ledger is away")
		}
		reached(t, address, "/healthz", http.StatusOK, "ok")
		reached(t, address, "/readyz", http.StatusServiceUnavailable, "starting")
		return p
	}
	stopped := waiting()
	stopped.stop()
	killed := waiting()
	if err := killed.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = killed.cmd.Wait() // it was killed
	last := waiting()
	if err := postgres.Resume(); err != nil {
		t.Fatal(err)
	}
	last.until("arqam is up: ")
	if diff := cmp.Diff(want, query(t, address), cmpSorted()); diff != "" || len(want) == 0 {
		t.Errorf("the store that was made without the ledger holds other samples: %s", diff)
	}
	last.stop()
}
