//go:build linux

package chaos

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
)

// programs are the binaries under test, built from this module and its build
// list, with clocks that can be wrong.
type programs struct{ arqam, nats string }

// build builds the programs into dir. The first time takes minutes, since the
// standard library is built anew; later Go's cache has nearly all.
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
		if said, err := c.CombinedOutput(); err != nil {
			return p, fmt.Errorf("build %s: %w\n%s", target, err, said)
		}
	}
	return p, nil
}
