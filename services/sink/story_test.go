package sink

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/zap"

	"github.com/arqam-io/arqam/internal/servers"
	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/extract"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/normalize"
	"github.com/arqam-io/arqam/pkg/track"
	"github.com/arqam-io/arqam/pkg/unit"
)

// story is thirty articles in two languages over ten days, as the engine reads them, and the
// trackers that follow them.
type story struct {
	articles []figure.Figures
	matcher  *track.Matcher
	// expected holds the lines of events, estimates and claims.
	expected map[string][]string
}

func readStory(t *testing.T) story {
	t.Helper()
	dir := filepath.Join("testdata", "story")
	packs, err := lang.Load()
	must(t, err)
	units, err := unit.New()
	must(t, err)
	normalizer, err := normalize.New(units, search.New(packs))
	must(t, err)
	extractor, err := extract.New(packs)
	must(t, err)

	body, err := os.ReadFile(filepath.Join(dir, "trackers.yaml"))
	must(t, err)
	all, err := track.Decode("trackers.yaml", body, units, search.New(packs))
	must(t, err)
	s := story{expected: map[string][]string{}}
	s.matcher, err = track.NewMatcher(all, units, search.New(packs))
	must(t, err)
	s.matcher.Resolve(packs)

	file, err := os.Open(filepath.Join(dir, "articles.jsonl"))
	must(t, err)
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var a figure.Article
		must(t, json.Unmarshal(lines.Bytes(), &a))
		a.Identify()
		s.articles = append(s.articles, normalizer.Figures(extractor.Article(a)))
	}
	body, err = os.ReadFile(filepath.Join(dir, "expected.txt"))
	must(t, err)
	part := ""
	for line := range strings.Lines(string(body)) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "-- "); ok {
			part = strings.TrimSuffix(name, " --")
		} else if line != "" && !strings.HasPrefix(line, "#") {
			s.expected[part] = append(s.expected[part], line)
		}
	}
	return s
}

// afterwards is a time when the toll has been unreported for longer than its tracker allows.
var afterwards = time.Date(2031, 5, 20, 0, 0, 0, 0, time.UTC)

// play sends the articles to a sink in an order, and some of them twice.
func (s story) play(t *testing.T, where string, order ...int) (*sink, *ledger.Ledger) {
	t.Helper()
	l, err := ledger.Open(t.Context(), where)
	must(t, err)
	t.Cleanup(func() { l.Close() })
	k, err := newSink(t.Context(), Options{Ledger: l, Matcher: s.matcher, Log: zap.NewNop(), Metrics: prometheus.NewRegistry()})
	must(t, err)
	for _, i := range order {
		must(t, k.handle(t.Context(), &s.articles[i]))
	}
	for range 2 {
		must(t, k.announceStale(t.Context(), afterwards))
	}
	return k, l
}

func (s story) inOrder() []int {
	out := make([]int, len(s.articles))
	for i := range out {
		out[i] = i
	}
	return out
}

func stated(value, lower, upper figure.Number) string {
	if value.Stated() {
		return value.String()
	}
	return lower.String() + ".." + upper.String()
}

// eventLines prints the events. Which article reports a number first, and how many
// claimants there are by then, depends on the order in which articles come in;
// which facts are reported does not.
func eventLines(t *testing.T, l *ledger.Ledger, whole bool) []string {
	t.Helper()
	events, err := l.Events(t.Context(), "", 1000)
	must(t, err)
	var out []string
	for _, raw := range events {
		e, err := event.Decode(raw.Body)
		must(t, err)
		n := e.Data
		line := fmt.Sprintf("%s %s %s", e.Tracker, e.Type, stated(n.Value, n.Lower, n.Upper))
		if whole {
			line += fmt.Sprintf(" %s by %s, %d independent", n.Reason, n.ArticleID, n.Independent)
			if e.Type == event.Corrected {
				line += ", was " + n.Before.Value.String()
			}
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

// what is the part of an expected event that does not depend on the order.
func what(events []string) []string {
	out := make([]string, len(events))
	for i, e := range events {
		out[i] = strings.Join(strings.Fields(e)[:3], " ")
	}
	slices.Sort(out)
	return out
}

func orNone(n figure.Number) string {
	if !n.Stated() {
		return "-"
	}
	return n.String()
}

func (s story) state(t *testing.T, l *ledger.Ledger) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, tr := range s.matcher.Trackers() {
		claims, err := l.Claims(t.Context(), tr.Name, tr.Join(), time.Time{}, time.Time{})
		must(t, err)
		e := claim.Policy{Best: tr.Estimate.Best, Horizon: tr.Estimate.Horizon}.Of(claims)
		out["estimates"] = append(out["estimates"], fmt.Sprintf("%s low %s best %s high %s", tr.Name, orNone(e.Lower), orNone(e.Value), orNone(e.Upper)))
		for _, c := range claims {
			out["claims"] = append(out["claims"], fmt.Sprintf("%s %s %s %s", tr.Name, c.Article, c.Claimant, stated(c.Value, c.Lower, c.Upper)))
		}
	}
	slices.Sort(out["estimates"])
	slices.Sort(out["claims"])
	return out
}

// databases are those that the story runs on.
func databases(t *testing.T, test func(t *testing.T, fresh func(t *testing.T) string)) {
	t.Run("sqlite", func(t *testing.T) {
		test(t, func(t *testing.T) string { return filepath.Join(t.TempDir(), "ledger.db") })
	})
	t.Run("postgres", func(t *testing.T) {
		p, err := servers.RunPostgres()
		if errors.Is(err, servers.ErrNoPostgres) {
			t.Skip(err)
		}
		must(t, err)
		t.Cleanup(p.Stop)
		test(t, func(t *testing.T) string { return p.Database(t) })
	})
}

func TestStory(t *testing.T) {
	s := readStory(t)
	if len(s.articles) != 30 {
		t.Fatalf("the story has %d articles", len(s.articles))
	}
	databases(t, func(t *testing.T, fresh func(*testing.T) string) {
		k, l := s.play(t, fresh(t), s.inOrder()...)
		check := func(when string) {
			t.Helper()
			got := s.state(t, l)
			got["events"] = eventLines(t, l, true)
			if diff := gocmp.Diff(s.expected, got); diff != "" {
				t.Errorf("%s:\n%s", when, diff)
			}
		}
		check("in order of time")
		for i := range s.articles {
			must(t, k.handle(context.Background(), &s.articles[i]))
		}
		check("after a replay")
	})
}

func TestStoryInAnyOrder(t *testing.T) {
	s := readStory(t)
	orders := 40
	if testing.Short() {
		orders = 5
	}
	databases(t, func(t *testing.T, fresh func(*testing.T) string) {
		for seed := range uint64(orders) {
			r := rand.New(rand.NewPCG(seed, 11))
			order := r.Perm(len(s.articles))
			_, l := s.play(t, fresh(t), append(order, r.Perm(len(s.articles))[:7]...)...)
			got := s.state(t, l)
			got["events"] = eventLines(t, l, false)
			want := map[string][]string{"events": what(s.expected["events"]), "estimates": s.expected["estimates"], "claims": s.expected["claims"]}
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Fatalf("seed %d, order %v:\n%s", seed, order, diff)
			}
			l.Close()
		}
	})
}
