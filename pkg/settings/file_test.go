package settings_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/settings"
	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// few are settings of each kind.
type few struct {
	data, level, http string
	workers           int
	watch             []string
	remotes           []settings.Remote
	receivers         []settings.Receiver
}

func (f *few) read(file, text string, keep ...string) error {
	r := settings.Reader{Help: "see help", Values: map[string]settings.Value{
		"data":      settings.Path(&f.data, "default", settings.TypeDirectory),
		"log.level": settings.OneOf(&f.level, "info", "info", "warn"),
		"http":      settings.Address(&f.http, settings.Off),
		"workers":   settings.Positive(&f.workers, 1),
		"watch":     settings.Directories(&f.watch),
	}, Keep: func(key string) bool { return strings.Contains(strings.Join(keep, " "), key) }}
	r.Lists = map[string]func(yamlfile.Node) error{
		"remote_write": yamlfile.Into(&f.remotes, settings.Remotes),
		"receivers":    yamlfile.Into(&f.receivers, settings.Receivers),
	}
	return r.Read(file, []byte(text))
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "c.yaml")
	var got few
	err := got.read(file, "data: here\nlog: {level: warn}\nworkers: 3\nwatch: [., /]\nhttp: 127.0.0.1:80\n", "workers")
	if err != nil {
		t.Fatal(err)
	}
	want := few{data: filepath.Join(dir, "here"), level: "warn", http: "127.0.0.1:80", workers: 1, watch: []string{dir, "/"}}
	if got.data != want.data || got.level != want.level || got.http != want.http || got.workers != want.workers || !cmp.Equal(got.watch, want.watch) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// All faults of a file are reported, each with its line.
func TestReadFaults(t *testing.T) {
	for text, want := range map[string]string{
		"log: 5\n":                       `c.yaml:1: "5": must be settings, such as "data: ./arqam-data"`,
		"data: [a, b]\n":                 `c.yaml:1: data: must be a single value`,
		"log:\n  lvl: info\n":            `c.yaml:2: unknown setting "log.lvl": see help`,
		"data: a\ndata: b\n":             `c.yaml:2: duplicate key "data": it is already in line 1`,
		"workers: 0\nlog: {level: no}\n": "c.yaml:1: workers: \"0\": must be a whole number of at least 1\nc.yaml:2: log.level: \"no\": must be info or warn",
		"http: u:secret@h:x\n":           `c.yaml:1: http: "xxxxx": must be host:port, such as 127.0.0.1:9190, or off`,
	} {
		var got few
		if err := got.read("c.yaml", text); err == nil || err.Error() != want {
			t.Errorf("%q: %v\nwant %s", text, err, want)
		}
	}
}

const key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

func TestReceivers(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"u": "https://chat.example/x\n", "key": key} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := func(name string) (string, bool) { return "https://env.example/x", name == "HOOK" }
	for text, want := range map[string]string{
		"- {name: a, type: slack, url_file: u}\n":                                    "",
		"- {name: a, type: slack, url_env: HOOK, events: figure.new, timeout: 5s}\n": "",
		"- {name: a, type: webhook, url: 'http://x', key_file: key}\n":               "",
		"- {name: a, type: slack, url_env: NOWHERE}\n":                               `c.yaml:2: receiver "a": environment variable NOWHERE is not set`,
		"- {name: a, type: webhook, url: 'http://x', key_file: u}\n":                 `c.yaml:2: receiver "a": the key is not whsec_ followed by base64`,
		"- {name: a, type: slack, url_file: u, colour: red}\n":                       `c.yaml:2: receiver: unknown key "colour": must be name, type, url, `,
		"- {name: a, type: slack, url_fiel: u}\n":                                    `c.yaml:2: receiver: unknown key "url_fiel": did you mean "url_file"?`,
		"- {name: a, type: slack, url_file: u, events: []}\n":                        `c.yaml:2: receiver.events: must be a list, such as [a, b]`,
		"- {name: a, type: slack, url_file: u, give_up_after: 0}\n":                  `c.yaml:2: receiver.give_up_after: "0": must be at least`,
		"- {name: a, type: alertmanager, url: 'http://x', username: u}\n":            `c.yaml:2: receiver: username and password_file or password_env must be set together`,
	} {
		var got few
		err := got.read(filepath.Join(dir, "c.yaml"), "receivers:\n"+text)
		for _, r := range got.receivers {
			if _, made := r.Make(env); err == nil {
				err = made
			}
		}
		said := ""
		if err != nil {
			said = strings.TrimPrefix(err.Error(), dir+string(filepath.Separator))
		}
		if (want == "") != (err == nil) || !strings.HasPrefix(said, want) {
			t.Errorf("%s: %v\nwant %s", text, err, want)
		}
	}
}

func TestRemotes(t *testing.T) {
	var got few
	if err := got.read("c.yaml", "remote_write:\n  - http://file.example/write\n  - {name: long, url: 'https://long.example/push', timeout: 5s}\n"); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range got.remotes {
		o, err := r.Options(func(string) (string, bool) { return "", false })
		if err != nil {
			t.Error(err)
		}
		names = append(names, r.Name+" "+o.URL+" "+o.Timeout.String())
	}
	if diff := cmp.Diff([]string{"file.example/write http://file.example/write 0s", "long https://long.example/push 5s"}, names); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string]string{
		"[http://h/w, http://h/w]":       `c.yaml:1: remote_write: two receivers are named "h/w"`,
		"http://u:secret@h/w":            `c.yaml:1: remote_write: a URL must not contain a password`,
		"[{url: 'http://h/w', bear: x}]": `c.yaml:1: remote_write: unknown key "bear": must be name, url, timeout, `,
		"[{timeout: 5s}]":                `c.yaml:1: remote_write.url: must be a URL such as http://`,
	} {
		if err := got.read("c.yaml", "remote_write: "+text+"\n"); err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v\nwant %s", text, err, want)
		}
	}
}
