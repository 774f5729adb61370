package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Violation is one place where the sources break the rule.
type Violation struct {
	File string // slash-separated, from the module's root
	Line int
	Rule string
}

func (v Violation) String() string { return fmt.Sprintf("%s:%d: %s", v.File, v.Line, v.Rule) }

// Check parses every Go file under root, the root of the module, and returns the violations in
// file order. It skips folders named testdata or vendor, hidden ones, and other modules.
func Check(root fs.FS) ([]Violation, error) {
	var found []Violation
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if skipped(root, name) {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		src, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		broken, err := checkFile(name, src)
		found = append(found, broken...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("check the layout: %w", err)
	}
	return found, nil
}

func skipped(root fs.FS, dir string) bool {
	base := path.Base(dir)
	if dir == "." {
		return false
	}
	if base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return true
	}
	_, err := fs.Stat(root, path.Join(dir, "go.mod"))
	return err == nil
}

// source is one parsed file and its facts for the rule.
type source struct {
	name  string
	dir   string
	test  bool
	fset  *token.FileSet
	file  *ast.File
	found []Violation
}

func checkFile(name string, src []byte) ([]Violation, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	s := &source{name: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), fset: fset, file: file}
	s.checkPackage()
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, fmt.Errorf("%s: import %s: %w", name, spec.Path.Value, err)
		}
		s.checkLayer(spec, imported)
		s.checkFences(spec, imported)
		s.checkPurity(spec, imported)
	}
	s.checkUses()
	return s.found, nil
}

func (s *source) report(at ast.Node, format string, args ...any) {
	s.found = append(s.found, Violation{s.name, s.fset.Position(at.Pos()).Line, fmt.Sprintf(format, args...)})
}

func (s *source) checkPackage() {
	if s.file.Name.Name == "main" && !slices.Contains(mains, s.dir) {
		s.report(s.file.Name, "only cmd/arqam is package main, not %s", s.dir)
	}
	if _, row := noun(s.dir); row < 0 && !within(s.dir, "internal") {
		s.report(s.file.Name, "%s is in no layer: give it a row in internal/arch/rule.go", s.dir)
	}
}

func (s *source) checkLayer(at ast.Node, imported string) {
	target, ok := strings.CutPrefix(imported, Module+"/")
	if !ok {
		if s.dir == "pkg/figure" && !s.test && strings.Contains(imported, ".") && imported != "github.com/quagmt/udecimal" {
			s.report(at, "pkg/figure is the leaf: it imports the standard library and the decimal only, not %s", imported)
		}
		return
	}
	from, fromRow := noun(s.dir)
	to, toRow := noun(target)
	switch {
	case from == to || fromRow < 0 || within(target, "internal"):
	case toRow < 0:
		s.report(at, "%s imports %s, which is in no layer", s.dir, target)
	case toRow == fromRow:
		s.report(at, "imports never go sideways: %s imports %s", s.dir, target)
	case toRow > fromRow:
		s.report(at, "imports go down only: %s imports %s", s.dir, target)
	}
}

func (s *source) checkFences(at ast.Node, imported string) {
	for _, fence := range fences {
		if within(imported, fence.imports) && !withinAny(s.dir, fence.only) && (fence.tests || !s.test) {
			s.report(at, "%s: %s imports %s", fence.rule, s.dir, imported)
		}
	}
}

func (s *source) checkPurity(at ast.Node, imported string) {
	if !s.test && withinAny(s.dir, pure) && withinAny(imported, impure) {
		s.report(at, "%s is pure: no I/O, clock, log, goroutine or context, so not %s", s.dir, imported)
	}
}

// checkUses checks what imports alone do not show.
func (s *source) checkUses() {
	if s.test {
		return
	}
	names := s.packageNames()
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			if withinAny(s.dir, pure) {
				s.report(n, "%s is pure: it starts no goroutine", s.dir)
			}
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				s.report(n, "no init(): pass the state of %s explicitly", s.dir)
			}
		case *ast.SelectorExpr:
			if pkg, ok := n.X.(*ast.Ident); ok {
				s.checkCall(n, call{names[pkg.Name], n.Sel.Name})
			}
		}
		return true
	})
}

func (s *source) checkCall(at ast.Node, c call) {
	switch {
	case slices.Contains(clock, c) && withinAny(s.dir, pure):
		s.report(at, "%s is pure: it reads no clock, so not time.%s", s.dir, c.name)
	case slices.Contains(httpClient, c) && !withinAny(s.dir, httpClientHomes):
		s.report(at, "HTTP clients live in pkg/feed, pkg/metrics and pkg/notify: %s uses http.%s", s.dir, c.name)
	case slices.Contains(environment, c) && !withinAny(s.dir, mains):
		s.report(at, "flags and environment are read in cmd/arqam only: %s uses os.%s", s.dir, c.name)
	}
}

// packageNames maps the names of imports in the file to their paths.
func (s *source) packageNames() map[string]string {
	names := make(map[string]string, len(s.file.Imports))
	for _, spec := range s.file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(imported)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = imported
	}
	return names
}
