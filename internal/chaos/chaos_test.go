//go:build linux

package chaos

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/internal/servers"
)

var (
	rounds = flag.Int("rounds", 3, "how many rounds of faults to run")
	seed   = flag.Uint64("seed", 1, "seed of the first round; each further round takes the next")
	width  = flag.Int("width", 3, "rounds at once")
	keep   = flag.String("keep", "", "folder for the logs of failed rounds")
)

// corpora is how many corpora the rounds share, so that one run without faults serves several
// rounds.
const corpora = 8

// TestRounds runs rounds with faults and compares each with a run of the same corpus without
// faults. The seed determines a round: corpus, ledger and faults.
func TestRounds(t *testing.T) {
	if testing.Short() {
		t.Skip("servers are not started with -short")
	}
	c := campaign{t: t, programs: built(t), prometheus: servers.Prometheus.Path(t), wanted: map[uint64]func() (outcome, error){}}
	for n := range uint64(corpora) {
		c.wanted[n] = sync.OnceValues(func() (outcome, error) { return c.calm(t.Context(), n) })
	}
	c.slots = make(chan int, *width)
	for slot := range *width {
		c.slots <- slot + 1
	}
	begin := time.Now()
	var group errgroup.Group
	group.SetLimit(*width)
	for n := range uint64(*rounds) {
		group.Go(func() error { c.round(*seed + n); return nil })
	}
	_ = group.Wait()
	c.summary(time.Since(begin))
}

var buildPrograms = flag.Bool("build", false, "build the programs even if Go's cache lacks their dependencies, which takes minutes")

// TestPrograms builds the programs of the other tests, so that Go's cache has their
// dependencies from then on.
func TestPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("needed only by tests that are skipped with -short")
	}
	built(t)
}

// built returns the programs, built once. It skips the test if the standard library and the
// dependencies were never built with adjustable clocks, since that takes minutes.
func built(t *testing.T) programs {
	t.Helper()
	mark, err := buildMark()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(mark); err != nil && !*buildPrograms {
		t.Skip(`the programs are not built: run "make servers" once`)
	}
	builds.Do(func() {
		if builtDir, buildErr = os.MkdirTemp("", "arqam-chaos-"); buildErr != nil {
			return
		}
		if builtPrograms, buildErr = build(t.Context(), builtDir); buildErr == nil {
			buildErr = os.WriteFile(mark, nil, 0o600)
		}
	})
	if buildErr != nil {
		t.Fatal(buildErr)
	}
	return builtPrograms
}

// buildMark is a file whose existence means that Go's cache has the dependencies of the
// programs, for this version of Go and this go.sum.
func buildMark() (string, error) {
	sums, err := os.ReadFile(filepath.Join("..", "..", "go.sum"))
	if err != nil {
		return "", err
	}
	cache, err := servers.Cache()
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("chaos-%s-%x", runtime.Version(), sha256.Sum256(sums))
	return filepath.Join(cache, name), os.MkdirAll(cache, 0o755)
}

var (
	builds        sync.Once
	builtPrograms programs
	builtDir      string
	buildErr      error
)

func TestMain(m *testing.M) {
	flag.Parse()
	status := m.Run()
	if builtDir != "" {
		os.RemoveAll(builtDir)
	}
	os.Exit(status)
}

// campaign is many rounds.
type campaign struct {
	t          *testing.T
	programs   programs
	prometheus string
	slots      chan int
	wanted     map[uint64]func() (outcome, error)

	mu              sync.Mutex
	passed          int
	articles        int
	injected        map[kind]int
	unexpectedExits map[string]int
	retold          int
	settled         []time.Duration
	noDisks         bool
}

func (c *campaign) fleet(slot int, dir string) options {
	return options{programs: c.programs, prometheus: c.prometheus, dir: dir, slot: slot}
}

// calm is the outcome of a corpus without faults.
func (c *campaign) calm(ctx context.Context, n uint64) (outcome, error) {
	dir := c.t.TempDir()
	r, err := run(ctx, c.fleet(100+int(n), dir), newCorpus(n), nil)
	if err != nil {
		return r.outcome, fmt.Errorf("without faults: %w", err)
	}
	if d := cmp.Diff(r.outcome.Samples, r.outcome.Remote); d != "" || len(r.outcome.Samples) == 0 || len(r.outcome.Events) == 0 {
		return r.outcome, fmt.Errorf("without faults: Prometheus is empty or differs from the embedded store: %s", d)
	}
	return r.outcome, nil
}

