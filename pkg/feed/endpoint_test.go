package feed

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
)

func TestPost(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		asked = append(asked, r.Method+" "+r.URL.Path+" "+r.Header.Get("Content-Type")+" "+r.Header.Get("Authorization")+"\n"+string(body))
		if len(asked) == 1 {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusAccepted)
		io.WriteString(w, `{"published":1,"known":1,"rejected":0,"articles":[{"index":0,"id":"n1","status":"published"},{"index":1,"id":"n2","status":"known"}]}`)
	}))
	defer server.Close()
	e, err := NewEndpoint(server.URL+"/", EndpointOptions{Token: "sesame"})
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := e.Post(t.Context(),
		figure.Article{ID: "n1", Text: "وصلت 12 شاحنة & <more>", Published: time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC)},
		figure.Article{ID: "n2", Text: "13"})
	if err != nil {
		t.Fatal(err)
	}
	want := Receipt{Tally: Tally{Published: 1, Known: 1}, Articles: []Delivery{{Index: 0, ID: "n1", Status: Published}, {Index: 1, ID: "n2", Status: Known}}}
	if diff := cmp.Diff(want, receipt); diff != "" {
		t.Error(diff)
	}
	request := "POST /v1/articles application/x-ndjson Bearer sesame\n" +
		`{"id":"n1","text":"وصلت 12 شاحنة & <more>","published":"2026-02-03T00:00:00Z"}` + "\n" + `{"id":"n2","text":"13"}` + "\n"
	if diff := cmp.Diff([]string{request, request}, asked); diff != "" {
		t.Errorf("retried while not ready: %s", diff)
	}
}

func TestPostFailures(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		answer string
		want   string
	}{
		{"no token", 401, `{"published":0,"known":0,"rejected":0,"error":"send the token"}`, "401 Unauthorized: send the token"},
		{"another server", 200, "<html>", "check that this is the URL of a running arqam"},
		{"another server's 404", 404, "404 page not found", "404 Not Found without a receipt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.WriteHeader(c.status)
				io.WriteString(w, c.answer)
			}))
			defer server.Close()
			e, err := NewEndpoint(server.URL, EndpointOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := e.Post(t.Context(), figure.Article{ID: "n1"}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
	t.Run("unreachable", func(t *testing.T) {
		server := httptest.NewServer(nil)
		server.Close()
		e, err := NewEndpoint(server.URL, EndpointOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Post(t.Context(), figure.Article{ID: "n1"}); err == nil || !strings.Contains(err.Error(), "refused") {
			t.Error(err)
		}
	})
}

func TestNewEndpoint(t *testing.T) {
	for _, address := range []string{"", "127.0.0.1:9190", "nats://127.0.0.1:4222", "http://", "http://a b", "/v1/articles"} {
		if e, err := NewEndpoint(address, EndpointOptions{}); err == nil || !strings.Contains(err.Error(), "not an address such as http://host:port") {
			t.Errorf("NewEndpoint(%q) = %v, %v", address, e, err)
		}
	}
}
