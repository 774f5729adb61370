package fetcher

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/feed"
)

func TestPost(t *testing.T) {
	b := startBus(t, t.TempDir())
	f := newFetcher(t, b, Options{MaxBody: 4096})
	const one = `{"id":"n1","text":"12 lorries","published":"2026-02-03"}`
	for _, c := range []struct {
		name, kind, body string
		status           int
		want             string // the answer without its revisions
	}{
		{"an object", "application/json", one, 202,
			`{"published":1,"known":0,"rejected":0,"articles":[{"index":0,"id":"n1","status":"published"}]}`},
		{"the same object again", "application/json; charset=utf-8", one, 202,
			`{"published":0,"known":1,"rejected":0,"articles":[{"index":0,"id":"n1","status":"known"}]}`},
		{"no content type", "", strings.Replace(one, "n1", "n2", 1), 202,
			`{"published":1,"known":0,"rejected":0,"articles":[{"index":0,"id":"n2","status":"published"}]}`},
		{"an array with one bad item", "application/json", `[{"id":"n3","text":"13","published":"soon"},{"id":"n4"}]`, 202,
			`{"published":1,"known":0,"rejected":1,"articles":[{"index":0,"id":"n3","status":"published","notes":["the publication date \"soon\" cannot be read; the article is kept without a date"]},{"index":1,"status":"rejected","error":"item 2: not an article: it has neither \"text\" nor \"title\""}]}`},
		{"JSONL with one bad line", "application/x-ndjson", "{\"id\":\n" + strings.Replace(one, "n1", "n5", 1), 202,
			`{"published":1,"known":0,"rejected":1,"articles":[{"index":0,"status":"rejected","error":"item 1: not an article: bad JSON at byte 6: unexpected end of JSON input"},{"index":1,"id":"n5","status":"published"}]}`},
		{"plain text", "text/plain", "وصلت 14 شاحنة", 202,
			`{"published":1,"known":0,"rejected":0,"articles":[{"index":0,"id":"cfeudd7ghz535uhszhvxktul2a","status":"published","notes":["no publication date"]}]}`},
		{"nothing", "application/x-ndjson", "", 400, `{"published":0,"known":0,"rejected":0,"error":"the body has no article"}`},
		{"bad JSON", "application/json", `{"id":`, 400,
			`{"published":0,"known":0,"rejected":1,"error":"item 1: not an article: bad JSON at byte 6: unexpected end of JSON input","articles":[{"index":0,"status":"rejected","error":"item 1: not an article: bad JSON at byte 6: unexpected end of JSON input"}]}`},
		{"a form", "application/x-www-form-urlencoded", one, 415,
			`{"published":0,"known":0,"rejected":0,"error":"content type \"application/x-www-form-urlencoded\", the default of curl -d, is not supported: add -H 'Content-Type: application/json'"}`},
		{"an image", "image/png", one, 415,
			`{"published":0,"known":0,"rejected":0,"error":"content type \"image/png\" is not supported: send application/json, application/x-ndjson, text/plain or text/html"}`},
		{"a CloudEvent", "application/cloudevents+json", `{"specversion":"1.0","id":"e1","source":"/desk","type":"article","data":{"text":"17","published":"2026-02-03"}}`, 202,
			`{"published":1,"known":0,"rejected":0,"articles":[{"index":0,"id":"/desk#e1","status":"published"}]}`},
		{"a batch of CloudEvents, one known", "application/cloudevents-batch+json", `[{"specversion":"1.0","id":"e1","source":"/desk","type":"article","data":{"text":"17","published":"2026-02-03"}},{"specversion":"1.0","id":"e2","source":"/desk","type":"article","data":{"text":"18","published":"2026-02-03"}}]`, 202,
			`{"published":1,"known":1,"rejected":0,"articles":[{"index":0,"id":"/desk#e1","status":"known"},{"index":1,"id":"/desk#e2","status":"published"}]}`},
		{"no CloudEvent", "application/cloudevents+json", one, 400,
			`{"published":0,"known":0,"rejected":1,"error":"item 1: not a CloudEvent: specversion, id or source is missing","articles":[{"index":0,"status":"rejected","error":"item 1: not a CloudEvent: specversion, id or source is missing"}]}`},
		{"JSON in another encoding", "application/json; charset=windows-1256", one, 415,
			`{"published":0,"known":0,"rejected":0,"error":"JSON in \"windows-1256\" is not supported: send UTF-8"}`},
		{"too much", "application/x-ndjson", strings.Replace(one, "n1", "n6", 1) + "\n" + `{"text":"` + strings.Repeat("ط", 4096), 413,
			`{"published":1,"known":0,"rejected":0,"error":"the body is larger than 4096 bytes; send the rest in a request of its own","articles":[{"index":0,"id":"n6","status":"published"}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/v1/articles", strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.kind)
			w := httptest.NewRecorder()
			f.ServeHTTP(w, r)
			if w.Code != c.status {
				t.Errorf("status %d, want %d", w.Code, c.status)
			}
			if diff := cmp.Diff(c.want, withoutRevisions(t, w.Body.Bytes())); diff != "" {
				t.Error(diff)
			}
		})
	}
	if n := stored(t, b); n != 8 {
		t.Errorf("the stream holds %d articles, want 8", n)
	}
}

// withoutRevisions prints a response without revisions; every article that is not rejected
// must have one.
func withoutRevisions(t *testing.T, body []byte) string {
	t.Helper()
	var a feed.Receipt
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatalf("%q: %v", body, err)
	}
	for i, r := range a.Articles {
		if (r.Revision == "") != (r.Status == feed.Rejected) {
			t.Errorf("article %d is %s with revision %q", i, r.Status, r.Revision)
		}
		a.Articles[i].Revision = ""
	}
	w := httptest.NewRecorder()
	reply(w, http.StatusOK, a)
	return strings.TrimSpace(w.Body.String())
}

// TestPostFromAnotherSite refuses posts from web pages of other sites in a browser on this
// machine.
func TestPostFromAnotherSite(t *testing.T) {
	f := newFetcher(t, startBus(t, t.TempDir()), Options{})
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:9190/v1/articles", strings.NewReader("12 lorries"))
	r.Header.Set("Content-Type", "text/plain")
	r.Header.Set("Origin", "https://elsewhere.example")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	if w.Code != http.StatusForbidden {
		t.Errorf("status %d, want 403", w.Code)
	}
}

// TestPostWithoutNATS answers 503 with Retry-After when NATS is unreachable.
func TestPostWithoutNATS(t *testing.T) {
	b := startBus(t, t.TempDir())
	f := newFetcher(t, b, Options{})
	b.Close()
	w := httptest.NewRecorder()
	f.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/v1/articles", strings.NewReader(`{"id":"n1","text":"12"}`)))
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("status %d, headers %v: %s", w.Code, w.Header(), w.Body)
	}
}

// TestPostWhileFull answers 503 with Retry-After while the stream is full, and accepts the
// same articles once there is room.
func TestPostWhileFull(t *testing.T) {
	b := startBus(t, t.TempDir())
	f := newFetcher(t, b, Options{})
	stream, err := b.JetStream().Stream(t.Context(), string(bus.Articles))
	if err != nil {
		t.Fatal(err)
	}
	config := stream.CachedInfo().Config
	limit := func(n int64) {
		config.MaxMsgs = n
		if _, err := b.JetStream().UpdateStream(t.Context(), config); err != nil {
			t.Fatal(err)
		}
	}
	post := func() *httptest.ResponseRecorder {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/v1/articles", strings.NewReader(`[{"id":"n1","text":"12"},{"id":"n2","text":"13"}]`))
		w := httptest.NewRecorder()
		f.ServeHTTP(w, r)
		return w
	}
	limit(1)
	if w := post(); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") != "30" || !strings.Contains(w.Body.String(), "the services are behind") {
		t.Errorf("status %d, headers %v: %s", w.Code, w.Header(), w.Body)
	}
	limit(2)
	if w := post(); w.Code != http.StatusAccepted || !strings.Contains(w.Body.String(), `"published":2`) {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	info, err := stream.Info(t.Context())
	if err != nil || info.State.Msgs != 2 {
		t.Errorf("the stream holds %+v, %v", info.State, err)
	}
}

func FuzzPost(f *testing.F) {
	for kind, body := range map[string]string{
		"application/json": `[{"id":"n1","text":"12"},{"title":5}]`, "application/x-ndjson": "{\"text\":\"x\"}\n{\n",
		"text/plain; charset=windows-1256": "\xe6\xd5\xe1\xca 12", "application/cloudevents+json": `{"specversion":"1.0","id":"e","source":"/s","data":{"text":"12"}}`,
		"application/cloudevents-batch+json": `[{}]`, "multipart/form-data": "--x", ";;": "",
	} {
		f.Add(kind, "", []byte(body))
	}
	f.Add("application/json", "gzip", []byte("\x1f\x8b\x08\x00"))
	b := startBus(f, f.TempDir())
	fetcher, err := New(f.Context(), Options{Bus: b, Log: zap.NewNop(), MaxBody: 64 << 10})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, kind, coding string, body []byte) {
		r := httptest.NewRequest(http.MethodPost, "/v1/articles", bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Content-Encoding", coding)
		w := httptest.NewRecorder()
		fetcher.ServeHTTP(w, r)
		var receipt feed.Receipt
		if err := json.Unmarshal(w.Body.Bytes(), &receipt); err != nil {
			t.Fatalf("%d %q is not a receipt: %v", w.Code, w.Body, err)
		}
		taken := receipt.Published + receipt.Known
		switch w.Code {
		case http.StatusAccepted:
			if taken == 0 || len(receipt.Articles) != taken+receipt.Rejected {
				t.Errorf("accepted: %+v", receipt)
			}
		case http.StatusBadRequest, http.StatusUnsupportedMediaType:
			if taken > 0 || receipt.Error == "" {
				t.Errorf("%d: %+v", w.Code, receipt)
			}
		case http.StatusRequestEntityTooLarge:
		default:
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
	})
}
