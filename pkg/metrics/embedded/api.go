package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strconv"

	"github.com/grafana/regexp"
	"github.com/prometheus/common/route"
	"github.com/prometheus/prometheus/config"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/rules"
	"github.com/prometheus/prometheus/scrape"
	"github.com/prometheus/prometheus/tsdb"
	"github.com/prometheus/prometheus/util/features"
	"github.com/prometheus/prometheus/util/notifications"
	apiv1 "github.com/prometheus/prometheus/web/api/v1"

	"github.com/arqam-io/arqam/pkg/metrics"
)

const apiPath = "/api/v1"

// prometheusVersion is the version in /api/v1/status/buildinfo, by which Grafana decides which
// functions of the API to use.
const prometheusVersion = "3.16.0"

// Limits of remote read: the defaults of Prometheus.
const (
	readSampleLimit  = 50_000_000
	readConcurrency  = 10
	readBytesInFrame = 1 << 20
)

// maxBody is the limit of a form or a remote read request, in bytes.
const maxBody = 1 << 20

// Mount adds Prometheus' HTTP API to mux under /api/v1. It is read-only: writing, deleting and
// cross-origin requests are rejected.
func (s *Store) Mount(mux *http.ServeMux) {
	router := route.New()
	s.api().Register(router)
	mux.Handle(apiPath+"/", limited(http.StripPrefix(apiPath, s.whileOpen(router))))
	mux.Handle("GET "+apiPath+"/metadata", s.whileOpen(http.HandlerFunc(s.metadata)))
}

// limited limits the body. Prometheus treats a form that is too long as an empty one.
func limited(next http.Handler) http.Handler {
	bounded := http.MaxBytesHandler(next, maxBody)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > maxBody {
			w.Header().Set("Connection", "close") // the body stays unread
			respond(w, http.StatusRequestEntityTooLarge, reply{Status: "error", ErrorType: "bad_data",
				Error: fmt.Sprintf("the body is larger than %d bytes", maxBody)})
			return
		}
		bounded.ServeHTTP(w, r)
	})
}

// whileOpen keeps Close waiting until a request ends.
func (s *Store) whileOpen(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.state.RLock()
		defer s.state.RUnlock()
		if s.closed {
			respond(w, http.StatusServiceUnavailable, reply{Status: "error", ErrorType: "unavailable", Error: ErrClosed.Error()})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// api names the positional arguments of NewAPI.
func (s *Store) api() *apiv1.API {
	var (
		none        nothing
		scrapePools = func(context.Context) apiv1.ScrapePoolsRetriever { return none }
		targets     = func(context.Context) apiv1.TargetRetriever { return none }
		alertmgrs   = func(context.Context) apiv1.AlertmanagerRetriever { return none }
		ruleGroups  = func(context.Context) apiv1.RulesRetriever { return none }
		conf        = func() config.Config { return config.DefaultConfig }
		ready       = func(f http.HandlerFunc) http.HandlerFunc { return f }
		noOrigin    = regexp.MustCompile(`^$`)
		info        = func() (apiv1.RuntimeInfo, error) { return s.runtimeInfo(), nil }
		notes       = func() []notifications.Notification { return nil }
		subscribe   = func() (<-chan notifications.Notification, func(), bool) { return nil, func() {}, false }
		build       = &apiv1.PrometheusVersion{Version: prometheusVersion, Revision: "arqam " + s.opts.Version,
			GoVersion: runtime.Version()}
	)
	const (
		admin, search, searchLimit                   = false, false, 0
		agent, remoteWrite                           = false, false
		otlp, otlpDeltaToCumulative, otlpNativeDelta = false, false, false
		typeAndUnitLabels, appendMetadata, queryCost = false, false, false
	)
	return apiv1.NewAPI(s.engine, union{s.reported, s.services}, nil, s.reported,
		scrapePools, targets, alertmgrs, conf, map[string]string{}, apiv1.GlobalURLOptions{}, ready,
		stats{s.reported}, s.opts.Dir, admin, search, searchLimit, s.slog, ruleGroups,
		readSampleLimit, readConcurrency, readBytesInFrame, agent, noOrigin, info, build, notes, subscribe,
		s.internal, s.internal, nil, remoteWrite, nil,
		otlp, otlpDeltaToCumulative, otlpNativeDelta, lookback, typeAndUnitLabels, appendMetadata, nil,
		features.NewRegistry(), apiv1.OpenAPIOptions{Version: prometheusVersion},
		parser.NewParser(parser.Options{}), queryCost, queryTimeout)
}

func (s *Store) runtimeInfo() apiv1.RuntimeInfo {
	host, _ := os.Hostname()
	return apiv1.RuntimeInfo{
		StartTime: s.started, ServerTime: s.opts.Now().UTC(), Hostname: host, ReloadConfigSuccess: true,
		LastConfigTime: s.started, GoroutineCount: runtime.NumGoroutine(), GOMAXPROCS: runtime.GOMAXPROCS(0),
		StorageRetention: s.opts.Retention.String(),
	}
}

// reply is the envelope of every response of the API.
type reply struct {
	Status    string `json:"status"`
	Data      any    `json:"data,omitempty"`
	ErrorType string `json:"errorType,omitempty"`
	Error     string `json:"error,omitempty"`
}

func respond(w http.ResponseWriter, status int, body reply) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client is gone
}

// metadata answers for the reported and the collected series; Prometheus itself would answer
// from its scrape targets, of which there are none.
func (s *Store) metadata(w http.ResponseWriter, r *http.Request) {
	limit, perMetric := -1, -1
	for name, n := range map[string]*int{"limit": &limit, "limit_per_metric": &perMetric} {
		if text := r.FormValue(name); text != "" {
			var err error
			if *n, err = strconv.Atoi(text); err != nil || *n < 0 {
				respond(w, http.StatusBadRequest, reply{Status: "error", ErrorType: "bad_data",
					Error: fmt.Sprintf("%s must be a number from 0", name)})
				return
			}
		}
	}
	known := s.families.known()
	data := map[string][]meaning{}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		if limit >= 0 && len(data) >= limit {
			break
		}
		if want := r.FormValue("metric"); want == "" || want == name {
			data[name] = []meaning{known[name]}
		}
	}
	respond(w, http.StatusOK, reply{Status: "success", Data: data})
}

