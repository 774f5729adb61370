package servers

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	startPatience = time.Minute
	stopPatience  = 20 * time.Second
	pollInterval  = 20 * time.Millisecond
)

// Server is a server started by a test, on its own loopback port. It stops with the test.
type Server struct {
	URL string // http://127.0.0.1:port

	t     testing.TB
	path  string
	args  []string
	ready string // path that answers 200 once it is ready

	process *exec.Cmd
	ended   chan struct{}
	said    *output
}

// StartPrometheus starts a Prometheus that accepts remote writes up to window older than the
// newest sample. The config, in YAML, may be empty.
func StartPrometheus(t testing.TB, window time.Duration, config string) *Server {
	t.Helper()
	binary, dir := Prometheus.Path(t), t.TempDir()
	file := filepath.Join(dir, "prometheus.yml")
	config += fmt.Sprintf("\nstorage: {tsdb: {out_of_order_time_window: %ds}}\n", int(window.Seconds()))
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	address := free(t)
	return start(t, binary, address, "/-/ready", "--config.file="+file, "--storage.tsdb.path="+filepath.Join(dir, "data"),
		"--storage.tsdb.retention.time=10y", "--web.enable-remote-write-receiver", "--web.listen-address="+address)
}

// StartVictoriaMetrics starts a single-node VictoriaMetrics that keeps ten
// years.
func StartVictoriaMetrics(t testing.TB) *Server {
	t.Helper()
	binary, address := VictoriaMetrics.Path(t), free(t)
	return start(t, binary, address, "/health", "-storageDataPath="+t.TempDir(), "-retentionPeriod=10y",
		"-httpListenAddr="+address, "-search.latencyOffset=0s", "-search.disableCache", "-memory.allowedBytes=128MiB")
}

// StartAlertmanager starts an Alertmanager with the config, in YAML.
func StartAlertmanager(t testing.TB, config string) *Server {
	t.Helper()
	binary, dir := Alertmanager.Path(t), t.TempDir()
	file := filepath.Join(dir, "alertmanager.yml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	address := free(t)
	return start(t, binary, address, "/-/ready", "--config.file="+file, "--storage.path="+filepath.Join(dir, "data"),
		"--cluster.listen-address=", "--web.listen-address="+address)
}

// StartNATS starts a NATS server with a configuration file, on the loopback address client
// whatever the file says. URL is that of its monitoring.
func StartNATS(t testing.TB, config string) (s *Server, client string) {
	t.Helper()
	binary, address, monitor := NATS.Path(t), free(t), free(t)
	_, port, _ := net.SplitHostPort(address)
	_, monitorPort, _ := net.SplitHostPort(monitor)
	s = start(t, binary, monitor, "/healthz", "-c", config, "-a", "127.0.0.1", "-p", port, "-m", monitorPort)
	return s, "nats://" + address
}

// free returns a free loopback address.
func free(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func start(t testing.TB, binary, address, ready string, args ...string) *Server {
	t.Helper()
	s := &Server{URL: "http://" + address, t: t, path: binary, args: args, ready: ready}
	t.Cleanup(func() {
		s.Stop()
		if t.Failed() {
			t.Logf("%s logged:\n%s", filepath.Base(binary), s.said)
		}
	})
	s.Start()
	return s
}

// Start restarts the server after Stop, at the same address and with its data, and returns
// once it is ready.
func (s *Server) Start() {
	s.t.Helper()
	s.said = &output{}
	s.process = exec.Command(s.path, s.args...)
	s.process.Stdout, s.process.Stderr = s.said, s.said
	if err := s.process.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended, process := make(chan struct{}), s.process
	s.ended = ended
	go func() {
		_ = process.Wait() // its log says why it exited
		close(ended)
	}()
	ctx, cancel := context.WithTimeout(s.t.Context(), startPatience)
	defer cancel()
	err := Await(ctx, func() bool {
		select {
		case <-ended:
			cancel()
			return false
		default:
		}
		resp, err := http.Get(s.URL + s.ready)
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
	if err != nil {
		s.t.Fatalf("%s is not ready: %v\n%s", s.path, err, s.said)
	}
}

// Said is the server's log since its last start.
func (s *Server) Said() string { return s.said.String() }

// Stop ends the server and waits for it.
func (s *Server) Stop() {
	if s.process == nil {
		return
	}
	_ = s.process.Process.Signal(syscall.SIGTERM) // it may have exited already
	select {
	case <-s.ended:
	case <-time.After(stopPatience):
		_ = s.process.Process.Kill()
		<-s.ended
	}
	s.process = nil
}

// Await polls until done, or until ctx ends, which is an error.
func Await(ctx context.Context, done func() bool) error {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-ticker.C:
		}
	}
	return nil
}

// output stores the output of a process. It is safe for concurrent use.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.TrimSpace(o.text.String())
}
