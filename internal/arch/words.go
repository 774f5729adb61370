package arch

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordHome is the folder for the words of languages.
const wordHome = "pkg/lang"

// prose are the folders whose Go files may quote whole sentences of a language, and why.
// Single words are still rejected there, since they may be words that the code searches for.
var prose = map[string]string{
	"cmd/arqam":        "its help shows what a reader types",
	"internal/chaos":   "it writes the articles that travel",
	"internal/fixture": "its articles are what tests read",
}

// Words parses every Go file under root, including other modules, and reads every TSV table.
// It returns the words outside of the language packs: letters beyond ASCII in a literal or a
// table. English words cannot be distinguished from names. It skips tests and folders named
// testdata.
func Words(root fs.FS) ([]Violation, error) {
	var found []Violation
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			base := path.Base(name)
			if name == wordHome || base == "testdata" || base == "vendor" || len(base) > 1 && strings.ContainsAny(base[:1], "._") {
				return fs.SkipDir
			}
			return nil
		case path.Ext(name) != ".tsv" && (path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go")):
			return nil
		}
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		if path.Ext(name) == ".tsv" {
			found = append(found, wordsOfTable(name, text)...)
			return nil
		}
		words, err := wordsOfGo(name, text)
		found = append(found, words...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for words: %w", err)
	}
	return found, nil
}

// wordsOfTable finds the rows that contain words; comments may.
func wordsOfTable(name string, text []byte) []Violation {
	var found []Violation
	line := 0
	for row := range bytes.Lines(text) {
		line++
		if !bytes.HasPrefix(row, []byte("#")) && hasWord(string(row)) {
			found = append(found, Violation{name, line, "words belong in the language packs: move the row to a table of " + wordHome})
		}
	}
	return found
}

// wordsOfGo finds the literals that contain words.
func wordsOfGo(name string, src []byte) ([]Violation, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var found []Violation
	_, quotes := prose[path.Dir(name)]
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING && lit.Kind != token.CHAR {
			return true
		}
		if text := literal(lit); hasWord(text) && !(quotes && strings.ContainsAny(text, " \n")) {
			found = append(found, Violation{name, fset.Position(lit.Pos()).Line,
				fmt.Sprintf("words belong in the language packs: move %.40q to a table of %s", text, wordHome)})
		}
		return true
	})
	return found, nil
}

// literal is the value of a string or rune literal.
func literal(lit *ast.BasicLit) string {
	if lit.Kind == token.CHAR {
		r, _, _, err := strconv.UnquoteChar(strings.Trim(lit.Value, "'"), '\'')
		if err != nil {
			return ""
		}
		return string(r)
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return text
}

// hasWord reports whether a text has a letter beyond ASCII.
func hasWord(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) })
}
