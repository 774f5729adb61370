//go:build linux

package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// load posts articles of about two kilobytes, some of which trackers follow.
type load struct {
	url    string
	client http.Client
	sent   atomic.Int64
}

const (
	// batchSize is how many articles a request carries.
	batchSize = 20
	// followed is how many articles there are for each one that trackers follow.
	followed = 200
	// posters is how many clients post concurrently to find the maximum rate.
	posters = 4
)

// batch writes the next articles as JSON lines.
func (l *load) batch() []byte {
	var out bytes.Buffer
	lines := json.NewEncoder(&out)
	for range batchSize {
		n := l.sent.Add(1)
		place := fmt.Sprintf("the town of Harmal, district %d", n%97)
		if n%followed == 0 {
			place = "the Salma valley"
		}
		a := article{
			ID: fmt.Sprintf("load-%d", n), Lang: "en", Source: sources[n%int64(len(sources))], Title: "Storm, day " + fmt.Sprint(n),
			Published: time.Now().UTC().Truncate(time.Millisecond),
			Text: fmt.Sprintf("The interior ministry said %d people were killed in %s. Some %d aid trucks enter it every day, "+
				"and %d tonnes of flour have been received, 15 per cent more than last week. ", 10+n/followed%1000, place, 40+n%50, 300+n%400) +
				strings.Repeat(filler, 15),
		}
		a.URL = "https://" + a.Source + ".example/" + a.ID
		_ = lines.Encode(a) // cannot fail: strings and a time
	}
	return out.Bytes()
}

// post sends one batch, retrying until it is accepted.
func (l *load) post(ctx context.Context) error {
	body := l.batch()
	return await(ctx, func() (bool, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, l.url, bytes.NewReader(body))
		if err != nil {
			return false, err
		}
		request.Header.Set("Content-Type", "application/x-ndjson")
		response, err := l.client.Do(request)
		if err != nil {
			return false, nil
		}
		response.Body.Close()
		return response.StatusCode == http.StatusAccepted, nil
	})
}

// spurt posts as fast as articles are accepted, for a while.
func (l *load) spurt(ctx context.Context, d time.Duration) error {
	end := time.Now().Add(d)
	group, ctx := errgroup.WithContext(ctx)
	for range posters {
		group.Go(func() error {
			for time.Now().Before(end) {
				if err := l.post(ctx); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// run posts rate articles a second, for a while.
func (l *load) run(ctx context.Context, rate float64, d time.Duration) error {
	begin := time.Now()
	for sent := 0; time.Since(begin) < d; sent += batchSize {
		due := begin.Add(time.Duration(float64(sent) / rate * float64(time.Second)))
		select {
		case <-time.After(time.Until(due)):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		if err := l.post(ctx); err != nil {
			return err
		}
	}
	return nil
}
