package arch

import (
	"bufio"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestModule(t *testing.T) {
	found, err := Check(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Error(v)
	}
}

// TestModulePath checks Module against go.mod: with a wrong path every import would look like
// another module's, and nothing would be checked.
func TestModulePath(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if first, _, _ := strings.Cut(string(mod), "\n"); first != "module "+Module {
		t.Errorf("go.mod begins with %q, Module is %q", first, Module)
	}
}

// TestFixture runs the rule on a tree that breaks every part of it. Each line that must be
// reported ends in "// want: " and a part of the message; no other line may be reported.
func TestFixture(t *testing.T) {
	fixture := os.DirFS("testdata/broken")
	found, err := Check(fixture)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, v := range found {
		got[fmt.Sprintf("%s:%d", v.File, v.Line)] += v.Rule
	}
	want := wanted(t, fixture)
	for place, part := range want {
		if !strings.Contains(got[place], part) {
			t.Errorf("%s: reported %q, want a message with %q", place, got[place], part)
		}
	}
	for place, rule := range got {
		if _, ok := want[place]; !ok {
			t.Errorf("%s: reported wrongly: %s", place, rule)
		}
	}
}

// TestFixtureCoversEveryRule fails if no line of the fixture breaks a rule, since such a rule
// is untested.
func TestFixtureCoversEveryRule(t *testing.T) {
	found, err := Check(os.DirFS("testdata/broken"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, v := range found {
		fmt.Fprintln(&all, v)
	}
	for _, fence := range fences {
		if !strings.Contains(all.String(), fence.rule) {
			t.Errorf("no line of the fixture breaks %q", fence.rule)
		}
	}
	for _, dir := range pure {
		if dir != "pkg/figure" && !strings.Contains(all.String(), dir+" is pure") {
			t.Errorf("no line of the fixture breaks the purity of %s", dir)
		}
	}
}

func TestViolationNamesThePlace(t *testing.T) {
	v := Violation{File: "pkg/bus/service.go", Line: 7, Rule: "imports go down only"}
	if diff := cmp.Diff("pkg/bus/service.go:7: imports go down only", v.String()); diff != "" {
		t.Error(diff)
	}
}

func wanted(t *testing.T, fixture fs.FS) map[string]string {
	t.Helper()
	want := map[string]string{}
	err := fs.WalkDir(fixture, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".go" {
			return err
		}
		f, err := fixture.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		for n := 1; lines.Scan(); n++ {
			if _, part, ok := strings.Cut(lines.Text(), "// want: "); ok {
				want[fmt.Sprintf("%s:%d", name, n)] = part
			}
		}
		return lines.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return want
}
