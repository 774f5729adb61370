package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/settings"
)

// planted is the password that nothing may print.
const planted = "s3same-0pen"

const inPath = "password in path"

// spoilt are ways to write an address with the planted password: as it should
// be, and mistyped.
func spoilt(scheme string) map[string]string {
	return map[string]string{
		"well-formed":    scheme + "://desk:" + planted + "@127.0.0.1:1/x",
		"no user":        scheme + "://:" + planted + "@127.0.0.1:1/x",
		"no host":        scheme + "://desk:" + planted + "@",
		"one slash":      scheme + ":/desk:" + planted + "@127.0.0.1:1/x",
		"no colon":       scheme + "//desk:" + planted + "@127.0.0.1:1/x",
		"no scheme":      "desk:" + planted + "@127.0.0.1:1/x",
		"another scheme": "gopher://desk:" + planted + "@127.0.0.1:1/x",
		"no port number": scheme + "://desk:" + planted + "@127.0.0.1:port/x",
		"bad escape":     scheme + "://desk:%zz" + planted + "@127.0.0.1:1/x",
		"space":          scheme + "://desk:a " + planted + "@127.0.0.1:1/x",
		"bad IPv6":       scheme + "://desk:" + planted + "@[::1/x",
		"control":        scheme + "://desk:" + planted + "\x7f@127.0.0.1:1/x",
		"no at sign":     scheme + "://desk:" + planted,
		inPath:           scheme + "://127.0.0.1:1/desk:" + planted + "@x",
		"comma":          scheme + "://desk:a," + planted + "@127.0.0.1:1/x",
	}
}

// TestSecrets plants a password in every setting that takes an address, in each
// place that a setting can stand, and reads all that the command says.
func TestSecrets(t *testing.T) {
	var c config
	// The commands that use a setting. "figures" reads the ledger, and
	// "extractor" waits for NATS, which is stopped.
	users := map[string][]string{"http": {"up"}, "listen": {"up", "--http", "off"}, "nats": {"extractor", "--http", "off"}, "ledger": {"figures"}, "remote-write": {"sink", "--http", "off", "--nats", "nats://127.0.0.1:1"}}
	schemes := map[string]string{"http": "http", "listen": "nats", "nats": "nats", "ledger": "postgres", "remote-write": "http"}
	seen := map[string]bool{}
	c.settings().VisitAll(func(f *pflag.Flag) {
		if !settings.MayHavePassword(f.Value) {
			return
		}
		seen[f.Name] = true
		if users[f.Name] == nil {
			t.Errorf("--%s takes an address: say which command uses it", f.Name)
			return
		}
		for name, address := range spoilt(schemes[f.Name]) {
			t.Run("--"+f.Name+" "+name, func(t *testing.T) {
				t.Parallel()
				silent(t, "", nil, append(users[f.Name], "--"+f.Name, address)...)
			})
			t.Run(envOf(f.Name)+" "+name, func(t *testing.T) {
				t.Parallel()
				silent(t, "", []string{envOf(f.Name) + "=" + address}, users[f.Name]...)
			})
			t.Run(keyOf(f.Name)+": "+name, func(t *testing.T) {
				t.Parallel()
				key := strings.Replace(keyOf(f.Name), ".", ":\n  ", 1)
				silent(t, fmt.Sprintf("%s: %q\n", key, address), nil, append(users[f.Name], "--config", "arqam.yaml")...)
			})
		}
	})
	for name := range users {
		if !seen[name] {
			t.Errorf("there is no setting --%s that takes an address", name)
		}
	}
	// What takes addresses beside the settings.
	for name, address := range spoilt("http") {
		for what, args := range map[string][]string{
			"publish --to":       {"publish", "--to", address, "article.txt"},
			"feed backfill --to": {"feed", "backfill", "--to", address, "article.txt"},
			"feed add":           {"feed", "add", address},
			"feed add unchecked": {"feed", "add", "--unchecked", address},
			"feed check":         {"feed", "check", address},
			"a file":             {"extract", address},
			"a flag of files":    {"extract", "--rates", address, "article.txt"},
			"a command":          {address},
			"a short flag":       {"extract", "-" + address},
			"an unknown flag":    {"extract", "--nat=" + address},
			"a token":            {"up", "--token", address},
		} {
			if strings.HasPrefix(what, "feed ") && name == inPath {
				continue // any path can be a feed's
			}
			t.Run(what+" "+name, func(t *testing.T) {
				t.Parallel()
				silent(t, "", nil, args...)
			})
		}
		for what, text := range map[string]string{
			"remote_write":       "remote_write:\n  - url: %q\n",
			"remote_write twice": "remote_write: [%[1]q, %[1]q]\n",
			"receiver":           "receivers:\n  - {name: a, type: alertmanager, url: %q}\n",
			"receiver's file":    "receivers:\n  - {name: a, type: slack, url_file: address}\n#%q\n",
			"feeds":              "feeds:\n  - url: %q\n",
			"feeds with names":   "feeds:\n  - {name: a, url: %q}\n",
			"token":              "token: %q\n",
			"no setting":         "%q: 1\n",
			"a list":             "data: [%q]\n",
			"a text":             "%q\n",
		} {
			if strings.HasPrefix(what, "feeds") && name == inPath {
				continue
			}
			t.Run(what+" "+name, func(t *testing.T) {
				t.Parallel()
				silent(t, fmt.Sprintf(text, address), []string{"ADDRESS=" + address}, "notifier", "--http", "off", "--nats", "nats://127.0.0.1:1", "--config", "arqam.yaml")
			})
		}
	}
}

