package extract

import (
	"context"
	"flag"
	"os"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/normalize" // want: imports never go sideways
)

var update = flag.Bool("update", false, "rewrite the goldens")

func TestTestsMayReadFilesAndClocks(t *testing.T) {
	_, _, _, _ = os.Args, time.Now(), context.Background(), normalize.New
}
