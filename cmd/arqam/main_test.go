package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// binary is the command under test, built once.
var binary string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "arqam")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "arqam")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		return 1
	}
	return m.Run()
}

// outcome is what a run of the command leaves.
type outcome struct {
	status         int
	stdout, stderr string
}

// arqam runs the command in dir, with stdin and nothing of our environment but
// env.
func arqam(t *testing.T, dir, stdin string, env []string, args ...string) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, args...)
	var stdout, stderr bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, env, strings.NewReader(stdin), &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		t.Fatalf("arqam %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestUsage gives what users get wrong, and the one line that they must read.
func TestUsage(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"article.txt":   "about 260,000 tonnes of wheat",
		"bad.yaml":      "data: [\n",
		"unknown.yaml":  "data: here\nnats:\n  urls: nats://x:4222\n",
		"url.yaml":      "\nnats:\n  url: http://x\n",
		"twice.yaml":    "data: a\ndata: b\n",
		"list.yaml":     "http: [a, b]\n",
		"scalar.yaml":   "just text\n",
		"missing.yaml":  "watch: [inbox]\n",
		"empty.jsonl":   "",
		"gold.jsonl":    "{\"id\":\"n1\",\"text\":\"x\",\"figures\":[]}\n{\"id\":\n",
		"trackers.yaml": "trackers:\n  - name: Wheat\n    unit: tonnnes\n    colour: red\n",
		"text.db":       "no ledger",
		"rates.csv":     "date,currency,base,rate\n2026-03-01,EGP,USD,0\n",
		"own.yaml":      "concepts:\n  cluster-bomb:\n    is-a: bom\n",
		"nouns.yaml":    "concepts:\n  tank:\n    nouns:\n      en:\n        - plural: drones\n",
	})
	if err := os.Mkdir(filepath.Join(dir, "hollow"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args string
		env  string
		want string
	}{
		{"extrac", "", `arqam: there is no command "extrac": did you mean "extract"?`},
		{"frobnicate", "", `arqam: there is no command "frobnicate": "arqam --help" lists the commands`},
		{"extract --colour", "", `arqam: unknown flag: --colour: see "arqam extract --help"`},
		{"up -x", "", `arqam: unknown shorthand flag: 'x' in -x: see "arqam up --help"`},
		{"extract --format xml article.txt", "", `arqam: invalid argument "xml" for "-o, --format" flag: must be auto, table, jsonl or csv: see "arqam extract --help"`},
		{"extract --workers 0 article.txt", "", `arqam: invalid argument "0" for "--workers" flag: must be a whole number of at least 1: see "arqam extract --help"`},
		{"extract --lang", "", `arqam: flag needs an argument: --lang: see "arqam extract --help"`},
		{"extract none.txt", "", `arqam: there is no file none.txt`},
		{"extract article.txt none.txt", "", `arqam: there is no file none.txt`},
		{"extract hollow", "", `arqam: the directory hollow contains no .txt or .jsonl file`},
		{"extract --config none.yaml article.txt", "", `arqam: invalid argument "none.yaml" for "--config" flag: there is no file none.yaml: see "arqam extract --help"`},
		{"extract --config bad.yaml article.txt", "", `arqam: bad.yaml:1: did not find expected node content`},
		{"extract --config unknown.yaml article.txt", "", `arqam: unknown.yaml:3: unknown setting "nats.urls": "arqam help config" lists them`},
		{"extract --config url.yaml article.txt", "", `arqam: url.yaml:3: nats.url: "http://x": must be nats://host:port (or tls://, ws://, wss://)`},
		{"extract --config twice.yaml article.txt", "", `arqam: twice.yaml:2: duplicate key "data"`},
		{"extract --config list.yaml article.txt", "", `arqam: list.yaml:1: http: must be a single value`},
		{"extract --config scalar.yaml article.txt", "", `arqam: scalar.yaml:1: "just text": must be settings, such as "data: ./arqam-data"`},
		{"up --config missing.yaml", "", `arqam: missing.yaml:1: watch: "inbox": there is no directory inbox`},
		{"up", "ARQAM_HTTP=nowhere", `arqam: ARQAM_HTTP="nowhere": must be host:port, such as 127.0.0.1:9190, or off`},
		{"up --http 9190", "", `arqam: invalid argument "9190" for "--http" flag: must be host:port, such as 127.0.0.1:9190, or off: see "arqam up --help"`},
		{"up --watch article.txt", "", `arqam: invalid argument "article.txt" for "--watch" flag: article.txt is a file, not a directory: see "arqam up --help"`},
		{"up --trackers none.yaml", "", `arqam: invalid argument "none.yaml" for "--trackers" flag: there is no file none.yaml: see "arqam up --help"`},
		{"up --trackers trackers.yaml", "", `arqam: trackers.yaml:2: name: "Wheat" `},
		{"up none.txt", "", `arqam: there is no file none.txt`},
		{"extractor --nats localhost", "", `arqam: invalid argument "localhost" for "--nats" flag: must be nats://host:port (or tls://, ws://, wss://): see "arqam extractor --help"`},
		{"extractor --nats nats://127.0.0.1:1 --creds none.creds", "", `arqam: invalid argument "none.creds" for "--creds" flag: there is no file none.creds: see "arqam extractor --help"`},
		{"extractor --nkey none.nk", "", `arqam: invalid argument "none.nk" for "--nkey" flag: there is no file none.nk: see "arqam extractor --help"`},
		{"extractor --nkey article.txt --creds article.txt", "", `arqam: --creds and --nkey both identify this process: set only one`},
		{"setup now", "", `arqam: unexpected argument "now": the command takes none: see "arqam setup --help"`},
		{"setup keys", "", `arqam: expected one directory, got 0: see "arqam setup keys --help"`},
		{"extractor --tls-cert article.txt", "", `arqam: --tls-cert and --tls-key must be set together`},
		{"extractor article.txt", "", `arqam: unexpected argument "article.txt": the command takes none: see "arqam extractor --help"`},
		{"fetcher none.txt", "", `arqam: there is no file none.txt`},
		{"sink --trackers trackers.yaml", "", `arqam: trackers.yaml:2: name: "Wheat" `},
		{"publish --to 127.0.0.1:9190 article.txt", "", `arqam: --to: "127.0.0.1:9190" is not an address such as http://host:port`},
		{"publish none.txt", "", `arqam: there is no file none.txt`},
		{"eval", "", `arqam: argument missing: give a gold file: see "arqam eval --help"`},
		{"eval none.jsonl", "", `arqam: there is no file none.jsonl`},
		{"eval gold.jsonl", "", `arqam: gold.jsonl:2: unexpected end of JSON input`},
		{"eval empty.jsonl", "", `arqam: empty.jsonl contains no gold document`},
		{"tracker frob", "", `arqam: there is no command "frob": see "arqam tracker --help"`},
		{"tracker lint", "", `arqam: argument missing: give a file of trackers: see "arqam tracker lint --help"`},
		{"tracker lint none.yaml", "", `arqam: there is no file none.yaml`},
		{"tracker lint trackers.yaml", "", `arqam: the trackers have 3 problems`},
		{"tracker test trackers.yaml article.txt", "", `arqam: trackers.yaml:2: name: "Wheat" `},
		{"figures --data nowhere", "", `arqam: ledger "nowhere/ledger.db": there is no ledger here: `},
		{"figures --ledger text.db", "", `arqam: ledger "text.db": this is not a ledger of Arqam`},
		{"figures --since yesterday", "", `arqam: --since: "yesterday" is not a time: write a date, such as 2026-03-02, or how long ago, such as 30d`},
		{"figures --limit none", "", `arqam: invalid argument "none" for "--limit" flag: must be a whole number of at least 1: see "arqam figures --help"`},
		{"concepts --kind arms", "", `arqam: --kind: "arms" is not a kind: must be one of aid, building, `},
		{"concepts --format xml", "", `arqam: invalid argument "xml" for "-o, --format" flag: must be auto, table, jsonl or csv: see "arqam concepts --help"`},
		{"concepts --concepts none.yaml", "", `arqam: invalid argument "none.yaml" for "--concepts" flag: there is no file none.yaml: see "arqam concepts --help"`},
		{"concepts --concepts own.yaml", "", `arqam: own.yaml:2: concept "cluster-bomb" is a kind of "bom", which is not a concept`},
		{"extract --concepts nouns.yaml article.txt", "", `arqam: nouns.yaml:5: "drones" is already a noun of drone`},
		{"extract --rates none.csv article.txt", "", `arqam: invalid argument "none.csv" for "--rates" flag: there is no file none.csv: see "arqam extract --help"`},
		{"extract --rates rates.csv article.txt", "", `arqam: rates.csv:2: rate "0": must be a number above 0`},
		{"normalizer --rates rates.csv", "", `arqam: rates.csv:2: rate "0"`},
		{"up --rates article.txt", "", `arqam: article.txt:1: wrong number of fields`},
		{"up --concepts own.yaml", "", `arqam: own.yaml:2: concept "cluster-bomb"`},
		{"extractor", "ARQAM_CONCEPTS=own.yaml", `arqam: own.yaml:2: concept "cluster-bomb"`},
		{"version now", "", `arqam: unexpected argument "now": the command takes none: see "arqam version --help"`},
	} {
		t.Run(c.args, func(t *testing.T) {
			t.Parallel()
			got := arqam(t, dir, "", strings.Fields(c.env), strings.Fields(c.args)...)
			if got.status != exitUsage {
				t.Errorf("exit status %d, want %d", got.status, exitUsage)
			}
			if strings.Count(got.stderr, "\n") != 1 || !strings.HasPrefix(got.stderr, c.want) {
				t.Errorf("stderr is %q, want one line %q", got.stderr, c.want)
			}
		})
	}
}

