package export

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/metrics"
)

// OpenMetrics writes the reported series in OpenMetrics. The format requires all samples of a
// family together and each series in time order, so the ledger is read once for each family;
// nothing is buffered.
func OpenMetrics(ctx context.Context, l *ledger.Ledger, s ledger.Series, w io.Writer) error {
	for _, family := range metrics.Reported() {
		if _, err := fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", family.Name, escapes.Replace(family.Help), family.Name, family.Type); err != nil {
			return err
		}
		err := l.EachReport(ctx, s, func(r ledger.Report) error {
			report := metrics.Report{Tracker: r.Tracker, Source: r.Source, Unit: r.Unit, Time: r.At, Amount: r.Amount}
			for _, sample := range report.Samples() {
				if sample.Name != family.Name {
					continue
				}
				if _, err := io.WriteString(w, openMetricsLine(family, sample)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "# EOF\n")
	return err
}

func openMetricsLine(family metrics.Family, s metrics.Sample) string {
	var labels []string
	for _, name := range family.Labels {
		if value := s.Labels[name]; value != "" {
			labels = append(labels, name+`="`+escapes.Replace(value)+`"`)
		}
	}
	// Seconds with exact milliseconds: a float would lose precision.
	at := s.Time.UnixMilli()
	sign := ""
	if at < 0 {
		sign, at = "-", -at
	}
	return fmt.Sprintf("%s{%s} %s %s%d.%03d\n", s.Name, strings.Join(labels, ","), strconv.FormatFloat(s.Value, 'g', -1, 64),
		sign, at/1000, at%1000)
}

// escapes escapes help texts and labels for OpenMetrics.
var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
