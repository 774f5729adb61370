package arch

import (
	"fmt"
	"go/scanner"
	"go/token"
	"io/fs"
	"path"
	"strings"
)

// Density is how many branches a file has, and in how many lines that are not blank. A branch
// is an if, a for, a case, or an operator && or ||.
type Density struct {
	File            string // slash-separated, from the module's root
	Branches, Lines int
}

// Ratio is the number of branches per line.
func (d Density) Ratio() float64 {
	if d.Lines == 0 {
		return 0
	}
	return float64(d.Branches) / float64(d.Lines)
}

// Sum adds up files under a name for all of them.
func Sum(name string, files []Density) Density {
	sum := Density{File: name}
	for _, f := range files {
		sum.Branches += f.Branches
		sum.Lines += f.Lines
	}
	return sum
}

// Branches counts the branches of the Go files under dir, tests excepted, in file order. It
// skips the same folders as Check.
func Branches(root fs.FS, dir string) ([]Density, error) {
	var found []Density
	err := fs.WalkDir(root, dir, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && skipped(root, name):
			return fs.SkipDir
		case path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		src, err := fs.ReadFile(root, name)
		found = append(found, density(name, src))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count branches: %w", err)
	}
	return found, nil
}

// branching are the tokens that count as a branch.
var branching = map[token.Token]bool{token.IF: true, token.FOR: true, token.CASE: true, token.LAND: true, token.LOR: true}

func density(name string, src []byte) Density {
	d := Density{File: name}
	for line := range strings.Lines(string(src)) {
		if strings.TrimSpace(line) != "" {
			d.Lines++
		}
	}
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile(name, -1, len(src)), src, nil, 0)
	for _, tok, _ := s.Scan(); tok != token.EOF; _, tok, _ = s.Scan() {
		if branching[tok] {
			d.Branches++
		}
	}
	return d
}
