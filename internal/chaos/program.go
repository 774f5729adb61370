//go:build linux

package chaos

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
)

// programs are the binaries under test, built from this module and its dependencies, with
// adjustable clocks.
type programs struct{ arqam, nats string }

// build builds the programs into dir. The first time takes minutes, since the standard library
// is rebuilt; later Go's cache has nearly everything.
func build(ctx context.Context, dir string) (programs, error) {
	overlay, err := clockOverlay(dir)
	if err != nil {
		return programs{}, err
	}
	p := programs{filepath.Join(dir, "arqam"), filepath.Join(dir, "nats-server")}
	for path, target := range map[string]string{
		p.arqam: "github.com/arqam-io/arqam/cmd/arqam", p.nats: "github.com/nats-io/nats-server/v2",
	} {
		c := exec.CommandContext(ctx, "go", "build", "-overlay", overlay, "-o", path, target)
		if output, err := c.CombinedOutput(); err != nil {
			return p, fmt.Errorf("build %s: %w\n%s", target, err, output)
		}
	}
	return p, nil
}
