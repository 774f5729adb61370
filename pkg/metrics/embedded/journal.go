package embedded

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/prometheus/tsdb/wlog"
)

// journal syncs one write-ahead log of the TSDB to disk. The TSDB writes its records to the
// operating system, so that they survive a killed process, and syncs a log only when a segment
// is full: a power cut could lose up to 128 MB of acknowledged samples. The sink does not send
// a sample again once Append has returned, so Append syncs first; a batch costs one fsync for
// each log.
type journal struct {
	dir    string
	synced int // newest synced segment; older ones are complete
}

func journals(dir string) []*journal {
	return []*journal{
		{dir: filepath.Join(dir, "wal"), synced: -1},
		{dir: filepath.Join(dir, wlog.WblDirName), synced: -1}, // out-of-order samples
	}
}

func (j *journal) sync() error {
	first, last, err := wlog.Segments(j.dir)
	if err != nil {
		return fmt.Errorf("list log %q: %w", j.dir, err)
	}
	for i := max(first, j.synced, 0); i <= last; i++ {
		if err := syncFile(wlog.SegmentName(j.dir, i)); err != nil {
			return err
		}
	}
	if last > j.synced { // the directory entries of new segments must be synced too
		if err := syncFile(j.dir); err != nil {
			return err
		}
		j.synced = last
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil // a compaction has deleted the segment
	}
	if err != nil {
		return fmt.Errorf("sync log: %w", err)
	}
	if err := f.Sync(); err != nil {
		return errors.Join(fmt.Errorf("sync log: %w", err), f.Close())
	}
	return f.Close()
}

// logFailures counts the records that the TSDB could not write to its log of out-of-order
// samples. The TSDB reports such failures only by this counter.
func logFailures(g prometheus.Gatherer) float64 {
	families, err := g.Gather()
	if err != nil {
		return 0
	}
	n := 0.0
	for _, f := range families {
		if f.GetName() == "prometheus_tsdb_out_of_order_wbl_writes_failed_total" {
			for _, m := range f.GetMetric() {
				n += m.GetCounter().GetValue()
			}
		}
	}
	return n
}
