package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// The table of settings in docs/reference.md stands between these lines.
const (
	tableBegin = "<!-- settings: written by \"make update\" -->\n"
	tableEnd   = "<!-- end of settings -->\n"
)

// TestReference compares the table of settings in the documentation with the settings.
// With -update it rewrites the table.
func TestReference(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "reference.md")
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(page), tableBegin)
	_, after, closed := strings.Cut(rest, tableEnd)
	if !found || !closed {
		t.Fatalf("%s has no table of settings: put it between the lines %q and %q", path, tableBegin, tableEnd)
	}
	golden(t, path, before+tableBegin+settingsTable(new(config).settings())+tableEnd+after)
}

// settingsTable is the Markdown of what "arqam help config" prints, with the meaning of
// each setting.
func settingsTable(all *pflag.FlagSet) string {
	var table strings.Builder
	table.WriteString("| flag | environment | key in the file | default | meaning |\n| --- | --- | --- | --- | --- |\n")
	all.VisitAll(func(f *pflag.Flag) {
		_, meaning := pflag.UnquoteUsage(f)
		name, key := placesOf(f)
		cells := []string{code(name), code(envOf(f.Name)), code(key), code(f.DefValue), meaning}
		for i, cell := range cells {
			cells[i] = strings.ReplaceAll(cell, "|", `\|`)
		}
		fmt.Fprintf(&table, "| %s |\n", strings.Join(cells, " | "))
	})
	return table.String()
}

// code marks a literal. The default of a setting may also be a sentence.
func code(text string) string {
	if text == "" || strings.Contains(text, " ") {
		return text
	}
	return "`" + text + "`"
}
