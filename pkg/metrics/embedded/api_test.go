package embedded_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/metrics/embedded"
)

// now is the clock of every store in these tests.
var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// store is an open store with its API behind a real HTTP server.
type store struct {
	*embedded.Store
	t   *testing.T
	url string
}

func open(t *testing.T, o embedded.Options) *store {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	if o.Now == nil {
		o.Now = func() time.Time { return now }
	}
	s, err := embedded.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	s.Mount(mux)
	srv := httptest.NewServer(mux)
	t.Cleanup(func() {
		srv.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &store{Store: s, t: t, url: srv.URL}
}

// get requests a path of the API and decodes the data of a successful response into data.
func (s *store) get(path string, params url.Values, data any) {
	s.t.Helper()
	status, body := s.ask(path, params)
	if status != http.StatusOK || body.Status != "success" {
		s.t.Fatalf("GET %s?%s: %d %s: %s", path, params.Encode(), status, body.ErrorType, body.Error)
	}
	if err := json.Unmarshal(body.Data, data); err != nil {
		s.t.Fatalf("GET %s: %v in %s", path, err, body.Data)
	}
}

type answer struct {
	Status, ErrorType, Error string
	Data                     json.RawMessage
}

func (s *store) ask(path string, params url.Values) (int, answer) {
	s.t.Helper()
	resp, err := http.Get(s.url + "/api/v1/" + path + "?" + params.Encode())
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	var body answer
	if err := json.NewDecoder(resp.Body).Decode(&body); err != nil {
		s.t.Fatalf("GET %s: %d: %v", path, resp.StatusCode, err)
	}
	return resp.StatusCode, body
}

type series struct {
	Metric map[string]string
	Value  [2]any
	Values [][2]any
}

// query evaluates an instant query.
func (s *store) query(expr string, at time.Time) []series {
	s.t.Helper()
	var data struct {
		ResultType string
		Result     []series
	}
	s.get("query", url.Values{"query": {expr}, "time": {unix(at)}}, &data)
	if data.ResultType != "vector" && data.ResultType != "matrix" {
		s.t.Fatalf("%s: a %s", expr, data.ResultType)
	}
	return data.Result
}

// value evaluates an expression that yields one series.
func (s *store) value(expr string, at time.Time) float64 {
	s.t.Helper()
	got := s.query(expr, at)
	if len(got) != 1 {
		s.t.Fatalf("%s at %s: %d series, want 1: %v", expr, at.Format(time.RFC3339), len(got), got)
	}
	return number(s.t, got[0].Value[1])
}

func number(t *testing.T, v any) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(fmt.Sprint(v), 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func unix(t time.Time) string { return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', 3, 64) }

// points returns the raw samples of a selector over all time, by milliseconds.
func (s *store) points(selector string) map[int64]float64 {
	s.t.Helper()
	got := map[int64]float64{}
	for _, one := range s.query(selector+"[3600d]", now.Add(time.Hour)) {
		for _, v := range one.Values {
			ms := int64(number(s.t, v[0])*1000 + 0.5)
			if _, twice := got[ms]; twice {
				s.t.Fatalf("%s has two samples at %d", selector, ms)
			}
			got[ms] = number(s.t, v[1])
		}
	}
	return got
}

func TestAPIEndpoints(t *testing.T) {
	s := open(t, embedded.Options{Version: "v9"})
	s.append(report("munitions", "وكالة الأنباء", "tonne", now.Add(-time.Hour), 260000))

	var names []string
	s.get("labels", nil, &names)
	wantEqual(t, "labels", names, []string{"__name__", "source", "tracker", "unit"})
	var values []string
	s.get("label/source/values", nil, &values)
	wantEqual(t, "sources", values, []string{"وكالة الأنباء"})
	var found []map[string]string
	s.get("series", url.Values{"match[]": {`{source="وكالة الأنباء",__name__=~".+_value"}`}}, &found)
	wantEqual(t, "series", found, []map[string]string{
		{"__name__": "arqam_reported_value", "source": "وكالة الأنباء", "tracker": "munitions", "unit": "tonne"}})
	var build struct{ Version, Revision string }
	s.get("status/buildinfo", nil, &build)
	wantEqual(t, "revision", build.Revision, "arqam v9")
	var stats struct {
		HeadStats struct{ NumSeries int }
	}
	s.get("status/tsdb", nil, &stats)
	wantEqual(t, "series in head", stats.HeadStats.NumSeries, 4)
	var blocks struct{ Blocks []any }
	s.get("status/tsdb/blocks", nil, &blocks)
	var runtime struct{ StorageRetention string }
	s.get("status/runtimeinfo", nil, &runtime)
	wantEqual(t, "retention", runtime.StorageRetention, "87600h0m0s")
	for _, path := range []string{"targets", "rules", "alerts", "alertmanagers", "status/config", "status/flags",
		"status/self_metrics", "features", "scrape_pools"} {
		var any any
		s.get(path, nil, &any)
	}
}

func TestAPIMetadata(t *testing.T) {
	s := open(t, embedded.Options{})
	var all map[string][]struct{ Type, Help, Unit string }
	s.get("metadata", nil, &all)
	for _, name := range []string{"arqam_reported_value", "arqam_reported_lower", "arqam_reported_upper",
		"arqam_reported_timestamp_seconds", "up"} {
		if len(all[name]) != 1 || all[name][0].Type != "gauge" || all[name][0].Help == "" {
			t.Errorf("metadata of %s: %+v", name, all[name])
		}
	}
	clear(all)
	s.get("metadata", url.Values{"metric": {"up"}}, &all)
	wantEqual(t, "one metric", len(all), 1)
	clear(all)
	s.get("metadata", url.Values{"metric": {"absent"}}, &all)
	wantEqual(t, "no metric", len(all), 0)
	clear(all)
	s.get("metadata", url.Values{"limit": {"2"}}, &all)
	wantEqual(t, "limit", len(all), 2)
	if status, body := s.ask("metadata", url.Values{"limit": {"x"}}); status != http.StatusBadRequest || body.ErrorType != "bad_data" {
		t.Errorf("limit=x: %d %+v", status, body)
	}
}

func TestAPIOnlyReads(t *testing.T) {
	s := open(t, embedded.Options{})
	s.append(report("a", "b", "", now, 1))
	for _, path := range []string{"write", "otlp/v1/metrics", "admin/tsdb/delete_series?match[]=up", "admin/tsdb/snapshot"} {
		resp, err := http.Post(s.url+"/api/v1/"+path, "application/x-protobuf", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode < 400 {
			t.Errorf("POST %s: %s", path, resp.Status)
		}
	}
	req, _ := http.NewRequest(http.MethodGet, s.url+"/api/v1/query?query=1", nil)
	req.Header.Set("Origin", "https://elsewhere.example")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if allowed := resp.Header.Get("Access-Control-Allow-Origin"); allowed != "" {
		t.Errorf("another site's scripts may read: Access-Control-Allow-Origin: %s", allowed)
	}
	if status, body := s.ask("query", url.Values{"query": {"sum("}}); status != http.StatusBadRequest || body.ErrorType != "bad_data" {
		t.Errorf("bad PromQL: %d %+v", status, body)
	}
}

func TestAPIAfterClose(t *testing.T) {
	s := open(t, embedded.Options{})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if status, body := s.ask("query", url.Values{"query": {"1"}}); status != http.StatusServiceUnavailable || body.Error == "" {
		t.Errorf("query: %d %+v", status, body)
	}
}
