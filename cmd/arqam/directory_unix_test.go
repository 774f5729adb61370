//go:build unix

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestReadOnlyDirectory starts the system where nothing may be written, as
// somebody whom the system's modes bind.
func TestReadOnlyDirectory(t *testing.T) {
	dir, err := os.MkdirTemp("", "arqam-readonly")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		os.Chmod(dir, 0o755)
		os.RemoveAll(dir)
	})
	program, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(dir, "arqam")
	if err := os.WriteFile(own, program, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, closed := range []string{filepath.Join(dir, "data"), dir} {
		if err := errors.Join(os.MkdirAll(closed, 0o755), os.Chmod(closed, 0o555)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ data, want string }{
		{"data", `arqam: open metrics store "data/metrics": mkdir data/metrics: permission denied; give a directory that can be written`},
		{"new", `arqam: data directory "new": permission denied: set --data to a writable directory`},
	} {
		cmd := exec.CommandContext(t.Context(), own, "up", "--data", c.data, "--http", "off", "--log-level", "error")
		var stderr bytes.Buffer
		cmd.Dir, cmd.Env, cmd.Stderr = dir, []string{}, &stderr
		if os.Geteuid() == 0 { // modes do not bind root
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		err := cmd.Run()
		if cmd.ProcessState.ExitCode() != exitFailure || strings.TrimSpace(stderr.String()) != c.want {
			t.Errorf("%s: %v, %q, want %q", c.data, err, stderr.String(), c.want)
		}
	}
}
