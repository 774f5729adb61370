// Command words compiles the dictionaries of whole languages, pkg/lang/*/words.bin,
// from pinned releases of open spelling dictionaries and of WordNet. What their
// sections and affix classes mean stands in the words.yaml of each pack; no word and
// no class of a language stands here. "make generate" runs it, and "make generated"
// with -check, which tells whether the dictionaries are what the inputs say.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/word"
)

func main() { os.Exit(run()) }

func run() int {
	out := flag.String("out", "../../../pkg/lang", "folder of the language packs")
	cache := flag.String("cache", "", "folder that keeps the packages (default: a temporary one)")
	check := flag.Bool("check", false, "write nothing; fail when a dictionary differs from what would be written")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "words: unexpected argument %q\n", flag.Arg(0))
		return 2
	}
	if err := generate(*out, *cache, *check); err != nil {
		fmt.Fprintln(os.Stderr, "words:", err)
		return 1
	}
	return 0
}

func generate(out, cache string, check bool) error {
	files, err := filepath.Glob(filepath.Join(out, "*", "words.yaml"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no pack in %s has a words.yaml", out)
	}
	set, err := lang.Load()
	if err != nil {
		return err
	}
	for _, file := range files {
		rules, err := readRules(file)
		if err != nil {
			return err
		}
		inputs, err := fetch(rules.Inputs, cache)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		code := filepath.Base(filepath.Dir(file))
		pack, ok := set.Get(code)
		if !ok {
			return fmt.Errorf("%s: there is no pack %q", file, code)
		}
		body, err := compile(pack, rules, inputs)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := put(filepath.Join(filepath.Dir(file), lang.Dictionary), body, check); err != nil {
			return err
		}
	}
	return nil
}

// compile makes the dictionary of one language.
func compile(pack *lang.Pack, r *rules, inputs map[string][]byte) ([]byte, error) {
	shapes, err := word.LoadShapes(pack)
	if err != nil {
		return nil, err
	}
	b := newBuilder(pack.Fold, shapes)
	common, err := readLexicon(r.Lexicon, inputs)
	if err != nil {
		return nil, err
	}
	if common != nil {
		b.addLexicon(common)
	}
	for i := range r.Dictionaries {
		d := &r.Dictionaries[i]
		spelling, err := readSpelling(inputs[d.Affixes], inputs[d.Words])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Words, err)
		}
		b.addSpelling(spelling, d, common)
	}
	return b.compile()
}

// put writes a file, or compares it with what would be written.
func put(file string, body []byte, check bool) error {
	if !check {
		return os.WriteFile(file, body, 0o644)
	}
	old, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if !bytes.Equal(old, body) {
		return fmt.Errorf("check %s: differs from its inputs; run make generate", file)
	}
	return nil
}
