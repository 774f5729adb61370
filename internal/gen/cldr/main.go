// Command cldr writes the tables of pkg/unit and the CLDR part of the language packs from a
// pinned release of Unicode CLDR. It only transcribes: hand-written rows beside its output
// correct or add what CLDR lacks, rounds or names differently from the press. "make generate"
// runs it; "make generated" runs it with -check, which verifies that the tables match the
// release.
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
	out := flag.String("out", "../../../pkg", "folder with the packages whose tables are written")
	cache := flag.String("cache", "", "folder that keeps the npm tarballs (default: a temporary one)")
	check := flag.Bool("check", false, "write nothing; fail if a table differs from the output")
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
