// Package servers starts the real servers that tests speak to: Prometheus,
// VictoriaMetrics, Alertmanager and NATS, and promtool beside them. Each is built
// once from its own module, at the version named here, into the user's cache
// folder, and found there ever after. Tests alone import it.
package servers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Tool is a program that go install can build.
type Tool struct {
	Package string
	Version string
}

// The tools. Later versions of Alertmanager lack their embedded page in the
// module and cannot be built so.
var (
	Prometheus      = Tool{"github.com/prometheus/prometheus/cmd/prometheus", "v0.316.0"}
	Promtool        = Tool{"github.com/prometheus/prometheus/cmd/promtool", "v0.316.0"}
	VictoriaMetrics = Tool{"github.com/VictoriaMetrics/VictoriaMetrics/app/victoria-metrics", "v1.151.0"}
	Alertmanager    = Tool{"github.com/prometheus/alertmanager/cmd/alertmanager", "v0.31.1"}
	NATS            = Tool{"github.com/nats-io/nats-server/v2", "v2.15.2"}
)

// spare is what a test keeps of its time after a build.
const spare = 30 * time.Second

// Path returns the tool's binary, and builds it when the cache has none: some
// minutes on two cores. It skips the test, and says why, with -short and where
// the module proxy cannot be reached.
func (tool Tool) Path(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skipf("%s is not started with -short", tool.name())
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatalf("find the cache folder: %v", err)
	}
	dir := filepath.Join(cache, "arqam", "servers", tool.name()+"-"+tool.Version)
	binary := filepath.Join(dir, tool.name())
	if _, err := os.Stat(binary); err == nil {
		return binary
	}
	err = tool.build(t, dir)
	if errors.Is(err, errUnreachable) {
		t.Skipf("%s %s is not in %s and cannot be built: %v", tool.name(), tool.Version, dir, err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

// name is that of the binary: the last part of the path that is no major version.
func (tool Tool) name() string {
	if dir, base := path.Split(tool.Package); majorVersion.MatchString(base) {
		return path.Base(dir)
	}
	return path.Base(tool.Package)
}

var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

var errUnreachable = errors.New("the module proxy cannot be reached")

// unreachable is what the go command says of a network that is not there.
var unreachable = []string{"dial tcp", "no such host", "i/o timeout", "TLS handshake timeout",
	"module lookup disabled by GOPROXY=off", "connection refused", "network is unreachable"}

// build puts the binary into dir; one that is half done never stands there.
func (tool Tool) build(t testing.TB, dir string) error {
	ctx := t.Context()
	if limited, ok := t.(interface{ Deadline() (time.Time, bool) }); ok {
		if deadline, ok := limited.Deadline(); ok {
			var cancel context.CancelFunc
			ctx, cancel = context.WithDeadline(ctx, deadline.Add(-spare))
			defer cancel()
		}
	}
	target := tool.Package + "@" + tool.Version
	t.Logf("building %s, which takes minutes the first time", target)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("build %s: %w", target, err)
	}
	temp, err := os.MkdirTemp(dir, "build-")
	if err != nil {
		return fmt.Errorf("build %s: %w", target, err)
	}
	defer os.RemoveAll(temp)
	install := exec.CommandContext(ctx, "go", "install", "-ldflags=-s -w", target)
	install.Dir = temp
	install.Env = append(install.Environ(), "GOBIN="+temp, "GOFLAGS=-buildvcs=false")
	var said bytes.Buffer
	install.Stdout, install.Stderr = &said, &said
	err = install.Run()
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("build %s: the test's time is up; run \"make servers\" first", target)
	case err != nil:
		for _, sign := range unreachable {
			if strings.Contains(said.String(), sign) {
				return fmt.Errorf("build %s: %w:\n%s", target, errUnreachable, said.String())
			}
		}
		return fmt.Errorf("build %s: %w:\n%s", target, err, said.String())
	}
	if err := os.Rename(filepath.Join(temp, tool.name()), filepath.Join(dir, tool.name())); err != nil {
		return fmt.Errorf("build %s: %w", target, err)
	}
	return nil
}
