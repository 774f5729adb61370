package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
)

// process is a child that runs until it is stopped.
type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	lines  *bufio.Reader // of its standard output
	stderr *output
}

// output may be read while the process still writes to it.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

func start(t *testing.T, name string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(name, args...), stderr: &output{}}
	p.cmd.Env, p.cmd.Stderr = []string{}, p.stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.lines = bufio.NewReader(out)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.cmd.ProcessState == nil {
			p.cmd.Process.Kill()
			p.cmd.Wait()
		}
		if t.Failed() {
			t.Logf("%s %s:\n%s", filepath.Base(name), strings.Join(args, " "), p.stderr)
		}
	})
	return p
}

// until reads the output up to a line that holds text, and returns that line.
func (p *process) until(text string) string {
	p.t.Helper()
	for {
		line, err := p.lines.ReadString('\n')
		if strings.Contains(line, text) {
			return line
		}
		if err != nil {
			p.t.Fatalf("the output ended without %q: %v\n%s", text, err, p.stderr)
		}
	}
}

// stop asks the process to drain, and expects exit status 0.
func (p *process) stop() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, p.lines); err != nil {
		p.t.Error(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("after SIGTERM: %v\n%s", err, p.stderr)
	}
}

// freeAddress is one that nobody listens on just now.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// sample is one sample of a PromQL answer.
type sample struct{ Series, Time, Value string }

