package sink

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/broker"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/lang/search"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/arqam-io/arqam/pkg/track"
	"github.com/arqam-io/arqam/pkg/unit"
)

const trackers = `
trackers:
  - name: munitions
    title: {en: Munitions shipped, ar: ذخائر مرسلة}
    match: {subject: [munitions], mentions: {all: [[كوريا الشمالية, North Korea]]}}
    unit: tonne
    novelty: {tolerance: 1%}
  - name: shells
    match: {subject: [artillery-shell]}
    unit: per-day
    measure: rate
`

var start = time.Date(2031, 5, 1, 6, 0, 0, 0, time.UTC)

// series is a store with the rule of a real one: the first value at a time is kept.
type series struct {
	mu      sync.Mutex
	points  map[string]float64
	appends int
	fail    error
	filled  chan struct{} // result of each Append
}

func newSeries() *series {
	return &series{points: map[string]float64{}, filled: make(chan struct{}, 1000)}
}

func (s *series) Append(_ context.Context, samples []metrics.Sample) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.appends++
	if err := s.fail; err != nil {
		s.fail = nil
		return err
	}
	for _, p := range samples {
		var labels []string
		for _, k := range slices.Sorted(maps.Keys(p.Labels)) {
			labels = append(labels, k+"="+p.Labels[k])
		}
		key := fmt.Sprintf("%s{%s} @%s", p.Name, strings.Join(labels, ","), p.Time.UTC().Format("2006-01-02"))
		if _, stored := s.points[key]; !stored {
			s.points[key] = p.Value
		}
	}
	s.filled <- struct{}{}
	return nil
}

func (s *series) values(name string) map[string]float64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]float64{}
	for k, v := range s.points {
		if strings.HasPrefix(k, name) {
			out[k] = v
		}
	}
	return out
}

// desk runs a sink with a real NATS server and a real ledger.
type desk struct {
	t        *testing.T
	bus      *bus.Bus
	path     string
	series   *series
	events   chan event.Event
	reg      *prometheus.Registry // of the sink
	services *prometheus.Registry // of the bus
	stop     func()

	remotes []Remote
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	server, err := broker.Start(broker.Options{Dir: filepath.Join(t.TempDir(), "nats")})
	must(t, err)
	t.Cleanup(server.Shutdown)
	services := prometheus.NewRegistry()
	b, err := bus.Connect(t.Context(), bus.Options{Server: server, Name: "test", Metrics: services})
	must(t, err)
	must(t, b.Setup(t.Context()))
	d := &desk{t: t, bus: b, services: services, path: filepath.Join(t.TempDir(), "ledger.db"), series: newSeries(), events: make(chan event.Event, 1000)}
	sub, err := b.Conn().SubscribeSync("events.>")
	must(t, err)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan struct{})
	// A subscription also receives what the stream drops as a duplicate, so the test reads the
	// stream.
	seen := map[string]bool{}
	go func() {
		defer close(ended)
		for {
			msg, err := sub.NextMsgWithContext(ctx)
			if err != nil {
				return
			}
			e, err := event.Decode(msg.Data)
			if err != nil {
				t.Errorf("event %q: %v", msg.Data, err)
			}
			if !seen[e.ID] {
				seen[e.ID] = true
				d.events <- e
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-ended })
	return d
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var loadPacks = sync.OnceValues(lang.Load)

func matcher(t testing.TB) *track.Matcher {
	t.Helper()
	units, err := unit.New()
	must(t, err)
	packs, err := loadPacks()
	must(t, err)
	words := search.New(packs)
	all, err := track.Decode("trackers.yaml", []byte(trackers), units, words)
	must(t, err)
	m, err := track.NewMatcher(all, units, words)
	must(t, err)
	return m
}

func (d *desk) open() *ledger.Ledger {
	d.t.Helper()
	l, err := ledger.Open(d.t.Context(), d.path)
	must(d.t, err)
	return l
}

func (d *desk) options(l *ledger.Ledger) Options {
	d.reg = prometheus.NewRegistry()
	return Options{Bus: d.bus, Ledger: l, Matcher: matcher(d.t), Log: zap.NewNop(), Store: d.series,
		Remotes: d.remotes, Metrics: d.reg, Workers: 1}
}

// start runs a sink until d.stop, which waits for it and closes the ledger.
func (d *desk) start() {
	d.t.Helper()
	l := d.open()
	o := d.options(l)
	ctx, cancel := context.WithCancel(d.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, o) }()
	d.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			d.t.Errorf("sink ended with %v", err)
		}
		must(d.t, l.Close())
	})
	d.t.Cleanup(d.stop)
}

