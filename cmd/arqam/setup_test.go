package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/arqam-io/arqam/internal/servers"
	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/account"
	"github.com/arqam-io/arqam/pkg/figure"
)

// natsDirectory is a copy of deploy/nats, with keys that "arqam setup keys" made.
func natsDirectory(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"nats.conf", "accounts.conf", "tls.conf"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "deploy", "nats", name))
		if err != nil {
			t.Fatal(err)
		}
		text = bytes.Replace(text, []byte("store_dir: /data"), []byte("store_dir: "+filepath.Join(dir, "data")), 1)
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := arqam(t, dir, "", nil, "setup", "keys", "keys")
	if got.status != exitOK || got.stdout != "created the keys of fetcher, extractor, normalizer, sink, notifier, operator in keys\n" {
		t.Fatalf("setup keys: %+v", got)
	}
	if got := arqam(t, dir, "", nil, "setup", "keys", "keys"); got.status != exitOK || got.stdout != "every user already has a key in keys\n" {
		t.Errorf("setup keys again: %+v", got)
	}
	return dir
}

// TestPermissions runs every service as a process and a user of its own against a
// real server with the configuration of deploy/nats: before it was prepared each
// says what to do; then articles become figures and events, what is broken is
// buried and sent again by the operator, and the server refuses nothing.
func TestPermissions(t *testing.T) {
	const key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	hook := hear(t, key)
	dir := natsDirectory(t)
	server, url := servers.StartNATS(t, filepath.Join(dir, "nats.conf"))
	files := writeFiles(t, map[string]string{"hook.key": key + "\n", "arqam.yaml": fmt.Sprintf(`
nats: {url: %q}
receivers:
  - {name: archive, type: webhook, url: %q, key_file: hook.key}
`, url, hook.URL+"/hook")})
	as := func(user string, args ...string) []string {
		return append(args, "--config", filepath.Join(files, "arqam.yaml"), "--nkey", filepath.Join(dir, "keys", user+".nk"))
	}
	services := []string{"fetcher", "extractor", "normalizer", "sink", "notifier"}
	for _, service := range services {
		got := arqam(t, t.TempDir(), "", nil, as(service, service, "--http", "off")...)
		if got.status != exitFailure || !strings.Contains(got.stderr, "is missing and this user may not create it: run arqam setup with the operator's credentials\n") {
			t.Errorf("%s before the setup: %+v", service, got)
		}
	}
	refusedBefore := strings.Count(server.Said(), "Violation")
	for range 2 {
		if got := arqam(t, t.TempDir(), "", nil, as("operator", "setup")...); got.status != exitOK || got.stdout != "streams, buckets and consumers are ready: the services can start\n" {
			t.Fatalf("setup: %+v", got)
		}
	}

	data, address := filepath.Join(t.TempDir(), "data"), freeAddress(t)
	running := map[string]*process{}
	for _, service := range services {
		args := []string{service, "--http", "off"}
		switch service {
		case "fetcher":
			args[2] = address
		case "sink":
			args = append(args, "--data", data)
		}
		running[service] = start(t, binary, as(service, args...)...)
	}
	reached := func() bool {
		resp, err := http.Get("http://" + address + "/readyz")
		if err != nil {
			return false
		}
		defer resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	}
	wait := func(what string, done func() bool) {
		t.Helper()
		if err := servers.Await(t.Context(), done); err != nil {
			t.Fatalf("waited in vain for %s", what)
		}
	}
	wait("the fetcher", reached)
	articles, err := filepath.Abs(filepath.Join("..", "..", "samples", "articles"))
	if err != nil {
		t.Fatal(err)
	}
	large := writeFiles(t, map[string]string{"large.txt": strings.Repeat("Nothing came in. ", 9<<16) + "About 261,337 tonnes of wheat came in."})
	for _, what := range []string{articles, filepath.Join(large, "large.txt")} {
		if got := arqam(t, t.TempDir(), "", nil, "publish", "--to", "http://"+address, what); got.status != exitOK {
			t.Fatalf("publish: %+v", got)
		}
	}
	wait("events", func() bool { events, _ := hook.told(); return len(events) > 0 })

	// What is no article can be published by the fetcher's user alone.
	fetcher, err := bus.Connect(t.Context(), bus.Options{URL: url, Nkey: filepath.Join(dir, "keys", "fetcher.nk"), Inbox: "fetcher"})
	if err != nil {
		t.Fatal(err)
	}
	defer fetcher.Close()
	if err := fetcher.Publish(t.Context(), bus.Outgoing{Subject: "articles.stranger", ID: "broken", Body: []byte("no JSON")}); err != nil {
		t.Fatal(err)
	}
	dead := func(args ...string) outcome {
		return arqam(t, t.TempDir(), "", nil, as("operator", append([]string{"dead"}, args...)...)...)
	}
	wait("a dead letter", func() bool { return strings.Contains(dead("list", "-o", "csv").stdout, "\n1,") })
	if got := dead("retry", "1"); got.stdout != "1 message sent again\n" {
		t.Errorf("dead retry: %+v", got)
	}
	wait("the letter to die again", func() bool { return strings.Contains(dead("list", "-o", "csv").stdout, "\n2,") })
	// The large article is the last to come through.
	wait("the large article", func() bool {
		return strings.Contains(arqam(t, t.TempDir(), "", nil, "figures", "--data", data, "-o", "csv").stdout, "261337")
	})
	for _, service := range services {
		running[service].stop()
	}
	if got := arqam(t, t.TempDir(), "", nil, "replay", "--data", data); got.status != exitOK {
		t.Errorf("replay: %+v", got)
	}
	said := server.Said()
	if n := strings.Count(said, "Violation"); n != refusedBefore {
		t.Errorf("the server refused %d times:\n%s", n-refusedBefore, said)
	}
}