// TestFailure gives runs that fail though nothing was wrong with what the user
// gave, or with part of it only.
func TestFailure(t *testing.T) {
	dir := writeFiles(t, map[string]string{
		"mixed.jsonl":   "{\"id\":\n" + `{"id":"n1","lang":"en","text":"about 260,000 tonnes"}` + "\n",
		"trackers.yaml": "trackers:\n  - name: wheat\n    title: {en: Wheat}\n    match: {subject: [wheat]}\n    unit: tonne\n    measure: cumulative\n",
	})
	for _, c := range []struct{ args, want string }{
		{"extract mixed.jsonl", "arqam: mixed.jsonl:1: not an article: bad JSON at byte 6: unexpected end of JSON input\narqam: 1 article could not be read\n"},
		{"publish --to http://127.0.0.1:1 mixed.jsonl", "connection refused"},
		{"tracker test trackers.yaml mixed.jsonl", "could not be read\n"},
	} {
		t.Run(c.args, func(t *testing.T) {
			t.Parallel()
			got := arqam(t, dir, "", nil, strings.Fields(c.args)...)
			if got.status != exitFailure || !strings.Contains(got.stderr, c.want) {
				t.Errorf("exit status %d, want %d; stderr %q, want %q", got.status, exitFailure, got.stderr, c.want)
			}
		})
	}
	t.Run("extract goes on after a bad line", func(t *testing.T) {
		if got := arqam(t, dir, "", nil, "extract", "mixed.jsonl"); !strings.Contains(got.stdout, `"value":260000`) {
			t.Errorf("stdout is %q", got.stdout)
		}
	})
}

