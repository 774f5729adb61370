package servers

import (
	"os/exec"
	"testing"
)

// TestTools builds what the cache lacks, and sees each binary run. "make servers" runs it before the tests that need the servers.
func TestTools(t *testing.T) {
	for _, tool := range []Tool{Promtool, Prometheus, Alertmanager, VictoriaMetrics, NATS} {
		t.Run(tool.name(), func(t *testing.T) {
			binary := tool.Path(t)
			out, err := exec.CommandContext(t.Context(), binary, "--version").CombinedOutput()
			if err != nil {
				t.Errorf("%s --version: %v\n%s", binary, err, out)
			}
		})
	}
}