// send publishes figures under a new message id, so that the stream accepts them again.
func (d *desk) send(id string, in ...figure.Figures) {
	d.t.Helper()
	for i, f := range in {
		msg, err := bus.NewFigures(f)
		must(d.t, err)
		if id != "" {
			msg.ID = fmt.Sprintf("%s-%d", id, i)
		}
		must(d.t, d.bus.Publish(d.t.Context(), msg))
	}
}

func (d *desk) event() event.Event {
	d.t.Helper()
	select {
	case e := <-d.events:
		return e
	case <-time.After(30 * time.Second):
		d.t.Fatal("no event was published")
		return event.Event{}
	}
}

// barrier waits until everything sent before has been handled: one worker takes messages in
// order, and the barrier reports a new number.
func (d *desk) barrier(n int64) []event.Event {
	d.t.Helper()
	id := fmt.Sprintf("barrier-%d", n)
	d.send("", tonnes(id, "barrier", -400, figure.Eq, n))
	var before []event.Event
	for {
		e := d.event()
		if string(e.Data.ArticleID) == id {
			return before
		}
		before = append(before, e)
	}
}

// tonnes is an article with a figure for each value.
func tonnes(id, source string, days int, relation figure.Relation, values ...int64) figure.Figures {
	in := figure.Figures{Engine: "test-1", Article: figure.Article{ID: figure.ArticleID(id), Source: source, Lang: "ar", URL: "https://example.org/" + id,
		Title: "شحنات", Text: "من كوريا الشمالية: " + fmt.Sprint(values), Published: start.AddDate(0, 0, days), Fetched: start.AddDate(1, 0, 0)}}
	in.Article.Identify()
	for i, v := range values {
		m := figure.Mention{Field: figure.FieldText, Start: i * 10, End: i*10 + 5, Kind: figure.Measure, Relation: relation,
			Amount: figure.Exactly(figure.NewNumber(v)), Unit: figure.Term{Name: "tonne"}, Subject: "الذخائر", Concept: "munitions",
			Context: figure.Context{Sentence: fmt.Sprintf("أرسلت كوريا الشمالية %d طن.", v), SentenceStart: i, Modality: figure.Asserted}}
		in.Figures = append(in.Figures, figure.Figure{ID: figure.NewID(in.Article, in.Engine, m), ArticleID: in.Article.ID, Mention: m,
			UnitPer: figure.UnitPer{Unit: "tonne"}, Canonical: figure.Canonical{Quantity: "mass", UnitPer: figure.UnitPer{Unit: "kilogram"}, Amount: figure.Exactly(figure.NewNumber(v * 1000))}})
	}
	return in
}

func shells(id, source string, days int, value int64) figure.Figures {
	in := tonnes(id, source, days, figure.Ge, value)
	f := &in.Figures[0]
	f.Mention.Unit, f.Mention.Per = figure.Term{}, figure.Term{Name: "day"}
	f.Unit, f.Per, f.Mention.Concept, f.Canonical.Quantity = "", "day", "artillery-shell", "count"
	return in
}