// TestHelp keeps the help of every command under the eyes of a reviewer.
func TestHelp(t *testing.T) {
	a := &app{}
	paths := []string{"", "config"}
	for _, c := range a.commands() {
		name, _, _ := strings.Cut(c.use, " ")
		paths = append(paths, name)
		for _, below := range c.below {
			sub, _, _ := strings.Cut(below.use, " ")
			paths = append(paths, name+" "+sub)
		}
	}
	for _, path := range paths {
		name := strings.ReplaceAll(strings.TrimSpace("arqam "+path), " ", "-")
		t.Run(name, func(t *testing.T) {
			got := arqam(t, t.TempDir(), "", nil, append([]string{"help"}, strings.Fields(path)...)...)
			if got.status != exitOK || got.stderr != "" {
				t.Errorf("exit status %d, stderr %q", got.status, got.stderr)
			}
			golden(t, filepath.Join("testdata", "help", name+".txt"), got.stdout)
			if path == "" || path == "config" {
				return
			}
			if long := arqam(t, t.TempDir(), "", nil, append(strings.Fields(path), "--help")...); long.stdout != got.stdout {
				t.Error("--help says something else than help")
			}
			for _, part := range []string{"Usage:", "Examples:", "  arqam "} {
				if !strings.Contains(got.stdout, part) {
					t.Errorf("the help lacks %q", part)
				}
			}
		})
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (go test -update rewrites it):\n%s", path, diff)
	}
}
