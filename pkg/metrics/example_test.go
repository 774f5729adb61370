package metrics_test

import (
	"fmt"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/metrics"
)

func ExampleReport() {
	report := metrics.Report{
		Tracker: "shells", Source: "gazette", Unit: "",
		Time:   time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC),
		Amount: figure.Amount{Value: figure.NewNumber(10000), Lower: figure.NewNumber(10000)}, // "at least 10,000"
	}
	for _, s := range report.Samples() {
		fmt.Println(s.Name, s.Time.Format(time.DateOnly), s.Value)
	}
	// Output:
	// arqam_reported_value 2026-03-01 10000
	// arqam_reported_lower 2026-03-01 10000
	// arqam_reported_timestamp_seconds 2026-03-01 1.7723232e+09
}
