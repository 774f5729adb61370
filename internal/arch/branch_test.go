package arch

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// ceilings are how many branches per line that is not blank a folder may have. Where a rule
// would pass one, a type, a table or a small grammar is missing.
var ceilings = []struct {
	dir   string
	ratio float64
}{
	{"pkg/anchor", 0.30},
	{"pkg/extract", 0.30},
	{".", 0.20},
}

func TestBranches(t *testing.T) {
	root := os.DirFS("../..")
	for _, c := range ceilings {
		files, err := Branches(root, c.dir)
		if err != nil {
			t.Fatal(err)
		}
		if got := Sum(c.dir, files); got.Lines == 0 || got.Ratio() > c.ratio {
			t.Errorf("%s: %d branches in %d lines are %.3f, more than %.2f; see go run ./internal/branches %s",
				c.dir, got.Branches, got.Lines, got.Ratio(), c.ratio, c.dir)
		}
	}
}

func TestBranchesAreCounted(t *testing.T) {
	const src = `package a

// if and for in a comment, or "&&" in a literal, are none.
func f(x int, ok bool) string {
	if ok && x > 1 || x < 0 {
		return "if || &&"
	} else if x == 0 {
		for range x {
		}
	}

	switch x {
	case 1, 2:
		return "for"
	default:
	}
	return ""
}
`
	root := fstest.MapFS{
		"a/a.go":           {Data: []byte(src)},
		"a/a_test.go":      {Data: []byte(src)},
		"a/testdata/b.go":  {Data: []byte(src)},
		"a/other/go.mod":   {Data: []byte("module other")},
		"a/other/other.go": {Data: []byte(src)},
	}
	got, err := Branches(root, "a")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Density{{"a/a.go", 6, 16}}, got); diff != "" {
		t.Error(diff)
	}
	if got := Sum("b", nil).Ratio(); got != 0 {
		t.Errorf("the ratio of no lines is %v", got)
	}
}