// silent runs the command until it fails, or has logged that NATS does not answer,
// and looks for the password in all that it says.
func silent(t *testing.T, settings string, env []string, args ...string) {
	t.Helper()
	dir := writeFiles(t, map[string]string{"arqam.yaml": settings, "article.txt": "12 lorries"})
	for _, v := range env {
		if address, ok := strings.CutPrefix(v, "ADDRESS="); ok {
			if err := os.WriteFile(filepath.Join(dir, "address"), []byte(address), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Dir, cmd.Env = dir, append(env, "ARQAM_LOG_LEVEL=debug")
	var out watched
	out.stop = cancel
	cmd.Stdout, cmd.Stderr = &out, &out
	_ = cmd.Run() // TestUsage looks at statuses
	if t.Context().Err() == nil && out.text.Len() == 0 {
		t.Error("nothing was said")
	}
	if strings.Contains(out.text.String(), planted) {
		t.Errorf("arqam %q said:\n%s", args, out.text.String())
	}
}

// watched collects what a process says, and stops it once it waits for NATS.
type watched struct {
	text strings.Builder
	stop func()
}

func (w *watched) Write(p []byte) (int, error) {
	w.text.Write(p)
	if strings.Contains(w.text.String(), "cannot connect to NATS") {
		w.stop()
	}
	return len(p), nil
}

// TestToken keeps networks out: no token, no address but loopback.
func TestToken(t *testing.T) {
	dir := writeFiles(t, map[string]string{"none.txt": "# nobody\n", "token.txt": "# desk\n" + planted + "\n", "arqam.yaml": "token: " + planted + "\n"})
	for _, c := range []struct{ args, env, want string }{
		{"up --http 0.0.0.0:0", "", "arqam: --http 0.0.0.0:0 would be open to everyone on the network: set ARQAM_TOKEN, --token-file or --http-client-ca, or listen on 127.0.0.1\n"},
		{"fetcher --http [::]:0", "", "arqam: --http [::]:0 would be open to everyone"},
		{"sink --http 0.0.0.0:0", "", "arqam: --http 0.0.0.0:0 would be open to everyone"},
		{"up --http 0.0.0.0:0 --token-file none.txt", "", "arqam: token-file: none.txt: the file holds no token, so everybody would be let in\n"},
		{"fetcher", "ARQAM_TOKEN= ", "arqam: ARQAM_TOKEN contains no token, so everyone would have access\n"},
		{"up --token " + planted, "", `arqam: invalid argument "xxxxx" for "--token" flag: a token must not be visible to others: set ARQAM_TOKEN or --token-file instead`},
		{"up --config arqam.yaml", "", `arqam: arqam.yaml:1: token: "xxxxx": a token must not be visible to others`},
		{"up --http-cert token.txt", "", "arqam: --http-cert and --http-key must be set together\n"},
		{"up --http-client-ca token.txt", "", "arqam: --http-client-ca needs TLS: also set --http-cert and --http-key\n"},
	} {
		t.Run(c.args, func(t *testing.T) {
			t.Parallel()
			got := arqam(t, dir, "", []string{c.env}, strings.Fields(c.args)...)
			if got.status != exitUsage || strings.Count(got.stderr, "\n") != 1 || !strings.HasPrefix(got.stderr, c.want) {
				t.Errorf("exit status %d, stderr %q, want %q", got.status, got.stderr, c.want)
			}
		})
	}
	t.Run("a system with a token", func(t *testing.T) {
		t.Parallel()
		address := freeAddress(t)
		url := "http://" + address
		up := start(t, binary, "up", "--data", t.TempDir(), "--http", address, "--token-file", filepath.Join(dir, "token.txt"))
		up.until("arqam is up")
		for path, want := range map[string]int{"/metrics": 200, "/healthz": 200, "/readyz": 200, "/": 401,
			"/v1/articles": 401, "/api/v1/query?query=up": 401, "/api/v1/metadata": 401, "/api/v1/status/tsdb": 401} {
			resp, err := http.Get(url + path)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != want {
				t.Errorf("GET %s: %d, want %d", path, resp.StatusCode, want)
			}
		}
		files := writeFiles(t, map[string]string{"article.txt": "12 lorries", "token.txt": planted + "\n", "wrong.txt": "x\n"})
		if got := arqam(t, files, "", nil, "publish", "--to", url, "article.txt"); got.status != exitFailure || !strings.Contains(got.stderr, "401 Unauthorized: send the token as") {
			t.Errorf("publish without a token: %+v", got)
		}
		if got := arqam(t, files, "", nil, "publish", "--to", url, "--token-file", "wrong.txt", "article.txt"); got.status != exitFailure {
			t.Errorf("publish with a wrong token: %+v", got)
		}
		if got := arqam(t, files, "", nil, "publish", "--to", url, "--token-file", "token.txt", "article.txt"); got.status != exitOK {
			t.Errorf("publish with the token: %+v", got)
		}
		up.stop()
		if strings.Contains(up.stderr.String(), planted) {
			t.Error("the log tells the token")
		}
	})
}
