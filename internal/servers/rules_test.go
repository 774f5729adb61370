package servers

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// TestRules checks the rules of deploy/prometheus, their unit tests and the configuration that
// names them with promtool.
func TestRules(t *testing.T) {
	promtool := Promtool.Path(t)
	dir := filepath.Join("..", "..", "deploy", "prometheus")
	for _, args := range [][]string{
		{"check", "rules", "--lint=all", "--lint-fatal", "recording.yml", "alerts.yml", "alerts-events.yml"},
		{"test", "rules", "rules_test.yml"},
		{"check", "config", "prometheus.yml"},
	} {
		t.Run(args[0]+" "+args[1], func(t *testing.T) {
			check := exec.CommandContext(t.Context(), promtool, args...)
			check.Dir = dir
			if output, err := check.CombinedOutput(); err != nil {
				t.Errorf("promtool %v: %v\n%s", args, err, output)
			}
		})
	}
}
