//go:build linux

package chaos

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/arqam-io/arqam/internal/servers"
	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/ledger"
)

var (
	steady = flag.Duration("steady", 0, "how long to run the services under steady load; 0 does not")
	spurt  = flag.Duration("spurt", 10*time.Second, "how long to post as fast as articles are taken, to find the maximum")
)

// gauges must not grow; each service has them on /metrics. The heap in use is not among them:
// it rises and falls with each collection.
var gauges = []string{"process_resident_memory_bytes", "go_goroutines", "process_open_fds"}

// growth is how much higher a gauge may be in the last quarter of the run than in the second,
// by their medians.
const growth = 1.15

// TestSteady measures how many articles a second the services can process from end to end,
// loads them with half of that, and fails if a gauge of any service grows.
func TestSteady(t *testing.T) {
	if *steady == 0 {
		t.Skip("runs only with -steady, for that duration")
	}
	f, err := startFleet(t.Context(), options{programs: built(t), prometheus: servers.Prometheus.Path(t), dir: t.TempDir(), slot: 90})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.stop)
	b, err := bus.Connect(t.Context(), bus.Options{URL: f.cluster.url()})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	l := &load{url: "http://" + f.address("fetcher") + "/v1/articles"}

	if ends := f.unexpectedExits(); len(ends) > 0 {
		t.Fatalf("ended during startup: %v", ends)
	}
	begin := time.Now()
	if err := l.spurt(t.Context(), *spurt); err != nil {
		t.Fatal(err)
	}
	if err := f.settle(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	most := float64(f.articles(t)) / time.Since(begin).Seconds()
	fmt.Fprintf(os.Stderr, "at most %.0f articles a second; now %.0f for %v\n", most, most/2, *steady)

	ctx, cancel := context.WithCancel(t.Context())
	series := make(chan map[string][]float64)
	go func() { series <- f.watch(ctx) }()
	if err := l.run(t.Context(), most/2, *steady); err != nil {
		t.Fatal(err)
	}
	cancel()
	seen := <-series
	for _, name := range serviceNames {
		for _, g := range gauges {
			values := seen[name+" "+g]
			early, late := quarter(values, 1), quarter(values, 3)
			fmt.Fprintf(os.Stderr, "%-12s %-30s %12.0f to %12.0f (x%.2f), at most %.0f\n", name, g, early, late, late/early, slices.Max(values))
			if late > early*growth && late-early > 8 {
				t.Errorf("%s: %s grew from %.0f to %.0f", name, g, early, late)
			}
		}
	}
	if err := f.settle(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if got, want := f.articles(t), l.sent.Load(); got != want {
		t.Errorf("the ledger has %d of %d articles", got, want)
	}
	if ends := f.unexpectedExits(); len(ends) > 0 {
		t.Errorf("ended: %v", ends)
	}
}

// articles counts the articles in the ledger.
func (f *fleet) articles(t *testing.T) int64 {
	t.Helper()
	l, err := ledger.Read(t.Context(), f.ledger)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	counts, err := l.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return counts.Articles
}

// watch reads the gauges of every service every few seconds until ctx ends.
func (f *fleet) watch(ctx context.Context) map[string][]float64 {
	out := map[string][]float64{}
	ticker := time.NewTicker(5 * time.Second)
	defer ticker.Stop()
	for {
		for _, p := range f.services {
			for name, v := range scrape(ctx, "http://"+f.address(p.name)+"/metrics") {
				key := p.name + " " + name
				out[key] = append(out[key], v)
			}
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return out
		}
	}
}

// scrape reads the gauges from a metrics page.
func scrape(ctx context.Context, url string) map[string]float64 {
	out := map[string]float64{}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return out
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return out
	}
	defer response.Body.Close()
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if v, err := strconv.ParseFloat(value, 64); err == nil && slices.Contains(gauges, name) {
			out[name] = v
		}
	}
	return out
}

// quarter is the median of one quarter of the values, counted from 0.
func quarter(values []float64, n int) float64 {
	part := slices.Sorted(slices.Values(values[n*len(values)/4 : (n+1)*len(values)/4]))
	return part[len(part)/2]
}
