package fetcher

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/feed/web"
)

// BenchmarkFollow fetches, parses and publishes 10,000 entries of 100 feeds from a local
// server. It reports the rate and the peak memory of the process, which includes the HTTP and
// NATS servers.
func BenchmarkFollow(b *testing.B) {
	const feeds, entries = 100, 100
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var items []string
		for i := range entries {
			text := strings.Repeat(fmt.Sprintf("وصلت %d شاحنة محملة بنحو %d طن من القمح إلى الميناء صباح الثلاثاء. ", i, i*7), 12)
			items = append(items, item(fmt.Sprintf("http://paper.example%s/%d", r.URL.Path, i), fmt.Sprintf("وصول %d شاحنة", i), text, "Tue, 03 Feb 2026 14:05:00 GMT"))
		}
		fmt.Fprint(w, rss(items...))
	}))
	defer server.Close()
	for b.Loop() {
		var list strings.Builder
		fmt.Fprint(&list, "manners: {gap: 0s}\nfeeds:\n")
		for n := range feeds {
			fmt.Fprintf(&list, "  - {name: f%d, url: '%s/%d', fulltext: feed}\n", n, server.URL, n)
		}
		bus := startBus(b, b.TempDir())
		f, err := New(b.Context(), Options{Bus: bus, Log: zap.NewNop()})
		if err != nil {
			b.Fatal(err)
		}
		l, err := f.Follow(b.Context(), FollowOptions{Roster: parseRoster(b, list.String()), Dates: dates(), Holder: "bench",
			Web: web.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}})
		if err != nil {
			b.Fatal(err)
		}
		ctx, cancel := context.WithCancel(b.Context())
		ended := make(chan error, 1)
		begun := time.Now()
		go func() { ended <- l.Run(ctx) }()
		for stored(b, bus) < feeds*entries {
			time.Sleep(time.Millisecond) // poll: nothing signals the end
		}
		b.ReportMetric(feeds*entries/time.Since(begun).Seconds(), "items/s")
		cancel()
		if err := <-ended; err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(peak(), "peak-MB")
	}
}

// peak is the peak memory of the process in megabytes; 0 where the system does not report it.
func peak() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kb float64
	fmt.Sscan(rest, &kb)
	return kb / 1024
}
