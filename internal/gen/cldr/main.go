// Command cldr writes the tables of pkg/unit and the part of the language packs
// that Unicode CLDR knows, from a pinned release. It transcribes: no unit, factor
// or name is invented here, and what CLDR lacks, rounds or calls otherwise than
// the press is corrected by hand rows beside its output. "make generate" runs it,
// and "make generated" with -check, which tells whether the tables are what the
// release says.
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
	out := flag.String("out", "../../../pkg", "folder of the packages to write tables for")
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
	languages, err := languages(os.DirFS(filepath.Join(out, "lang")))
	if err != nil {
		return err
	}
	files, err := fetch(inputs(languages), cache)
	if err != nil {
		return err
	}
	tables, err := tables(languages, files)
	if err != nil {
		return err
	}
	for _, t := range tables {
		path := filepath.Join(out, filepath.FromSlash(t.name))
		if check {
			old, err := os.ReadFile(path)
			if err != nil {
				return fmt.Errorf("check: %w", err)
			}
			if !bytes.Equal(old, t.body) {
				return fmt.Errorf("check %s: differs from CLDR %s; run make generate", path, release)
			}
			continue
		}
		if err := os.WriteFile(path, t.body, 0o644); err != nil {
			return err
		}
	}
	return nil
}
