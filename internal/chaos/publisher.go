//go:build linux

package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/pkg/bus"
)

// atOnce is how many articles are posted concurrently.
const atOnce = 3

// publisher posts articles to a fetcher, and retries each until it is accepted, as clients
// should.
type publisher struct {
	url    string
	client http.Client
	pause  time.Duration // pause between two articles of one poster
}

func (p *publisher) publish(ctx context.Context, c corpus) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, revisions := range c.articles {
		group.Go(func() error {
			for _, a := range revisions {
				if err := p.post(ctx, a); err != nil {
					return fmt.Errorf("post %s: %w", a.ID, err)
				}
				select {
				case <-time.After(p.pause):
				case <-ctx.Done():
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// errRefused is a response that retrying cannot change.
var errRefused = errors.New("refused")

func (p *publisher) post(ctx context.Context, a article) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return await(ctx, func() (bool, error) {
		err := p.try(ctx, body)
		if errors.Is(err, errRefused) {
			return false, err
		}
		return err == nil, nil
	})
}

func (p *publisher) try(ctx context.Context, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := p.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err // the response is lost: the article may have been accepted
	}
	switch response.StatusCode {
	case http.StatusAccepted:
		return nil
	case http.StatusServiceUnavailable:
		return errors.New("unavailable")
	}
	return fmt.Errorf("%w: %s: %s", errRefused, response.Status, answer)
}

// spoil puts the poison messages on their streams.
func spoil(ctx context.Context, b *bus.Bus, c corpus) error {
	for _, p := range c.poison {
		if err := b.Publish(ctx, bus.Outgoing{Subject: p.subject, ID: p.id, Body: []byte(p.body)}); err != nil {
			return err
		}
	}
	return nil
}
