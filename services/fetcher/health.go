package fetcher

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/feed/collect"
	"github.com/arqam-io/arqam/pkg/feed/document"
	"github.com/arqam-io/arqam/pkg/feed/manners"
	"github.com/arqam-io/arqam/pkg/feed/refusal"
	"github.com/arqam-io/arqam/pkg/feed/roster"
)

// health has the metrics of each feed. Label values are names from the feeds file and reasons
// of package refusal, never text from a site.
type health struct {
	fetches  *prometheus.CounterVec // feed, result
	errors   *prometheus.CounterVec // feed, reason
	items    *prometheus.CounterVec // feed, status
	dates    *prometheus.CounterVec // feed, fault
	charsets *prometheus.CounterVec // feed
	success  *prometheus.GaugeVec   // feed
	news     *prometheus.GaugeVec   // feed
	failures *prometheus.GaugeVec   // feed
	silent   *prometheus.GaugeVec   // feed
}

func newHealth(reg prometheus.Registerer, feeds []roster.Feed) (*health, error) {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, append([]string{"feed"}, labels...))
	}
	gauge := func(name, help string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, []string{"feed"})
	}
	h := &health{
		fetches:  counter("arqam_feed_fetches_total", "Requests for a feed: changed, unchanged (304, or the same content), or refused.", "result"),
		errors:   counter("arqam_feed_errors_total", "Feeds, pages and entries that could not be used, by reason.", "reason"),
		items:    counter("arqam_feed_items_total", "Entries of a feed: published, known, or rejected.", "status"),
		dates:    counter("arqam_feed_date_faults_total", "Articles without a usable date: missing, unreadable, future or past.", "fault"),
		charsets: counter("arqam_feed_encoding_faults_total", "Feeds and pages whose declared encoding was wrong."),
		success:  gauge("arqam_feed_last_success_timestamp_seconds", "When a feed was last fetched successfully, in seconds since 1970."),
		news:     gauge("arqam_feed_last_item_timestamp_seconds", "When a feed last had something new, in seconds since 1970."),
		failures: gauge("arqam_feed_failures", "Requests for a feed that failed in a row."),
		silent:   gauge("arqam_feed_silent", "1 while a feed answers but has had nothing new for its silent_after, else 0."),
	}
	for _, f := range feeds {
		for _, result := range []string{"changed", "unchanged", "refused"} {
			h.fetches.WithLabelValues(f.Name, result)
		}
		for _, s := range []feed.Status{feed.Published, feed.Known, feed.Rejected} {
			h.items.WithLabelValues(f.Name, string(s))
		}
		h.charsets.WithLabelValues(f.Name)
		h.failures.WithLabelValues(f.Name)
		h.silent.WithLabelValues(f.Name)
	}
	if reg == nil {
		return h, nil
	}
	for _, c := range []prometheus.Collector{h.fetches, h.errors, h.items, h.dates, h.charsets, h.success, h.news, h.failures, h.silent} {
		if err := reg.Register(c); err != nil {
			return nil, err
		}
	}
	return h, nil
}

func (h *health) refused(f roster.Feed, err error) {
	h.errors.WithLabelValues(f.Name, string(refusal.Of(err))).Inc()
}

func (h *health) item(f roster.Feed, s feed.Status) { h.items.WithLabelValues(f.Name, string(s)).Inc() }

func (h *health) document(f roster.Feed, doc *document.Document) {
	for _, err := range doc.Refused {
		h.refused(f, err)
	}
	if doc.CharsetFault {
		h.charsets.WithLabelValues(f.Name).Inc()
	}
}

func (h *health) article(f roster.Feed, made collect.Made) {
	if made.Date != "" {
		h.dates.WithLabelValues(f.Name, string(made.Date)).Inc()
	}
	if made.CharsetFault {
		h.charsets.WithLabelValues(f.Name).Inc()
	}
}

func (h *health) failed(f roster.Feed, s *manners.State, err error, now time.Time) {
	h.fetches.WithLabelValues(f.Name, "refused").Inc()
	h.refused(f, err)
	h.resume(f, s, now)
}

func (h *health) succeeded(f roster.Feed, s *manners.State, unchanged bool, now time.Time) {
	result := "changed"
	if unchanged {
		result = "unchanged"
	}
	h.fetches.WithLabelValues(f.Name, result).Inc()
	h.resume(f, s, now)
}

// resume sets the gauges from the state, which another process may have written.
func (h *health) resume(f roster.Feed, s *manners.State, now time.Time) {
	h.failures.WithLabelValues(f.Name).Set(float64(s.Failures))
	if !s.LastSuccess.IsZero() {
		h.success.WithLabelValues(f.Name).Set(float64(s.LastSuccess.UnixMilli()) / 1000)
	}
	if !s.LastNew.IsZero() {
		h.news.WithLabelValues(f.Name).Set(float64(s.LastNew.UnixMilli()) / 1000)
	}
	silent := 0.0
	since := s.LastNew
	if since.IsZero() {
		since = s.Since
	}
	if s.Failures == 0 && !since.IsZero() && now.Sub(since) > f.Silent {
		silent = 1
	}
	h.silent.WithLabelValues(f.Name).Set(silent)
}
