package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReceiverFaults gives what users get wrong about receivers, and the line
// that tells them where.
func TestReceiverFaults(t *testing.T) {
	const key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	for _, c := range []struct{ file, want string }{
		{"receivers: desk\n", `c.yaml:1: receivers: must be a list`},
		{"receivers:\n  - desk\n", `c.yaml:2: receiver: must be a mapping`},
		{"receivers:\n  - type: slack\n    url_file: u\n", `c.yaml:2: receiver: name is missing`},
		{"receivers:\n  - name: desk\n    type: email\n    url_file: u\n", `c.yaml:2: receiver "desk": type "email": must be alertmanager, webhook or slack`},
		{"receivers:\n  - name: desk\n    type: slack\n    url: https://chat.example/secret\n", `c.yaml:2: receiver "desk": the address of a chat channel is secret`},
		{"receivers:\n  - name: desk\n    type: slack\n", `c.yaml:2: receiver "desk": set exactly one of url, url_file and url_env`},
		{"receivers:\n  - name: desk\n    type: slack\n    url_file: u\n    url_env: U\n", `c.yaml:2: receiver: url_file and url_env are both set`},
		{"receivers:\n  - name: desk\n    type: webhook\n    url: https://x.example\n", `c.yaml:2: receiver "desk": the key of the signature is missing: set key_file or key_env`},
		{"receivers:\n  - name: desk\n    type: slack\n    url_file: u\n    key_file: u\n", `c.yaml:2: receiver "desk": only a webhook can have a key`},
		{"receivers:\n  - name: desk\n    type: slack\n    url_file: u\n    colour: red\n", `c.yaml:5: receiver: unknown key "colour": must be name, type, url, url_file, `},
		{"receivers:\n  - name: desk\n    type: slack\n    url_file: u\n    name: desk\n", `c.yaml:5: receiver: duplicate key "name"`},
		{"receivers:\n  - name: desk\n    type: slack\n    url_file: u\n    give_up_after: soon\n", `c.yaml:5: receiver.give_up_after: "soon": must be a duration`},
		{"receivers:\n  - name: desk\n    type: slack\n    url_file: u\n    events: []\n", `c.yaml:5: receiver.events: must be a list, such as [a, b]`},
		{"receivers:\n  - name: desk\n    type: alertmanager\n    url: http://x:9093\n    username: u\n", `c.yaml:2: receiver: username and password_file or password_env must be set together`},
		{"receivers:\n  - {name: a, type: slack, url_file: u}\n  - {name: a, type: slack, url_file: u}\n", `c.yaml:3: receivers: two receivers are named "a"`},
		{"receivers:\n  - {name: a, type: slack, url_env: NOWHERE}\n", `c.yaml:2: receiver "a": environment variable NOWHERE is not set`},
		{"receivers:\n  - {name: a, type: slack, url_file: missing}\n", `c.yaml:2: receiver "a": read secret: open `},
		{"receivers:\n  - {name: a b, type: slack, url_file: u}\n", `c.yaml:2: receiver "a b": the name may have letters, digits, - and _ only`},
		{"receivers:\n  - {name: a, type: webhook, url: http://x, key_file: u}\n", `c.yaml:2: receiver "a": the key is not whsec_ followed by base64`},
		{"log: {level: warn}\n", `no receiver is configured: list receivers in a file and name it with --config`},
		{"receivers: []\n", `no receiver is configured`},
		{"remote_write: prometheus:9090\nreceivers: [{name: a, type: slack, url_file: u}]\n", `c.yaml:1: remote_write: must be a URL such as http://`},
		{"remote_write:\n  - http://u:p@host/write\n", `c.yaml:2: remote_write: a URL must not contain a password`},
		{"remote_write:\n  - url: http://host/write\n    bearer: x\n", `c.yaml:3: remote_write: unknown key "bearer"`},
		{"remote_write:\n  - http://host/write\n  - http://host/write\n", `c.yaml:3: remote_write: two receivers are named "host/write"`},
	} {
		dir := writeFiles(t, map[string]string{"c.yaml": c.file, "u": "https://chat.example/x\n", "key": key})
		got := arqam(t, dir, "", nil, "notifier", "--config", "c.yaml", "--nats", "nats://127.0.0.1:1")
		if got.status != exitUsage || !strings.HasPrefix(got.stderr, "arqam: "+c.want) {
			t.Errorf("%q\n got %d %s\nwant 2 arqam: %s", c.file, got.status, got.stderr, c.want)
		}
	}
}

// Services that tell nobody do not need the secrets of those that do.
func TestSecretsAreForThoseWhoNeedThem(t *testing.T) {
	dir := writeFiles(t, map[string]string{"c.yaml": "nats: {url: 'bogus'}\nreceivers: [{name: a, type: slack, url_env: NOWHERE}]\n"})
	got := arqam(t, dir, "", nil, "extractor", "--config", "c.yaml")
	if !strings.Contains(got.stderr, "nats.url") || strings.Contains(got.stderr, "NOWHERE") {
		t.Errorf("%+v", got)
	}
}

// TestRemoteWritePlaces sets receivers of remote write by flag, variable and
// file.
func TestRemoteWritePlaces(t *testing.T) {
	dir := writeFiles(t, map[string]string{"c.yaml": "remote_write:\n  - http://file.example/write\n  - name: long\n    url: https://long.example/push\n    timeout: 5s\n"})
	for _, c := range []struct {
		args []string
		env  map[string]string
		want []string
	}{
		{[]string{"--config", dir + "/c.yaml"}, nil, []string{"file.example/write", "long"}},
		{[]string{"--config", dir + "/c.yaml", "--remote-write", "http://a/w", "--remote-write", "http://b/w"}, nil, []string{"a/w", "b/w"}},
		{nil, map[string]string{"ARQAM_REMOTE_WRITE": "http://env.example/w"}, []string{"env.example/w"}},
		{[]string{"--config", dir + "/c.yaml"}, map[string]string{"ARQAM_REMOTE_WRITE": "http://env.example/w"}, []string{"env.example/w"}},
	} {
		var got config
		settings := got.settings()
		if err := settings.Parse(c.args); err != nil {
			t.Fatal(err)
		}
		if err := got.load(settings, settings, func(name string) (string, bool) { v, ok := c.env[name]; return v, ok }); err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, r := range got.remotes {
			names = append(names, r.Name)
		}
		if diff := cmp.Diff(c.want, names); diff != "" {
			t.Errorf("%v %v: %s", c.args, c.env, diff)
		}
	}
}