func TestOneArticle(t *testing.T) {
	d := newDesk(t)
	d.start()
	for _, name := range []string{"munitions", "shells"} {
		waitFor(t, d.reg, metrics.NewFigures, map[string]string{"tracker": name}, 0)
	}
	d.send("", tonnes("a", "wire", 0, figure.Approx, 260000))
	e := d.event()
	if e.Type != "figure.new" || e.Tracker != "munitions" || !bytes.HasPrefix(e.Body(), []byte(`{"specversion":"1.0",`)) || !e.Time.Equal(start) {
		t.Errorf("event %+v, want figure.new of munitions at the article's own time", e)
	}
	n := e.Data
	if n.Value.String() != "260000" || n.Unit != "tonne" || n.Relation != figure.Approx || n.Reason != "first" || n.Claimant != "wire" ||
		n.Sentence != "أرسلت كوريا الشمالية 260000 طن." || n.URL != "https://example.org/a" || n.Before.Value.Stated() {
		t.Errorf("news %+v", n)
	}
	<-d.series.filled
	want := map[string]float64{
		"arqam_reported_lower{source=wire,tracker=munitions,unit=tonne} @2031-05-01":  260000,
		"arqam_reported_upper{source=wire,tracker=munitions,unit=tonne} @2031-05-01":  260000,
		"arqam_reported_value{source=wire,tracker=munitions,unit=tonne} @2031-05-01":  260000,
		"arqam_reported_timestamp_seconds{source=wire,tracker=munitions} @2031-05-01": float64(start.Unix()),
	}
	if diff := gocmp.Diff(want, d.series.values("arqam_")); diff != "" {
		t.Error(diff)
	}
	d.stop()
	expect := `
# HELP arqam_figure_value Current estimate of a tracker, from the claims that are live.
# TYPE arqam_figure_value gauge
arqam_figure_value{estimate="best",tracker="munitions",unit="tonne"} 260000
# HELP arqam_new_figures_total New numbers reported for a tracker, counted when their article came in.
# TYPE arqam_new_figures_total counter
arqam_new_figures_total{tracker="munitions"} 1
arqam_new_figures_total{tracker="shells"} 0
# HELP arqam_reports_total Figures that matched a tracker, new or not, counted when their article came in.
# TYPE arqam_reports_total counter
arqam_reports_total{source="wire",tracker="munitions"} 1
# HELP arqam_tracker_info Loaded trackers, described by the labels; the value is always 1.
# TYPE arqam_tracker_info gauge
arqam_tracker_info{measure="cumulative",quantity="mass",title="Munitions shipped",tracker="munitions"} 1
arqam_tracker_info{measure="rate",quantity="",title="shells",tracker="shells"} 1
`
	if err := testutil.GatherAndCompare(d.reg, strings.NewReader(expect),
		metrics.FigureValue, metrics.NewFigures, metrics.Reports, metrics.TrackerInfo); err != nil {
		t.Error(err)
	}
}

// waitFor gathers until the counter exists: Run registers it before it takes messages.
func waitFor(t *testing.T, reg *prometheus.Registry, name string, labels map[string]string, want float64) {
	t.Helper()
	for t.Context().Err() == nil {
		families, err := reg.Gather()
		must(t, err)
		for _, f := range families {
			for _, m := range f.GetMetric() {
				got := map[string]string{}
				for _, l := range m.GetLabel() {
					got[l.GetName()] = l.GetValue()
				}
				if f.GetName() == name && maps.Equal(got, labels) {
					if v := m.GetCounter().GetValue(); v != want {
						t.Errorf("%s%v starts at %v, want %v", name, labels, v, want)
					}
					return
				}
			}
		}
	}
}

func TestSameNumberIsSilent(t *testing.T) {
	d := newDesk(t)
	d.start()
	d.send("", tonnes("a", "wire", 0, figure.Eq, 1000), tonnes("b", "desk", 1, figure.Gt, 1005), tonnes("c", "wire", 2, figure.Eq, 1500),
		tonnes("d", "late", -1, figure.Eq, 1500))
	events := d.barrier(7)
	var lines []string
	for _, e := range events {
		lines = append(lines, fmt.Sprintf("%s %s after %s", e.Data.Source, e.Data.Value, e.Data.Before.Value))
	}
	if diff := gocmp.Diff([]string{"wire 1000 after ", "wire 1500 after 1005"}, lines); diff != "" {
		t.Error(diff)
	}
}

