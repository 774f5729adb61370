//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/arqam-io/arqam/internal/servers"
)

// TestFullDisk fills the disk of a sink at work. Once there is space again it goes on
// by itself, and has all that came in meanwhile.
func TestFullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=64m"); errors.Is(err, syscall.EPERM) {
		t.Skip("file systems may not be mounted here")
	} else if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Unmount(disk, syscall.MNT_DETACH) })
	nats := freeAddress(t)
	host, port, _ := strings.Cut(nats, ":")
	start(t, natsServer(t), "-js", "-sd", filepath.Join(t.TempDir(), "nats"), "-a", host, "-p", port)
	fetcher, sink := freeAddress(t), freeAddress(t)
	reach := []string{"--nats", "nats://" + nats, "--http"}
	var last *process // the sink
	for _, service := range [][]string{{"fetcher", fetcher}, {"extractor", "off"}, {"normalizer", "off"}, {"sink", sink, "--data", disk, "--ledger", filepath.Join(t.TempDir(), "ledger.db")}} {
		last = start(t, binary, append(append([]string{service[0]}, reach...), service[1:]...)...)
	}
	eventually := func(what string, done func() bool) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := servers.Await(ctx, done); err != nil {
			t.Fatalf("waited in vain for %s: %v", what, err)
		}
	}
	ready := func() bool {
		response, err := http.Get("http://" + sink + "/readyz")
		if err != nil {
			return false // it starts, or opens all anew
		}
		response.Body.Close()
		return response.StatusCode == http.StatusOK
	}
	eventually("the sink", ready)
	published := 0
	publish := func(articles int) {
		t.Helper()
		var lines strings.Builder
		for range articles {
			published++
			// Each is older than the one before: what comes late has a log of its own.
			at := time.Date(2026, 3, 10, 8, 0, 0, 0, time.UTC).Add(-time.Duration(published) * time.Minute)
			fmt.Fprintf(&lines, `{"id":"a%d","lang":"en","source":"wire","title":"Harmal","text":"Harmal port has handled %d tonnes of wheat.","published":%q}`+"\n",
				published, 100+published, at.Format(time.RFC3339))
		}
		eventually("the articles to be taken", func() bool {
			return arqam(t, t.TempDir(), lines.String(), nil, "publish", "--to", "http://"+fetcher).status == exitOK
		})
	}
	publish(1)
	eventually("the first sample", func() bool { return len(query(t, sink)) == 1 })

	filler := filepath.Join(disk, "filler")
	f, err := os.Create(filler)
	if err != nil {
		t.Fatal(err)
	}
	for block := make([]byte, 1<<16); len(block) > 0; {
		if _, err := f.Write(block); err != nil {
			block = block[:len(block)/2]
		}
	}
	f.Close()
	publish(200)
	eventually("the store to break", func() bool { return !ready() })
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	publish(1)
	eventually("all samples", func() bool { return ready() && len(query(t, sink)) == published })
	if said := last.stderr.String(); !strings.Contains(said, "reopening the metrics store") {
		t.Errorf("the store was not reopened:\n%s", said)
	}
}
