package servers

import (
	"flag"
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

var build = flag.Bool("build", false, "build the missing servers, which takes minutes")

var tools = []Tool{Promtool, Prometheus, Alertmanager, VictoriaMetrics, NATS}

// TestTools runs each server. With -build it first builds the missing ones, as "make servers"
// does.
func TestTools(t *testing.T) {
	for _, tool := range tools {
		t.Run(tool.name(), func(t *testing.T) {
			if *build {
				if err := tool.Build(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			out, err := exec.CommandContext(t.Context(), tool.Path(t), "--version").CombinedOutput()
			if err != nil {
				t.Errorf("%s --version: %v\n%s", tool.name(), err, out)
			}
		})
	}
}

// TestMissingToolSkips checks that a test never builds a server: with an empty cache it skips
// at once and names the command.
func TestMissingToolSkips(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	for _, tool := range tools {
		probe := &skipProbe{TB: t}
		func() {
			defer func() { _ = recover() }()
			tool.Path(probe)
		}()
		if !testing.Short() && !strings.Contains(probe.reason, `run "make servers"`) {
			t.Errorf("%s: without a binary the test is skipped with %q", tool.name(), probe.reason)
		}
	}
}

// skipProbe records the reason for which a test would be skipped.
type skipProbe struct {
	testing.TB
	reason string
}

func (p *skipProbe) Skipf(format string, args ...any) {
	p.reason = fmt.Sprintf(format, args...)
	panic(p.reason)
}