func TestOneValueForEachSeriesAndTime(t *testing.T) {
	d := newDesk(t)
	d.start()
	d.send("", tonnes("a", "wire", 0, figure.Eq, 1000, 20), tonnes("b", "wire", 0, figure.Eq, 5000))
	if got := len(d.barrier(7)); got != 3 {
		t.Errorf("%d events, want one for each number", got)
	}
	d.stop()
	want := map[string]float64{"arqam_reported_value{source=wire,tracker=munitions,unit=tonne} @2031-05-01": 1000}
	got := d.series.values("arqam_reported_value{source=wire")
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("the series does not have the article's first figure\n%s", diff)
	}
	if err := testutil.GatherAndCompare(d.reg, strings.NewReader(`
# HELP arqam_sink_held_reports_total Reports kept out of the series because it already has a report of that source and time.
# TYPE arqam_sink_held_reports_total counter
arqam_sink_held_reports_total 1
`), "arqam_sink_held_reports_total"); err != nil {
		t.Error(err)
	}
}

func TestUndatedArticleStandsInNoSeries(t *testing.T) {
	d := newDesk(t)
	d.start()
	undated := tonnes("a", "wire", 0, figure.Eq, 1000)
	undated.Article.Published = time.Time{}
	d.send("", undated)
	if got := d.barrier(7); len(got) != 0 {
		t.Errorf("an undated article raised %v", got)
	}
	d.stop()
	if got := d.series.values("arqam_reported_value{source=wire"); len(got) != 0 {
		t.Errorf("an undated article is in the series: %v", got)
	}
	l := d.open()
	defer l.Close()
	rows, err := l.Figures(t.Context(), ledger.Query{Tracker: "munitions", Source: "wire"})
	must(t, err)
	if len(rows) != 1 || rows[0].Claim == nil || !rows[0].Claim.AsOf.IsZero() {
		t.Errorf("the ledger has %+v, want the figure and a claim without a time", rows)
	}
	if err := testutil.GatherAndCompare(d.reg, strings.NewReader(`
# HELP arqam_sink_undated_claims_total Claims kept out of the series because their article has no date.
# TYPE arqam_sink_undated_claims_total counter
arqam_sink_undated_claims_total 1
`), "arqam_sink_undated_claims_total"); err != nil {
		t.Error(err)
	}
}

func TestRedeliveryChangesNothing(t *testing.T) {
	d := newDesk(t)
	d.start()
	all := []figure.Figures{tonnes("a", "wire", 0, figure.Eq, 1000, 2000), shells("s", "desk", 1, 10000), tonnes("b", "wire", 2, figure.Range)}
	d.send("", all...)
	d.barrier(7)
	d.stop()
	want := d.rows()

	d.start()
	d.send("again", all...)
	if got := d.barrier(8); len(got) != 0 {
		t.Errorf("a redelivery raised %d events", len(got))
	}
	d.stop()
	if diff := gocmp.Diff(want, d.rows()); diff != "" {
		t.Errorf("a redelivery changed the ledger\n%s", diff)
	}
}

// rows returns the contents of the ledger without barriers.
func (d *desk) rows() []string {
	d.t.Helper()
	l := d.open()
	defer l.Close()
	var out []string
	for _, tracker := range []string{"munitions", "shells"} {
		rows, err := l.Figures(d.t.Context(), ledger.Query{Tracker: tracker})
		must(d.t, err)
		for _, r := range rows {
			if r.Article.Source != "barrier" {
				out = append(out, fmt.Sprintf("%s %s %+v", tracker, r.Article.ID, *r.Claim))
			}
		}
	}
	events, err := l.Events(d.t.Context(), "", 1000)
	must(d.t, err)
	for _, e := range events {
		if !strings.Contains(string(e.Body), "barrier") {
			out = append(out, e.ID)
		}
	}
	slices.Sort(out)
	return out
}

