package notify

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/event"
)

// alert is an alert of Alertmanager's API, version 2.
type alert struct {
	Labels       map[string]string `json:"labels"`
	Annotations  map[string]string `json:"annotations"`
	StartsAt     time.Time         `json:"startsAt"`
	EndsAt       time.Time         `json:"endsAt"`
	GeneratorURL string            `json:"generatorURL,omitempty"`
}

// alertBody is the request that sends the event to Alertmanager. Labels identify the event and
// have no text of the article. The event id is one of them, so that each event is a separate
// alert: otherwise a second number would be an update of the first and cause no notification.
// An event is not a state, so the alert has an end time.
func (r *Receiver) alertBody(e message) ([]byte, error) {
	now := r.o.Now()
	start := e.Time
	if start.IsZero() || start.After(now) {
		start = now
	}
	a := alert{
		Labels: map[string]string{"alertname": alertName(e.Type), "tracker": e.Tracker, "event_id": e.ID,
			"severity": e.Data.Severity, "job": "arqam"},
		Annotations: map[string]string{
			"summary":     isolated(e.title()) + ": " + e.Type.Label() + tail(": ", e.value()),
			"value":       e.value(),
			"old_value":   e.before(),
			"relation":    string(e.Data.Relation),
			"sentence":    isolated(e.Data.Sentence),
			"claimant":    isolated(e.Data.Claimant),
			"source":      isolated(e.Data.Source),
			"headline":    isolated(e.Data.Headline),
			"link":        e.link(),
			"independent": "",
		},
		StartsAt: start, EndsAt: now.Add(r.o.Lasts), GeneratorURL: e.link(),
	}
	if e.Data.Independent > 0 {
		a.Annotations["independent"] = strconv.Itoa(e.Data.Independent)
	}
	for _, set := range []map[string]string{a.Labels, a.Annotations} {
		for name, value := range set {
			if value == "" {
				delete(set, name)
			}
		}
	}
	return json.Marshal([]alert{a})
}

// alertName converts "figure.new" to "ArqamFigureNew".
func alertName(typ event.Type) string {
	name := "Arqam"
	for part := range strings.SplitSeq(string(typ), ".") {
		if part != "" {
			name += strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return name
}

// tail returns the separator and s, or "" if s is empty.
func tail(separator, s string) string {
	if s == "" {
		return ""
	}
	return separator + s
}