func (c *campaign) round(seed uint64) {
	slot := <-c.slots
	defer func() { c.slots <- slot }()
	corpus := newCorpus(seed % corpora)
	want, err := c.wanted[seed%corpora]()
	if err != nil {
		c.t.Errorf("corpus %d: %v", seed%corpora, err)
		return
	}
	dir, err := os.MkdirTemp(c.t.TempDir(), "round")
	if err != nil {
		c.t.Error(err)
		return
	}
	o := c.fleet(slot, dir)
	o.onPostgres, o.small = seed%2 == 0, seed%3 == 0
	begin := time.Now()
	r, err := run(c.t.Context(), o, corpus, &seed)
	verdict := "as without faults"
	if diff := cmp.Diff(want, r.outcome, cmpopts.EquateEmpty()); err == nil && diff != "" {
		err = fmt.Errorf("differs from a run without faults (-want +got):\n%s", diff)
	}
	if err != nil {
		verdict = "FAILED"
		c.t.Errorf("seed %d: %v\nfaults:\n%s\nagain: make chaos ROUNDS=1 SEED=%d", seed, err, list(r.faults), seed)
		c.save(dir, seed)
	}
	fmt.Fprintf(os.Stderr, "seed %d: %d revisions, %d faults, settled in %.1f s, %.0f s in all: %s\n",
		seed, corpus.size(), len(r.faults), r.settled.Seconds(), time.Since(begin).Seconds(), verdict)
	c.note(r, corpus, err)
	if err := r.forget(); err != nil {
		c.t.Log(err)
	}
}

func (c *campaign) note(r report, corpus corpus, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.injected == nil {
		c.injected, c.unexpectedExits = map[kind]int{}, map[string]int{}
	}
	if err == nil {
		c.passed++
	}
	c.articles += corpus.size()
	for _, f := range r.faults {
		c.injected[f.kind]++
	}
	for _, u := range r.unexpectedExits {
		c.unexpectedExits[u]++
	}
	c.retold += r.retold
	c.noDisks = c.noDisks || r.noDisks
	c.settled = append(c.settled, r.settled)
}

func (c *campaign) save(dir string, seed uint64) {
	if *keep == "" {
		return
	}
	logs, _ := filepath.Glob(filepath.Join(dir, "*.log"))
	to := filepath.Join(*keep, fmt.Sprintf("seed%d", seed))
	if err := os.MkdirAll(to, 0o750); err != nil {
		c.t.Log(err)
	}
	for _, name := range logs {
		body, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(filepath.Join(to, filepath.Base(name)), body, 0o600)
		}
		if err != nil {
			c.t.Log(err)
		}
	}
}

func list(faults []fault) (out string) {
	for _, f := range faults {
		out += "  " + f.String() + "\n"
	}
	return out
}

func (c *campaign) summary(took time.Duration) {
	slices.Sort(c.settled)
	out := fmt.Sprintf("%d of %d rounds equal to a run without faults, %d revisions, %.0f s", c.passed, *rounds, c.articles, took.Seconds())
	if n := len(c.settled); n > 0 {
		out += fmt.Sprintf("; settled in %.1f s at the median, %.1f s at most", c.settled[n/2].Seconds(), c.settled[n-1].Seconds())
	}
	for _, k := range slices.Sorted(maps.Keys(c.injected)) {
		out += fmt.Sprintf("\n%4d  %s", c.injected[k], k)
	}
	for _, u := range slices.Sorted(maps.Keys(c.unexpectedExits)) {
		out += fmt.Sprintf("\n%4d  (%s)", c.unexpectedExits[u], u)
	}
	if c.noDisks {
		out += fmt.Sprintf("\n   0  disks full: %v", errNoDisk)
	}
	fmt.Fprintf(os.Stderr, "%s\n%4d  events received again under the same ids\n", out, c.retold)
}