// After a crash between the transaction and publishing, the next start publishes the outbox,
// and nothing twice.
func TestCrashBeforePublishing(t *testing.T) {
	d := newDesk(t)
	l := d.open()
	s, err := newSink(t.Context(), d.options(l))
	must(t, err)
	for i := range 3 {
		in := tonnes(fmt.Sprint(i), "wire", i, figure.Eq, int64(i+1)*1000)
		must(t, s.handle(t.Context(), &in))
	}
	// One event was published, but the crash came before it was marked.
	waiting, err := l.Unpublished(t.Context(), 10)
	must(t, err)
	if len(waiting) != 3 {
		t.Fatalf("%d events wait, want 3", len(waiting))
	}
	e := waiting[0]
	must(t, d.bus.Publish(t.Context(), bus.NewEvent(e.Tracker, string(e.Type), e.ID, e.Body)))
	// And one batch of samples was written, but the position was not advanced.
	reports, err := l.Pending(t.Context(), Position, 1)
	must(t, err)
	must(t, d.series.Append(t.Context(), metrics.Report{Tracker: "munitions", Source: "wire", Unit: "tonne", Time: reports[0].At,
		Amount: figure.Exactly(reports[0].Value)}.Samples()))
	must(t, l.Close())

	d.start()
	d.barrier(7)
	d.stop()
	stream, err := d.bus.JetStream().Stream(t.Context(), string(bus.Events))
	must(t, err)
	info, err := stream.Info(t.Context())
	must(t, err)
	if info.State.Msgs != 4 {
		t.Errorf("the stream holds %d events, want 3 and the barrier's", info.State.Msgs)
	}
	if got := d.series.values("arqam_reported_value{source=wire"); len(got) != 3 {
		t.Errorf("the series has %v, want three points", got)
	}
	l = d.open()
	defer l.Close()
	if left, err := l.Unpublished(t.Context(), 10); err != nil || len(left) != 0 {
		t.Errorf("%d events still wait, %v", len(left), err)
	}
	if left, err := l.Pending(t.Context(), Position, 10); err != nil || len(left) != 0 {
		t.Errorf("%d reports still wait, %v", len(left), err)
	}
}

func TestStoreThatFailsIsGivenTheSameAgain(t *testing.T) {
	d := newDesk(t)
	d.series.fail = errors.New("disk full")
	d.start()
	d.send("", tonnes("a", "wire", 0, figure.Eq, 1000))
	<-d.series.filled
	d.stop()
	if got := d.series.values("arqam_reported_value"); len(got) != 1 || d.series.appends < 2 {
		t.Errorf("after %d appends the series has %v, want one value after the second", d.series.appends, got)
	}
}

// A second start shows the estimates from the ledger without a message.
func TestEstimatesSurviveRestart(t *testing.T) {
	d := newDesk(t)
	d.start()
	d.send("", shells("s", "desk", 0, 10000))
	d.event()
	d.stop()
	l := d.open()
	defer l.Close()
	_, err := newSink(t.Context(), d.options(l))
	must(t, err)
	if err := testutil.GatherAndCompare(d.reg, strings.NewReader(`
# HELP arqam_figure_value Current estimate of a tracker, from the claims that are live.
# TYPE arqam_figure_value gauge
arqam_figure_value{estimate="best",tracker="shells",unit="per-day"} 10000
arqam_figure_value{estimate="low",tracker="shells",unit="per-day"} 10000
# HELP arqam_reports_total Figures that matched a tracker, new or not, counted when their article came in.
# TYPE arqam_reports_total counter
arqam_reports_total{source="desk",tracker="shells"} 0
`), metrics.FigureValue, metrics.Reports); err != nil {
		t.Error(err)
	}
}

// Claims, estimates and series do not depend on the order in which articles arrive.
func TestAnyOrder(t *testing.T) {
	relations := []figure.Relation{figure.Eq, figure.Ge, figure.Le, figure.Approx}
	var all []figure.Figures
	for i := range 8 {
		all = append(all, tonnes(fmt.Sprint(i), []string{"wire", "desk", "post"}[i%3], i/2, relations[i%4], int64(1000+i/3*400), int64(50+i)))
	}
	all = append(all, shells("s", "wire", 2, 9000))
	want := ""
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 5))
		d := &desk{t: t, path: filepath.Join(t.TempDir(), "ledger.db"), series: newSeries()}
		l := d.open()
		s, err := newSink(t.Context(), d.options(l))
		must(t, err)
		for _, i := range append(r.Perm(len(all)), r.Perm(len(all))...) {
			must(t, s.handle(t.Context(), &all[i]))
		}
		must(t, s.fillSeries(t.Context()))
		got := fmt.Sprint(claimsAndSeries(t, l, d))
		must(t, l.Close())
		want = cmp.Or(want, got)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: the ledger differs\n%s", seed, diff)
		}
	}
}

