package collect

import (
	"context"
	"fmt"

	"github.com/arqam-io/arqam/pkg/feed/document"
	"github.com/arqam-io/arqam/pkg/feed/refusal"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/feed/web"
	"github.com/arqam-io/arqam/pkg/redact"
)

// FetchError says that an address could not be fetched at all.
type FetchError struct {
	URL string
	Err error
}

func (e *FetchError) Error() string { return fmt.Sprintf("%s: %v", redact.Address(e.URL), e.Err) }

// Unwrap is what the fetch failed with.
func (e *FetchError) Unwrap() error { return e.Err }

// Discover fetches an address once and returns the feed there: the address itself
// where it serves one, or where it moved for good, else the first feed that the
// page announces; others are the rest of those. A roster.Page is taken as it is. An
// address that cannot be fetched is a *FetchError.
func Discover(ctx context.Context, client *web.Client, address string, kind roster.Kind) (found string, others []document.Link, err error) {
	out, err := client.Get(ctx, web.Request{URL: address})
	if err != nil {
		return "", nil, &FetchError{address, err}
	}
	if kind == roster.Page {
		return address, nil, nil
	}
	source := document.Source{Body: out.Body, ContentType: out.Header.Get("Content-Type"), URL: out.URL}
	_, err = document.Parse(source)
	switch {
	case err == nil && out.MovedTo != "":
		return out.MovedTo, nil, nil
	case err == nil:
		return address, nil, nil
	case refusal.Of(err) != refusal.NotFeed:
		return "", nil, fmt.Errorf("%s: %w", redact.Address(address), err)
	}
	page, wrong := document.ReadPage(source)
	if wrong != nil || len(page.Feeds) == 0 {
		return "", nil, fmt.Errorf("%s: %w, and it announces no feed", redact.Address(address), err)
	}
	return page.Feeds[0].URL, page.Feeds[1:], nil
}
