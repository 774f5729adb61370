package numeral_test

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

var nodeHome = flag.String("node-home", "", "the folder whose node_modules has the package n2words")

// TestForeignSpellers reads back what ICU and n2words write, where they are installed:
// python3-icu, and `npm install n2words` in the folder that -node-home names. They
// spell each number up to 100,000, or with -short a sample.
func TestForeignSpellers(t *testing.T) {
	mode := "every"
	if testing.Short() {
		mode = "sample"
	}
	spellers := filepath.Join("testdata", "spellers")
	for name, command := range map[string][]string{
		"icu":     {"/usr/bin/python3", filepath.Join(spellers, "spell_icu.py"), mode},
		"n2words": {"node", filepath.Join(spellers, "spell_n2words.mjs"), *nodeHome, mode},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "n2words" && *nodeHome == "" {
				t.Skip("no -node-home")
			}
			readForeign(t, command)
		})
	}
}

// missing is the exit status of a script whose library is not installed.
const missing = 3

func readForeign(t *testing.T, command []string) {
	out, err := exec.Command(command[0], command[1:]...).Output()
	var exit *exec.ExitError
	switch {
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist), errors.As(err, &exit) && exit.ExitCode() == missing:
		t.Skipf("%s is not installed: %v", strings.Join(command, " "), err)
	case err != nil:
		t.Fatalf("run %s: %v", strings.Join(command, " "), err)
	}
	packs := map[string]*lang.Pack{}
	read, wrong := map[string]int{}, map[string]int{}
	d := new(token.Doc)
	in := bufio.NewScanner(bytes.NewReader(out))
	for in.Scan() {
		col := strings.Split(in.Text(), "\t")
		n, err := strconv.ParseInt(col[1], 10, 64)
		if err != nil || len(col) != 3 {
			t.Fatalf("%q is not language, number and words", in.Text())
		}
		code := col[0]
		if packs[code] == nil {
			packs[code] = pack(t, code)
		}
		if read[code]++; readsBack(packs[code], d, col[2], n) {
			continue
		}
		if wrong[code]++; wrong[code] <= 5 {
			got, rest, _ := parse(packs[code], col[2])
			t.Errorf("%s: %q is %s and leaves %q, want %d", code, col[2], got.Value, rest, n)
		}
	}
	for code, n := range read {
		t.Logf("%s: %d of %d numbers are read back", code, n-wrong[code], n)
	}
}
