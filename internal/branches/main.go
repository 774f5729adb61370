// Command branches prints how dense the branches of packages are: for each Go file that is no
// test, its branches (if, for, case, && and ||), its lines that are not blank, and the ratio.
//
//	go run ./internal/branches pkg/extract pkg/anchor
//
// Without folders it sums up each package of the module, the densest first. The ceilings are in
// internal/arch/branch_test.go.
package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"text/tabwriter"

	"github.com/arqam-io/arqam/internal/arch"
)

func main() {
	if err := run(os.Stdout, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "branches:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, dirs []string) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "branches\tlines\tratio\t\tfile")
	if len(dirs) == 0 {
		all, err := arch.Branches(os.DirFS("."), ".")
		if err != nil {
			return err
		}
		print(table, append(packages(all), arch.Sum("all", all)))
		return table.Flush()
	}
	for _, dir := range dirs {
		dir = path.Clean(dir)
		files, err := arch.Branches(os.DirFS("."), dir)
		if err != nil {
			return err
		}
		print(table, append(files, arch.Sum(dir, files)))
	}
	return table.Flush()
}

// packages sums up the files of each folder, the densest first.
func packages(files []arch.Density) []arch.Density {
	byFolder := map[string][]arch.Density{}
	for _, f := range files {
		dir := path.Dir(f.File)
		byFolder[dir] = append(byFolder[dir], f)
	}
	var sums []arch.Density
	for dir, of := range byFolder {
		sums = append(sums, arch.Sum(dir, of))
	}
	slices.SortFunc(sums, func(a, b arch.Density) int {
		return cmp.Or(cmp.Compare(b.Ratio(), a.Ratio()), cmp.Compare(a.File, b.File))
	})
	return sums
}

func print(table io.Writer, rows []arch.Density) {
	for _, d := range rows {
		fmt.Fprintf(table, "%d\t%d\t%.3f\t\t%s\n", d.Branches, d.Lines, d.Ratio(), d.File)
	}
}
