package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
)

// TestPrecedence sets the same setting in more and more places.
func TestPrecedence(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "arqam.yaml")
	if err := os.WriteFile(file, []byte("data: from-file\nsource: file\nworkers: 3\nwatch: [.]\nlog: {level: debug}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	absolute := filepath.Join(dir, "from-file")
	for _, c := range []struct {
		name  string
		flags []string
		env   map[string]string
		want  config
	}{
		{"defaults", nil, nil, config{data: "arqam-data", logLevel: "info"}},
		{"the file, its paths from its own folder", []string{"--config", file}, nil,
			config{data: absolute, source: "file", logLevel: "debug", watch: []string{dir}}},
		{"the environment before the file", []string{"--config", file}, map[string]string{"ARQAM_DATA": "from-env", "ARQAM_WATCH": os.TempDir()},
			config{data: "from-env", source: "file", logLevel: "debug", watch: []string{os.TempDir()}}},
		{"flags before both", []string{"--config", file, "--data", "from-flag", "--watch", "/"}, map[string]string{"ARQAM_DATA": "from-env"},
			config{data: "from-flag", source: "file", logLevel: "debug", watch: []string{"/"}}},
		{"the file named by the environment", nil, map[string]string{"ARQAM_CONFIG": file, "ARQAM_SOURCE": "env"},
			config{data: absolute, source: "env", logLevel: "debug", watch: []string{dir}}},
		{"an empty variable is none", nil, map[string]string{"ARQAM_DATA": ""}, config{data: "arqam-data", logLevel: "info"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got config
			settings := got.settings()
			given := pflag.NewFlagSet("given", pflag.ContinueOnError)
			given.AddFlagSet(settings)
			if err := given.Parse(c.flags); err != nil {
				t.Fatal(err)
			}
			if err := got.load(given, settings, func(name string) (string, bool) { v, ok := c.env[name]; return v, ok }); err != nil {
				t.Fatal(err)
			}
			short := config{data: got.data, source: got.source, logLevel: got.logLevel, watch: got.watch}
			if diff := cmp.Diff(c.want, short, cmp.AllowUnexported(config{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestKeys keeps the file's keys and the variables apart: two flags must not
// share one.
func TestKeys(t *testing.T) {
	var c config
	seen := map[string]string{}
	c.settings().VisitAll(func(f *pflag.Flag) {
		for _, key := range []string{keyOf(f.Name), envOf(f.Name)} {
			if other, ok := seen[key]; ok {
				t.Errorf("--%s and --%s share %s", f.Name, other, key)
			}
			seen[key] = f.Name
		}
	})
}

// FuzzConfig reads settings that are nearly right: no panic, and an error says where.
func FuzzConfig(f *testing.F) {
	for _, seed := range []string{
		"data: x\nwatch: [.]\nnats: {url: 'nats://h:4222'}\nlog: {level: warn}\n",
		"remote_write:\n  - {url: 'http://h/w', timeout: -5s}\nreceivers:\n  - {name: a, type: slack, url_env: HOME}\n",
		"feeds:\n  - {url: 'http://a.example', interval: 10m, tags: [x]}\nmanners: {gap: 2s}\n",
		"data: &a x\nsource: *a\n---\n",
		"data: \x00\n\xff: [~]\n",
	} {
		f.Add([]byte(seed))
	}
	file := filepath.Join(f.TempDir(), "f.yaml")
	f.Fuzz(func(t *testing.T, body []byte) {
		if err := os.WriteFile(file, body, 0o600); err != nil {
			t.Fatal(err)
		}
		var c config
		settings := c.settings()
		given := pflag.NewFlagSet("given", pflag.ContinueOnError)
		given.AddFlagSet(settings)
		if err := given.Parse([]string{"--config", file}); err != nil {
			t.Fatal(err)
		}
		err := c.load(given, settings, func(string) (string, bool) { return "", false })
		if err != nil && !strings.HasPrefix(err.Error(), file+":") {
			t.Fatalf("the error does not say where: %q", err)
		}
	})
}
