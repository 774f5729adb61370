package feed

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/prometheus/common/config"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/redact"
)

const (
	articlesPath = "/v1/articles"
	// postTimeout bounds one attempt, patience all attempts of one request.
	postTimeout = time.Minute
	patience    = 2 * time.Minute
	// maxReceipt bounds how much of a response is read, in bytes.
	maxReceipt = 16 << 20
)

// Endpoint is a running system that accepts articles over HTTP. It is safe for concurrent use.
type Endpoint struct {
	address string
	token   string
	client  *http.Client
}

// EndpointOptions are credentials and trusted authorities. All may be empty.
type EndpointOptions struct {
	Token     string // sent as bearer token
	CA        string // PEM file with the authorities to trust instead of the system's
	Cert, Key string // PEM files of the client's certificate
}

// NewEndpoint returns the endpoint of the system at a URL, such as "http://127.0.0.1:9190".
func NewEndpoint(address string, o EndpointOptions) (*Endpoint, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%q is not an address such as http://host:port", redact.Address(address))
	}
	if u.User != nil {
		return nil, fmt.Errorf("%q contains a password: use a token instead", redact.Address(address))
	}
	client, err := config.NewClientFromConfig(config.HTTPClientConfig{
		TLSConfig:   config.TLSConfig{CAFile: o.CA, CertFile: o.Cert, KeyFile: o.Key},
		EnableHTTP2: true, ProxyConfig: config.ProxyConfig{ProxyFromEnvironment: true},
	}, "publish")
	if err != nil {
		return nil, err
	}
	client.Timeout = postTimeout
	if !strings.HasSuffix(u.Path, articlesPath) {
		u = u.JoinPath(articlesPath)
	}
	return &Endpoint{address: u.String(), token: o.Token, client: client}, nil
}

// Post publishes the articles in order. While the system answers that it is not ready, Post
// retries for up to two minutes; sending an article twice changes nothing.
func (e *Endpoint) Post(ctx context.Context, articles ...figure.Article) (Receipt, error) {
	var body bytes.Buffer
	lines := json.NewEncoder(&body)
	lines.SetEscapeHTML(false)
	for _, a := range articles {
		if err := lines.Encode(a); err != nil {
			return Receipt{}, fmt.Errorf("post article %q: %w", a.ID, err)
		}
	}
	receipt, err := backoff.Retry(ctx, func() (Receipt, error) { return e.post(ctx, body.Bytes()) },
		backoff.WithMaxElapsedTime(patience))
	if err != nil {
		return receipt, fmt.Errorf("post to %s: %w", redact.Address(e.address), err)
	}
	return receipt, nil
}

func (e *Endpoint) post(ctx context.Context, body []byte) (Receipt, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.address, bytes.NewReader(body))
	if err != nil {
		return Receipt{}, backoff.Permanent(err)
	}
	request.Header.Set("Content-Type", "application/x-ndjson")
	if e.token != "" {
		request.Header.Set("Authorization", "Bearer "+e.token)
	}
	response, err := e.client.Do(request)
	if err != nil {
		// The message already has the method and the URL.
		var outer *url.Error
		if errors.As(err, &outer) {
			err = outer.Err
		}
		return Receipt{}, backoff.Permanent(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxReceipt))
	if err != nil {
		return Receipt{}, err
	}
	var receipt Receipt
	malformed := json.Unmarshal(answer, &receipt)
	switch {
	case response.StatusCode == http.StatusServiceUnavailable, response.StatusCode == http.StatusTooManyRequests:
		if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil {
			return receipt, fmt.Errorf("%s: %w", response.Status, backoff.RetryAfter(seconds))
		}
		return receipt, errors.New(response.Status)
	case malformed != nil:
		return receipt, backoff.Permanent(fmt.Errorf("%s without a receipt: check that this is the URL of a running arqam", response.Status))
	case response.StatusCode >= 300 && receipt.Rejected == 0:
		return receipt, backoff.Permanent(fmt.Errorf("%s: %s", response.Status, receipt.Error))
	}
	return receipt, nil
}