// TestAnotherServicesKey starts a service with the key of another, with one of nobody,
// and with none.
func TestAnotherServicesKey(t *testing.T) {
	dir := natsDirectory(t)
	_, url := servers.StartNATS(t, filepath.Join(dir, "nats.conf"))
	operator := filepath.Join(dir, "keys", "operator.nk")
	if got := arqam(t, dir, "", nil, "setup", "--nats", url, "--nkey", operator); got.status != exitOK {
		t.Fatalf("setup: %+v", got)
	}
	stranger := t.TempDir()
	if _, err := account.MakeKeys(stranger); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ args, want string }{
		{"extractor --nkey keys/sink.nk", `NATS permissions do not allow this user to subscribe to "_INBOX.extractor.`},
		{"extractor --nkey " + stranger + "/extractor.nk", "Authorization Violation"},
		{"extractor", "Authorization Violation"},
		{"setup --nkey keys/sink.nk", `NATS permissions do not allow this user to subscribe to "_INBOX.operator.`},
		{"dead list --nkey keys/sink.nk", `NATS permissions do not allow this user to subscribe to "_INBOX.operator.`},
		{"extractor --nkey keys/keys.conf", "no nkey seed found"},
	} {
		t.Run(c.args, func(t *testing.T) {
			t.Parallel()
			args := append(strings.Fields(c.args), "--nats", url)
			if args[0] == "extractor" {
				args = append(args, "--http", "off")
			}
			begun := time.Now()
			got := arqam(t, dir, "", nil, args...)
			if got.status != exitFailure || !strings.Contains(got.stderr, c.want) {
				t.Errorf("%+v, want %q", got, c.want)
			}
			if took := time.Since(begun); took > 10*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// TestServicesWithAllRights starts one service on a server that has no permissions: it
// makes what it needs, as ever.
func TestServicesWithAllRights(t *testing.T) {
	address := freeAddress(t)
	up := start(t, binary, "up", "--data", t.TempDir(), "--http", "off", "--listen", address, "--watch", t.TempDir())
	up.until("arqam is up: ")
	b, err := bus.Connect(t.Context(), bus.Options{URL: "nats://" + address})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := prepare(ctx, b, []string{"desk"}); err != nil {
		t.Error(err)
	}
	if err := bus.Open(ctx, b, bus.Service[figure.Article]{Name: "another", From: bus.Articles}); err != nil {
		t.Error(err)
	}
	b.Close()
	up.stop()
}
