// Package arch has the dependency rule of the layout as code: which package may import which,
// and what pure packages may not use. It parses the sources in-process, and neither builds
// them nor runs the go command. Its own test calls it on the whole module, and
// internal/branches prints what it counts.
package arch

import (
	"slices"
	"strings"
)

// Module is the import path of the module.
const Module = "github.com/arqam-io/arqam"

// layers is the layout, bottom up. A package may import lower rows and packages of its own
// noun (pkg/metrics/embedded may import pkg/metrics), never higher rows or other nouns of its
// row. A name ending in /* means every package of the folder.
var layers = [][]string{
	{"pkg/figure", "pkg/markup", "pkg/redact", "pkg/table", "pkg/terminal", "pkg/yamlfile"},
	{"pkg/event"},
	{"pkg/lang"},
	{"pkg/token"},
	{"pkg/word"},
	{"pkg/clause", "pkg/numeral", "pkg/unit"},
	{"pkg/anchor", "pkg/bus/account", "pkg/bus/dead", "pkg/bus/memory"}, // pkg/bus imports its parts, never the reverse
	{"pkg/extract", "pkg/normalize", "pkg/track", "pkg/claim", "pkg/novelty", "pkg/eval"},
	{"pkg/judge"},
	{"pkg/bus", "pkg/feed", "pkg/ledger", "pkg/metrics", "pkg/notify", "pkg/serve", "samples"},
	{"pkg/intake"},
	{"pkg/engine", "pkg/export", "pkg/replay", "pkg/settings"},
	{"services/*"},
	{"cmd/*"},
}

// mains are the folders of commands: the program, and the tools that contributors run.
var mains = []string{"cmd/arqam", "internal/branches"}

// pure packages do no I/O, read no clock, log nothing, start no goroutine and
// take no context.
var pure = []string{
	"pkg/figure", "pkg/markup", "pkg/event", "pkg/lang/search", "pkg/token", "pkg/word", "pkg/clause", "pkg/numeral", "pkg/unit", "pkg/anchor",
	"pkg/extract", "pkg/normalize", "pkg/track", "pkg/claim", "pkg/novelty", "pkg/eval", "pkg/judge",
}

// impure is what a pure package may not import, with everything below it.
var impure = []string{"os", "net", "log", "context", "io/ioutil", "syscall", "go.uber.org/zap"}

// fences restrict an outside module to the packages that own it.
var fences = []struct {
	imports string
	only    []string
	tests   bool // whether the fence applies to test files too
	rule    string
}{
	{"github.com/nats-io", []string{"pkg/bus"}, true, "NATS stays behind pkg/bus"},
	// remote uses the one package with the messages of remote write 1.0.
	{"github.com/prometheus/prometheus", []string{"pkg/metrics/embedded", "pkg/metrics/remote"}, true,
		"Prometheus as a library stays in pkg/metrics/embedded"},
	{Module + "/pkg/metrics/embedded", []string{"cmd/arqam", "pkg/metrics/embedded"}, true,
		"only cmd/arqam imports the embedded store, so that a build can leave it out"},
	{"golang.org/x/text/unicode/norm", []string{"pkg/lang"}, false, "letters are folded in pkg/lang"},
	{"golang.org/x/text/cases", []string{"pkg/lang"}, false, "letters are folded in pkg/lang"},
	{"flag", []string{"cmd/arqam"}, false, "flags are read in cmd/arqam only"},
	{"github.com/spf13", []string{"cmd/arqam"}, false, "flags are read in cmd/arqam only"},
	{"go.yaml.in/yaml", []string{"pkg/yamlfile", "pkg/lang"}, false, "YAML is read by pkg/yamlfile, and the knobs of a language pack in one go"},
	{"database/sql", []string{"pkg/ledger"}, true, "databases stay behind pkg/ledger"},
	{"modernc.org/sqlite", []string{"pkg/ledger"}, true, "databases stay behind pkg/ledger"},
	{"github.com/jackc/pgx", []string{"pkg/ledger"}, true, "databases stay behind pkg/ledger"},
}

// call is a use of pkg.name, whatever the package is called in the file.
type call struct{ pkg, name string }

var clock = calls("time", "Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker")

var httpClient = calls("net/http", "Get", "Head", "Post", "PostForm", "Client", "DefaultClient",
	"NewRequest", "NewRequestWithContext", "Transport", "DefaultTransport")

var environment = calls("os", "Getenv", "LookupEnv", "Environ", "ExpandEnv", "Args")

func calls(pkg string, names ...string) []call {
	out := make([]call, len(names))
	for i, name := range names {
		out[i] = call{pkg, name}
	}
	return out
}

// httpClientHomes are the packages that may speak HTTP to others.
var httpClientHomes = []string{"pkg/feed", "pkg/metrics", "pkg/notify", "internal/servers", "internal/chaos"}

// within reports whether the import path or folder is base or below it.
func within(path, base string) bool {
	return path == base || strings.HasPrefix(path, base+"/")
}

func withinAny(path string, bases []string) bool {
	return slices.ContainsFunc(bases, func(base string) bool { return within(path, base) })
}

// noun returns the entry of layers to which a folder belongs, such as "pkg/metrics" for
// pkg/metrics/embedded, and its row; the row is -1 for a folder without an entry.
func noun(dir string) (name string, row int) {
	for row, layer := range layers {
		for _, entry := range layer {
			if parent, ok := strings.CutSuffix(entry, "/*"); ok {
				if rest, ok := strings.CutPrefix(dir, parent+"/"); ok {
					first, _, _ := strings.Cut(rest, "/")
					return parent + "/" + first, row
				}
				continue
			}
			if within(dir, entry) {
				return entry, row
			}
		}
	}
	return dir, -1
}
