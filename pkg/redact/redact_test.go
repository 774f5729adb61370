package redact_test

import (
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/redact"
)

func TestAddress(t *testing.T) {
	for _, c := range []struct{ address, want string }{
		{"nats://127.0.0.1:4222", "nats://127.0.0.1:4222"},
		{"nats://a:4222,nats://b:4222", "nats://a:4222,nats://b:4222"},
		{"http://[::1]:9190/api/v1/write", "http://[::1]:9190/api/v1/write"},
		{"localhost", "localhost"},
		{"127.0.0.1:9190", "127.0.0.1:9190"},
		{"", ""},
		{"nats://arqam:sesame@host:4222", "nats://xxxxx@host:4222"},
		{"nats://sesame@host:4222", "nats://xxxxx@host:4222"},
		{"nats://a:1,nats://u:sesame@b:2", "nats://a:1,nats://xxxxx@b:2"},
		{"https://host/write?token=sesame", "https://host/write?xxxxx"},
		{"https://host/write#sesame", "https://host/write"},
		{"https://host/u:sesame@other", "https://host/xxxxx"},
		{"postgres://u:sesame@host/arqam?sslmode=require", "postgres://xxxxx@host/arqam?xxxxx"},
		{"http://u:ses%zzame@host", "xxxxx"},
		{"http://u:sesame@ho st", "xxxxx"},
		{"http://u:sesame@[::1", "xxxxx"},
		{"http://u:sesame", "xxxxx"},
		{"http:/u:sesame@host", "xxxxx"},
		{"http//u:sesame@host", "xxxxx"},
		{"u:sesame@host", "xxxxx"},
		{"nats://u:sesame,me@host", "xxxxx,xxxxx"},
		{"http://u:sesame@me@host", "http://xxxxx@host"},
		{"http://host:sesame", "xxxxx"},
		{"\x00http://u:sesame@host", "xxxxx"},
	} {
		if got := redact.Address(c.address); got != c.want {
			t.Errorf("Address(%q) = %q, want %q", c.address, got, c.want)
		}
	}
}

func TestHasSecret(t *testing.T) {
	for address, want := range map[string]bool{
		"nats://127.0.0.1:4222":               false,
		"postgres://user@host/db":             false,
		"postgres:///db?host=/run":            false,
		"http://host/a@b":                     false,
		"ledger.db":                           false,
		"backup@2026.db":                      false,
		"postgres://u@/db?host=/run":          false,
		"postgres://u:p@/db?host=/run":        true,
		"postgres:///db?host=/run&password=p": true,
		"nats://u:p@host":                     true,
		"nats://token@host":                   true,
		"nats://a:1, nats://u:p@b":            true,
		"postgres://u:p@host/db":              true,
		"postgres://u@host/db?password=p":     true,
		"postgres://u@host/?sslpassword=p":    true,
		"http://u:p%zz@host":                  true,
		"nats:/u:p@host":                      true,
		"http:///u:p@host":                    true,
		"http://host/u:p@x":                   true,
		"http://u:p@[::1":                     true,
	} {
		if got := redact.HasSecret(address); got != want {
			t.Errorf("HasSecret(%q) = %v", address, got)
		}
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"there is no file none.txt", "there is no file none.txt"},
		{`arqam.yaml:3: nats.url: "http://x": want nats://host:port (or tls://, ws://)`, `arqam.yaml:3: nats.url: "http://x": want nats://host:port (or tls://, ws://)`},
		{"want a file, or postgres://user@host/database", "want a file, or postgres://user@host/database"},
		{"there is no file postgres://u:sesame@host/db", "there is no file postgres://xxxxx@host/db"},
		{`"u:sesame@host" is one`, `"xxxxx" is one`},
		{"there is no file http://u:open sesame@host/db", "there is no file xxxxx"},
		{"there is no file http://u:sesame: see \"help\"", "there is no file xxxxx: see \"help\""},
		{"want http://host:port or http://host:9090/x", "want http://host:port or http://host:9090/x"},
		{"desk@paper.example said 3:1", "desk@paper.example said 3:1"},
	} {
		if got := redact.Text(c.text); got != c.want {
			t.Errorf("Text(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

// FuzzAddress inserts a password before the host of its input.
func FuzzAddress(f *testing.F) {
	f.Add("nats://", "host:4222")
	f.Add("http:/", "ho st")
	f.Add("//", "[::1")
	f.Add("a,b:", "h?x#y")
	f.Fuzz(func(t *testing.T, before, after string) {
		const planted = "Xq7sesame"
		for _, address := range []string{before + "u:" + planted + "@" + after, before + planted + "@" + after} {
			if got := redact.Address(address); strings.Contains(got, planted) {
				t.Errorf("Address(%q) = %q", address, got)
			}
		}
	})
}