// known returns the metadata of collected families and of those that the sink writes.
func (f *families) known() map[string]meaning {
	known := map[string]meaning{"up": {Type: "gauge", Help: "1 if the service's metrics could be collected."}}
	for _, r := range metrics.Reported() {
		known[r.Name] = meaning{Type: r.Type, Help: r.Help}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	maps.Copy(known, f.seen)
	return known
}

// stats exposes the database's statistics to the API. Its write methods are never called: the
// admin API is disabled.
type stats struct{ *tsdb.DB }

var errReadOnly = errors.New("the metrics store is read-only over HTTP")

func (stats) CleanTombstones() error                                         { return errReadOnly }
func (stats) Delete(context.Context, int64, int64, ...*labels.Matcher) error { return errReadOnly }
func (stats) Snapshot(string, bool) error                                    { return errReadOnly }
func (stats) WALReplayStatus() (tsdb.WALReplayStatus, error)                 { return tsdb.WALReplayStatus{}, nil }
func (a stats) BlockMetas() ([]tsdb.BlockMeta, error)                        { return a.DB.BlockMetas(), nil }
func (a stats) Stats(label string, limit int) (*tsdb.Stats, error) {
	return a.Head().Stats(label, limit), nil
}

// nothing tells the API that there are no scrape targets, rules or Alertmanagers.
type nothing struct{}

func (nothing) ScrapePools() []string                       { return nil }
func (nothing) TargetsActive() map[string][]*scrape.Target  { return nil }
func (nothing) TargetsDropped() map[string][]*scrape.Target { return nil }
func (nothing) TargetsDroppedCounts() map[string]int        { return nil }
func (nothing) Alertmanagers() []*url.URL                   { return nil }
func (nothing) DroppedAlertmanagers() []*url.URL            { return nil }
func (nothing) RuleGroups() []*rules.Group                  { return nil }
func (nothing) AlertingRules() []*rules.AlertingRule        { return nil }
func (nothing) ScrapePoolConfig(pool string) (*config.ScrapeConfig, error) {
	return nil, fmt.Errorf("no scrape pool %q: metrics are collected in-process", pool)
}