func claimsAndSeries(t *testing.T, l *ledger.Ledger, d *desk) []string {
	t.Helper()
	var out []string
	for _, q := range []struct {
		tracker string
		unit    figure.UnitID
	}{{"munitions", "tonne"}, {"shells", "per-day"}} {
		claims, err := l.Claims(t.Context(), q.tracker, q.unit, time.Time{}, time.Time{})
		must(t, err)
		out = append(out, fmt.Sprintf("%+v", claims))
	}
	families, err := d.reg.Gather()
	must(t, err)
	for _, f := range families {
		if f.GetName() == metrics.FigureValue || f.GetName() == metrics.Reports {
			for _, m := range f.GetMetric() {
				out = append(out, fmt.Sprint(m.GetLabel(), m.GetCounter().GetValue(), m.GetGauge().GetValue()))
			}
		}
	}
	return append(out, fmt.Sprint(d.series.values("arqam_reported")))
}

// Workers handle the same and different articles at once.
func TestConcurrently(t *testing.T) {
	d := &desk{t: t, path: filepath.Join(t.TempDir(), "ledger.db"), series: newSeries()}
	l := d.open()
	defer l.Close()
	s, err := newSink(t.Context(), d.options(l))
	must(t, err)
	group, ctx := errgroup.WithContext(t.Context())
	for i := range 60 {
		group.Go(func() error {
			in := tonnes(fmt.Sprint(i%20), "wire", i%20, figure.Eq, int64(1000*(i%20+1)))
			return s.handle(ctx, &in)
		})
	}
	must(t, group.Wait())
	must(t, s.fillSeries(t.Context()))
	counts, err := l.Counts(t.Context())
	must(t, err)
	want := ledger.Counts{Articles: 20, Revisions: 20, Figures: 20, Claims: 20, Events: 20, Unpublished: 20, Reports: 20}
	if counts != want {
		t.Errorf("20 articles, each delivered three times, gave %+v, want %+v", counts, want)
	}
	if got := len(d.series.values("arqam_reported_value")); got != 20 {
		t.Errorf("the series has %d points, want 20", got)
	}
	for name, want := range map[string]string{
		metrics.Reports:    "\n# HELP arqam_reports_total Figures that matched a tracker, new or not, counted when their article came in.\n# TYPE arqam_reports_total counter\narqam_reports_total{source=\"wire\",tracker=\"munitions\"} 20\n",
		metrics.NewFigures: "\n# HELP arqam_new_figures_total New numbers reported for a tracker, counted when their article came in.\n# TYPE arqam_new_figures_total counter\narqam_new_figures_total{tracker=\"munitions\"} 20\narqam_new_figures_total{tracker=\"shells\"} 0\n",
	} {
		if err := testutil.GatherAndCompare(d.reg, strings.NewReader(want), name); err != nil {
			t.Error(err)
		}
	}
}

// A damaged ledger stops the service; no article goes to DEAD.
func TestDamagedLedgerStopsTheService(t *testing.T) {
	d := newDesk(t)
	l := d.open()
	in := tonnes("seed", "wire", 0, figure.Eq, 1)
	for i := range 200 {
		in := tonnes(fmt.Sprint("seed", i), "wire", 0, figure.Eq, 1, 2, 3, 4)
		must(t, l.Update(t.Context(), func(tx *ledger.Tx) error { return tx.Record(&in) }))
	}
	must(t, l.Close())
	body, err := os.ReadFile(d.path)
	must(t, err)
	for i := len(body) / 2 / 4096 * 4096; i < len(body); i++ {
		body[i] = 0xA5
	}
	must(t, os.WriteFile(d.path, body, 0o600))
	if l, err = ledger.Open(t.Context(), d.path); err != nil {
		t.Fatalf("opening already fails on the damage: %v", err)
	}
	defer l.Close()
	d.send("", in)
	err = Run(t.Context(), d.options(l))
	if !errors.Is(err, ledger.ErrDamaged) {
		t.Errorf("the sink ended with %v, want ErrDamaged", err)
	}
	stream, err := d.bus.JetStream().Stream(t.Context(), string(bus.Figures))
	must(t, err)
	info, err := stream.Info(t.Context())
	must(t, err)
	if info.State.Msgs != 1 {
		t.Errorf("%d articles wait on the stream, want the one that could not be stored", info.State.Msgs)
	}
}
