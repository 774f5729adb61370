package embedded_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/arqam-io/arqam/pkg/metrics/embedded"
)

// A report is stored at its article's own time, and Prometheus' API answers it
// there.
func Example() {
	dir, err := os.MkdirTemp("", "store")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	published := time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	store, err := embedded.Open(embedded.Options{Dir: dir, Now: func() time.Time { return published.AddDate(0, 6, 0) }})
	if err != nil {
		panic(err)
	}
	defer store.Close()

	report := metrics.Report{Tracker: "toll", Source: "وكالة", Time: published, Amount: figure.Exactly(figure.NewNumber(45))}
	if err := store.Append(context.Background(), report.Samples()); err != nil {
		panic(err)
	}

	mux := http.NewServeMux()
	store.Mount(mux)
	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequest("GET",
		"/api/v1/query?query=arqam_reported_value&time="+published.Format(time.RFC3339), nil))
	fmt.Println(answer.Body)
	// Output:
	// {"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"arqam_reported_value","source":"وكالة","tracker":"toll"},"value":[1772357400,"45"]}]}}
}
