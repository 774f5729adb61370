package metrics

import (
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Tally counts figures or mentions by language and kind. Unknown languages and kinds are
// counted as "other", so that articles cannot create series.
type Tally struct {
	series map[[2]string]prometheus.Counter
}

const other = "other"

// NewTally returns a counter with the given name and all its series at 0. A nil reg registers
// nothing.
func NewTally(reg prometheus.Registerer, name, help string, langs []string) (*Tally, error) {
	vec := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, []string{"lang", "kind"})
	t := &Tally{series: map[[2]string]prometheus.Counter{}}
	for _, lang := range append([]string{other}, langs...) {
		for _, kind := range []figure.Kind{figure.Count, figure.Measure, figure.Money, figure.Percent,
			figure.Ratio, figure.Duration, figure.Age, figure.Multiple, other} {
			t.series[[2]string{lang, string(kind)}] = vec.WithLabelValues(lang, string(kind))
		}
	}
	if reg == nil {
		return t, nil
	}
	return t, reg.Register(vec)
}

// Add counts one of the kind in an article of the language, a tag such as "ar" or "en-GB".
func (t *Tally) Add(lang string, kind figure.Kind) {
	lang, _, _ = strings.Cut(strings.ToLower(lang), "-")
	if _, ok := t.series[[2]string{lang, other}]; !ok {
		lang = other
	}
	c, ok := t.series[[2]string{lang, string(kind)}]
	if !ok {
		c = t.series[[2]string{lang, other}]
	}
	c.Inc()
}
