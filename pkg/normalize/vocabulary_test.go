package normalize

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Every unit and currency that a language pack can name is known here, so that no figure lacks
// its canonical form because a row is missing.
func TestUnitsOfThePacksAreKnown(t *testing.T) {
	n := newNormalizer(t)
	for _, name := range []string{"units.tsv", "money.tsv"} {
		files, err := filepath.Glob(filepath.Join("..", "lang", "*", name))
		if err != nil || len(files) == 0 {
			t.Fatalf("no language has a %s: %v", name, err)
		}
		for _, file := range files {
			in, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			line := 0
			for row := range bytes.Lines(in) {
				line++
				cells := bytes.Split(row, []byte("\t"))
				if class := string(cells[0]); class != "measure" && class != "currency" {
					continue
				}
				id := string(cells[1])
				if _, unit, scaled := strings.Cut(id, "*"); scaled {
					id = unit // 1000000*barrel-per-day
				}
				if _, known := n.units.Get(figure.UnitID(id)); !known && n.bank.purses[id] == nil {
					t.Errorf("%s:%d: %q is neither a unit nor a name of money", file, line, id)
				}
			}
		}
	}
}