// query asks the Prometheus API for every reported value, with its own time.
func query(t *testing.T, address string) []sample {
	t.Helper()
	response, err := http.Get("http://" + address + "/api/v1/query?query=" + url.QueryEscape("arqam_reported_value[10y]"))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Status string
		Data   struct {
			Result []struct {
				Metric map[string]string
				Values [][2]any
			}
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer.Status != "success" {
		t.Fatalf("%s: %+v, %v", response.Status, answer, err)
	}
	var out []sample
	for _, series := range answer.Data.Result {
		for _, v := range series.Values {
			m := series.Metric
			at := time.UnixMilli(int64(v[0].(float64) * 1000)).UTC()
			out = append(out, sample{m["tracker"] + " " + m["source"] + " " + m["unit"], at.Format(time.RFC3339), v[1].(string)})
		}
	}
	return out
}

// dump prints all that a ledger's rows say, but for when they were fetched.
func dump(t *testing.T, path string) string {
	t.Helper()
	l, err := ledger.Read(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	counts, err := l.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%+v\n", counts)
	for _, tracker := range []string{"", "harmal-wheat", "salma-killed", "salma-aid-trucks"} {
		rows, err := l.Figures(t.Context(), ledger.Query{Tracker: tracker})
		if err != nil {
			t.Fatal(err)
		}
		articles := map[figure.ArticleID]bool{}
		for _, row := range rows {
			row.Article.Fetched = time.Time{}
			articles[row.Article.ID] = true
			line, err := json.Marshal(row)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&out, "%s %s\n", tracker, line)
		}
		fmt.Fprintf(&out, "%s: %d figures of %d articles\n", tracker, len(rows), len(articles))
	}
	return out.String()
}

// TestUp carries the bundled articles to a PromQL answer, and again after a
// restart: nothing lost, nothing doubled, nothing read twice.
func TestUp(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	args := []string{"up", "--data", data, "--http", "127.0.0.1:0"}
	up := func() (*process, string) {
		p := start(t, binary, args...)
		p.until("arqam is up: ")
		line := p.until("/api/v1 ")
		_, address, _ := strings.Cut(line, "http://")
		address, _, _ = strings.Cut(address, "/")
		return p, address
	}
	first, address := up()
	series := query(t, address)
	trackers := map[string]bool{}
	for _, s := range series {
		name, _, _ := strings.Cut(s.Series, " ")
		trackers[name] = true
		if !strings.HasPrefix(s.Time, "2026-03-") {
			t.Errorf("%s is not at its article's own time", s)
		}
	}
	if len(trackers) != 3 {
		t.Errorf("reported values of %v, want those of three trackers", trackers)
	}
	posted := arqam(t, t.TempDir(), `{"id":"extra","lang":"en","source":"late-wire","title":"Harmal","text":"Harmal port has handled 160,000 tonnes of wheat.","published":"2026-03-18T08:00:00Z"}`,
		nil, "publish", "--to", "http://"+address)
	if posted.status != exitOK || posted.stdout != "1 published, 0 known before, 0 rejected\n" {
		t.Errorf("publish: %+v", posted)
	}
	if busy := arqam(t, t.TempDir(), "", nil, args...); busy.status != exitFailure || strings.Count(busy.stderr, "\n") > 2 ||
		!strings.Contains(busy.stderr, "another arqam is using the data directory") {
		t.Errorf("a second one on the same data: %+v", busy)
	}
	first.stop()

	again, address := up()
	before := dump(t, filepath.Join(data, "ledger.db"))
	if !strings.Contains(before, "Articles:7 Revisions:7") {
		t.Errorf("the article posted before the stop is lost: %s", before)
	}
	if diff := cmp.Diff(append(series, sample{"harmal-wheat late-wire tonne", "2026-03-18T08:00:00Z", "160000"}), query(t, address),
		cmpSorted()); diff != "" {
		t.Errorf("after the restart: %s", diff)
	}
	if known := arqam(t, t.TempDir(), "", nil, "figures", "--data", data, "--tracker", "harmal-wheat", "--source", "late-wire"); !strings.Contains(known.stdout, `"value":160000`) {
		t.Errorf("figures: %+v", known)
	}
	again.stop()

	third, _ := up()
	if diff := cmp.Diff(before, dump(t, filepath.Join(data, "ledger.db"))); diff != "" {
		t.Errorf("a further start changed the ledger: %s", diff)
	}
	third.stop()
}

func cmpSorted() cmp.Option {
	return cmp.Transformer("sorted", func(in []sample) map[sample]int {
		out := map[sample]int{}
		for _, s := range in {
			out[s]++
		}
		return out
	})
}

// TestServices runs the four services as four processes around a NATS server of its
// own, and compares their ledger with that of one process, row for row.
func TestServices(t *testing.T) {
	articles, err := filepath.Abs("../../samples/articles")
	if err != nil {
		t.Fatal(err)
	}
	alone := filepath.Join(t.TempDir(), "alone")
	up := start(t, binary, "up", "--data", alone, "--http", "off", articles)
	up.until("arqam is up: 6 articles published")
	up.stop()
	want := dump(t, filepath.Join(alone, "ledger.db"))

	dir := t.TempDir()
	address := freeAddress(t)
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	start(t, natsServer(t), "-js", "-sd", filepath.Join(dir, "nats"), "-a", host, "-p", port)
	reach := []string{"--nats", "nats://" + address, "--http"}
	data := filepath.Join(dir, "data")
	// Services wait for NATS and for one another, so their order does not matter.
	services := []*process{
		start(t, binary, append([]string{"sink", "--data", data}, append(reach, "off")...)...),
		start(t, binary, append([]string{"normalizer"}, append(reach, "off")...)...),
		start(t, binary, append([]string{"extractor"}, append(reach, "off")...)...),
		start(t, binary, append(append([]string{"fetcher"}, append(reach, freeAddress(t))...), articles)...),
	}
	path := filepath.Join(data, "ledger.db")
	deadline := time.Now().Add(time.Minute)
	for !complete(t, path, want) && time.Now().Before(deadline) {
		time.Sleep(20 * time.Millisecond) // another process gives no event to wait for
	}
	for _, service := range services {
		service.stop()
	}
	if diff := cmp.Diff(want, dump(t, path)); diff != "" {
		t.Errorf("the ledgers differ: %s", diff)
	}
}

// complete reports whether the ledger at path has as many rows as the dump.
func complete(t *testing.T, path, want string) bool {
	l, err := ledger.Read(t.Context(), path)
	if err != nil {
		return false // not yet made
	}
	defer l.Close()
	counts, err := l.Counts(t.Context())
	return err == nil && strings.HasPrefix(want, fmt.Sprintf("%+v\n", counts))
}

// natsServer builds the server of our build list into a folder that outlives
// the test, keyed by its version.
func natsServer(t *testing.T) string {
	t.Helper()
	const module = "github.com/nats-io/nats-server/v2"
	version, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", module).Output()
	if err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	path := filepath.Join(cache, "arqam-test", "nats-server-"+strings.TrimSpace(string(version)))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	// Built aside and renamed, so that a build cut short leaves nothing behind.
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	aside := fmt.Sprintf("%s.%d", path, os.Getpid())
	if out, err := exec.Command("go", "build", "-o", aside, module).CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", module, err, out)
	}
	if err := os.Rename(aside, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestServiceWithoutNATS waits for a server that does not answer: alive, not
// ready, and gone without a failure when it is told to stop.
func TestServiceWithoutNATS(t *testing.T) {
	address := freeAddress(t)
	service := start(t, binary, "extractor", "--nats", "nats://"+freeAddress(t), "--http", address)
	get := func(path string) int {
		response, err := http.Get("http://" + address + path)
		if err != nil {
			return 0
		}
		response.Body.Close()
		return response.StatusCode
	}
	deadline := time.Now().Add(20 * time.Second)
	for get("/healthz") == 0 && time.Now().Before(deadline) {
		time.Sleep(20 * time.Millisecond) // another process gives no event to wait for
	}
	if live, ready := get("/healthz"), get("/readyz"); live != http.StatusOK || ready != http.StatusServiceUnavailable {
		t.Errorf("healthz %d, readyz %d", live, ready)
	}
	service.stop()
}
