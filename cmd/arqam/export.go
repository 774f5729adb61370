package main

import (
	"bufio"
	"context"
	"errors"
	"io"

	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/export"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/settings"
	"github.com/arqam-io/arqam/pkg/terminal"
)

// The formats of an export in addition to csv.
const (
	formatParquet     = "parquet"
	formatOpenMetrics = "openmetrics"
)

func (a *app) exportCommand() command {
	var format, file string
	var s selection
	return command{
		group: "tool",
		use:   "export [flags]",
		short: "Export the ledger as csv, parquet or openmetrics",
		long: `Writes the figures that meet all given conditions, each with its sentence, claimant,
source, link, article, engine and corrections. In csv and parquet, numbers are exact
decimals as text; for arithmetic, parquet also has the nearest binary number of each
(value_float).

openmetrics contains the reported series instead, each sample at the time of its
article. With promtool they can be loaded into Prometheus:

  arqam export --format openmetrics -f series.om
  promtool tsdb create-blocks-from openmetrics series.om /var/lib/prometheus

Its numbers are binary, and it supports only the conditions --tracker, --source,
--since and --until.
` + whenNote,
		example: `  arqam export --tracker harmal-wheat -f wheat.csv
  arqam export --format parquet --since 365d -f figures.parquet
  arqam export --format openmetrics --tracker harmal-wheat | head`,
		args:     noArgs,
		settings: []string{"data", "ledger", "trackers"},
		own: func(flags *pflag.FlagSet) {
			flags.VarP(settings.OneOf(&format, formatCSV, formatCSV, formatParquet, formatOpenMetrics), "format", "o", "write csv, parquet or openmetrics")
			flags.StringVarP(&file, "file", "f", "", "write to this `file`, which is created when the export is complete (default: standard output)")
			s.flags(flags)
		},
		run: func(ctx context.Context, _ []string) error {
			if format == formatOpenMetrics {
				if err := s.seriesOnly(); err != nil {
					return err
				}
			}
			if format == formatParquet && file == "" && terminal.Width(a.stdout) > 0 {
				return usagef("parquet cannot be shown on a terminal: name a file with -f")
			}
			return a.withFigures(ctx, &s, func(l *ledger.Ledger) error {
				return a.whole(file, func(w io.Writer) error { return a.export(ctx, l, s.Query, format, w) })
			})
		},
	}
}

// seriesOnly rejects conditions that series do not support.
func (s *selection) seriesOnly() error {
	q := s.Query
	q.Tracker, q.Source = "", ""
	if q != (ledger.Query{}) {
		return usagef("openmetrics supports only the conditions --tracker, --source, --since and --until")
	}
	return nil
}

func (a *app) export(ctx context.Context, l *ledger.Ledger, q ledger.Query, format string, w io.Writer) error {
	out := export.CSV(w)
	switch format {
	case formatOpenMetrics:
		return export.OpenMetrics(ctx, l, ledger.Series{Tracker: q.Tracker, Source: q.Source, Since: q.Since, Until: q.Until}, w)
	case formatParquet:
		out = export.Parquet(w, version())
	}
	if err := l.EachFigure(ctx, q, out.Write); err != nil {
		return err
	}
	return out.Close()
}

// whole calls write with a file that gets its name when it is complete, or with standard
// output if the name is empty.
func (a *app) whole(name string, write func(io.Writer) error) error {
	if name == "" {
		out := bufio.NewWriter(a.stdout)
		return errors.Join(write(out), out.Flush())
	}
	err := export.File(name, write)
	if errors.Is(err, export.ErrCreate) {
		return usagef("%s: %w", name, settings.Cause(err))
	}
	return err
}
