// Package servers starts real servers for tests: Prometheus, VictoriaMetrics, Alertmanager and
// NATS, and runs promtool. "make servers" builds each once from its own module, at the version
// named here, into the user's cache folder; tests use those binaries or skip. Only tests
// import it.
package servers

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"testing"
)

// Tool is a program that go install can build.
type Tool struct {
	Package string
	Version string
}

// The tools. Later versions of Alertmanager lack their embedded page in the module and cannot
// be built this way.
var (
	Prometheus      = Tool{"github.com/prometheus/prometheus/cmd/prometheus", "v0.316.0"}
	Promtool        = Tool{"github.com/prometheus/prometheus/cmd/promtool", "v0.316.0"}
	VictoriaMetrics = Tool{"github.com/VictoriaMetrics/VictoriaMetrics/app/victoria-metrics", "v1.151.0"}
	Alertmanager    = Tool{"github.com/prometheus/alertmanager/cmd/alertmanager", "v0.31.1"}
	NATS            = Tool{"github.com/nats-io/nats-server/v2", "v2.15.2"}
)

// Path returns the tool's binary. It skips the test if the cache lacks it, and with -short: a
// test never builds a server, which takes minutes.
func (tool Tool) Path(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skipf("%s is not started with -short", tool.name())
	}
	binary, err := tool.cached()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(binary); err != nil {
		t.Skipf("%s %s is not built: run \"make servers\" once", tool.name(), tool.Version)
	}
	return binary
}

// cached is the path of the binary in the cache.
func (tool Tool) cached() (string, error) {
	cache, err := Cache()
	return filepath.Join(cache, tool.name()+"-"+tool.Version, tool.name()), err
}

// Cache is the folder for the tools of tests, in the user's cache folder.
func Cache() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache folder: %w", err)
	}
	return filepath.Join(cache, "arqam", "servers"), nil
}

// name is the name of the binary: the last part of the path that is not a major version.
func (tool Tool) name() string {
	if dir, base := path.Split(tool.Package); majorVersion.MatchString(base) {
		return path.Base(dir)
	}
	return path.Base(tool.Package)
}

var majorVersion = regexp.MustCompile(`^v[0-9]+$`)

// Build builds the binary into the cache if it is missing. An incomplete one is never stored
// there.
func (tool Tool) Build(ctx context.Context) error {
	binary, err := tool.cached()
	if err != nil {
		return err
	}
	if _, err := os.Stat(binary); err == nil {
		return nil
	}
	target, dir := tool.Package+"@"+tool.Version, filepath.Dir(binary)
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
	if output, err := install.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w:\n%s", target, err, output)
	}
	if err := os.Rename(filepath.Join(temp, tool.name()), binary); err != nil {
		return fmt.Errorf("build %s: %w", target, err)
	}
	return nil
}
