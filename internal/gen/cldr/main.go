// Command cldr writes the tables of pkg/unit from pinned releases of Unicode
// CLDR. It transcribes: no unit, factor or currency is invented here, and what
// CLDR lacks or rounds is corrected by hand rows beside its output. It is run by
// "go generate" in pkg/unit, or with -check by whoever wants to know whether the
// tables are what the release says.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() { os.Exit(run()) }

func run() int {
	out := flag.String("out", "../../../pkg/unit/data", "folder to write the tables to")
	cache := flag.String("cache", "", "folder that keeps the npm tarballs (default: a temporary one)")
	check := flag.Bool("check", false, "write nothing; fail when a table differs from what would be written")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "cldr: unexpected argument %q\n", flag.Arg(0))
		return 2
	}
	if err := generate(*out, *cache, *check); err != nil {
		fmt.Fprintln(os.Stderr, "cldr:", err)
		return 1
	}
	return 0
}

func generate(out, cache string, check bool) error {
	files, err := fetch(cache)
	if err != nil {
		return err
	}
	tables, err := tables(files)
	if err != nil {
		return err
	}
	for _, t := range tables {
		path := filepath.Join(out, t.name)
		if check {
			old, err := os.ReadFile(path)
			if err != nil {
				return fmt.Errorf("check: %w", err)
			}
			if !bytes.Equal(old, t.body) {
				return fmt.Errorf("check %s: differs from CLDR %s; run go generate ./pkg/unit", path, release)
			}
			continue
		}
		if err := os.WriteFile(path, t.body, 0o644); err != nil {
			return err
		}
	}
	return nil
}
