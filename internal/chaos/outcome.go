//go:build linux

package chaos

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
)

// outcome is everything that a system made from a corpus, as sorted lines: it must be equal
// with and without faults.
type outcome struct {
	Figures []string // rows of the ledger
	Claims  []string
	Reports []string // points of the series, in the ledger
	Events  []string // reported facts, in the ledger
	Stream  []string // reported facts, on EVENTS
	Hook    []string // ids of events that only the webhook or only the ledger has
	Dead    []string // dead letters
	Samples []string // samples in the embedded store
	Remote  []string // samples in Prometheus
}

// outcome reads the current state of the fleet, and retries if a leader election interrupts a
// request.
func (f *fleet) outcome(ctx context.Context, b *bus.Bus) (o outcome, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, settlePatience, errors.New("it could not be read in time"))
	defer cancel()
	err = await(ctx, func() (bool, error) {
		o, err = f.kept(ctx, b)
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			return false, nil
		}
		return true, err
	})
	return o, err
}

// kept makes one attempt to read it.
func (f *fleet) kept(ctx context.Context, b *bus.Bus) (outcome, error) {
	var o outcome
	l, err := ledger.Read(ctx, f.ledger)
	if err != nil {
		return o, err
	}
	defer l.Close()
	if err := o.readLedger(ctx, l); err != nil {
		return o, err
	}
	events, err := l.Events(ctx, "", 1<<20)
	if err != nil {
		return o, err
	}
	if err := o.readEvents(ctx, b, events, f.hook.events()); err != nil {
		return o, err
	}
	for letter, err := range b.DeadLetters(ctx) {
		if err != nil {
			return o, err
		}
		o.Dead = append(o.Dead, fmt.Sprintf("%s %s %s %s %x", letter.Service, letter.Reason, letter.Subject, letter.MessageID,
			sha256.Sum256(letter.Body)))
	}
	if o.Samples, err = samples(ctx, f.address("sink")); err != nil {
		return o, err
	}
	if o.Remote, err = samples(ctx, fmt.Sprintf("%s:%d", f.host(receiverHost), receiverPort)); err != nil {
		return o, err
	}
	for _, lines := range [][]string{o.Figures, o.Claims, o.Reports, o.Events, o.Stream, o.Dead} {
		slices.Sort(lines)
	}
	return o, nil
}

// readLedger reads rows, without the time of fetching and sequence numbers.
func (o *outcome) readLedger(ctx context.Context, l *ledger.Ledger) error {
	counts, err := l.Counts(ctx)
	if err != nil {
		return err
	}
	o.Figures = append(o.Figures, fmt.Sprintf("%+v", counts))
	if err := l.EachFigure(ctx, ledger.Query{}, func(row ledger.Row) error {
		row.Article.Fetched = time.Time{}
		line, err := json.Marshal(row)
		o.Figures = append(o.Figures, string(line))
		return err
	}); err != nil {
		return err
	}
	names, err := l.Trackers(ctx)
	if err != nil {
		return err
	}
	for _, tracker := range names {
		for _, unit := range []figure.UnitID{"", "tonne", "per-day"} {
			claims, err := l.Claims(ctx, tracker, unit, time.Time{}, time.Time{})
			if err != nil {
				return err
			}
			for _, c := range claims {
				o.Claims = append(o.Claims, fmt.Sprintf("%+v", c))
			}
		}
	}
	return l.EachReport(ctx, ledger.Series{}, func(r ledger.Report) error {
		r.Seq = 0
		o.Reports = append(o.Reports, fmt.Sprintf("%+v", r))
		return nil
	})
}

// readEvents compares the events of the ledger with those on EVENTS and those that the webhook
// received. Which article reports a fact first depends on the order of arrival; which facts
// are reported does not.
func (o *outcome) readEvents(ctx context.Context, b *bus.Bus, events []ledger.Event, received map[string]int) error {
	for _, e := range events {
		line, err := fact(e.Body)
		if err != nil {
			return err
		}
		o.Events = append(o.Events, line)
		if received[e.ID] == 0 {
			o.Hook = append(o.Hook, "not received: "+e.ID)
		}
		delete(received, e.ID)
	}
	for id := range received {
		o.Hook = append(o.Hook, "received only: "+id)
	}
	slices.Sort(o.Hook)
	stream, err := b.JetStream().Stream(ctx, string(bus.Events))
	if err != nil {
		return err
	}
	state := stream.CachedInfo().State
	for seq := state.FirstSeq; seq <= state.LastSeq; seq++ {
		msg, err := stream.GetMsg(ctx, seq)
		if err != nil {
			return fmt.Errorf("event %d: %w", seq, err)
		}
		line, err := fact(msg.Data)
		if err != nil {
			return err
		}
		o.Stream = append(o.Stream, line)
	}
	return nil
}

// fact is the part of an event that does not depend on the order.
func fact(body []byte) (string, error) {
	e, err := event.Decode(body)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %s %s", e.Tracker, e.Type, figure.Symbols().Write(figure.Eq, e.Data.Amount)), nil
}

// samples returns the samples of the reported series in a store.
func samples(ctx context.Context, address string) ([]string, error) {
	query := "http://" + address + "/api/v1/query?query=" + url.QueryEscape(`{__name__=~"arqam_reported_.*"}[10y]`)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, query, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer struct {
		Status string
		Data   struct {
			Result []struct {
				Metric map[string]string
				Values [][2]any
			}
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer.Status != "success" {
		return nil, fmt.Errorf("%s: %s, %w", query, response.Status, err)
	}
	var out []string
	for _, s := range answer.Data.Result {
		for _, v := range s.Values {
			at, _ := v[0].(float64)
			out = append(out, fmt.Sprintf("%s %s %s %s %s = %v", s.Metric["__name__"], s.Metric["tracker"], s.Metric["source"],
				s.Metric["unit"], strconv.FormatFloat(at, 'f', 3, 64), v[1]))
		}
	}
	slices.Sort(out)
	return out, nil
}
