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
		cells := []string{code("--" + f.Name), code(envOf(f.Name)), code(keyOf(f.Name)), f.DefValue, meaning}
		switch {
		case f.Hidden: // refused on the command line and in the file
			cells[0], cells[2] = "", ""
		case f.Name == "config":
			cells[2] = ""
		}
		if !strings.Contains(f.DefValue, " ") {
			cells[3] = code(f.DefValue)
		}
		for i, cell := range cells {
			cells[i] = strings.ReplaceAll(cell, "|", `\|`)
		}
		fmt.Fprintf(&table, "| %s |\n", strings.Join(cells, " | "))
	})
	return table.String()
}

func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + text + "`"
}
