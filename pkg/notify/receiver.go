// Package notify sends events to people and other programs: Alertmanager, webhooks that verify
// a signature, and chat channels that accept Slack's messages. It makes one attempt to send
// one event to one receiver and reports the result; services/notifier decides when to retry,
// and records which receiver has which event.
package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/common/config"
	webhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/arqam-io/arqam/pkg/event"
)

// Kind is the protocol of a receiver.
type Kind string

// The kinds.
const (
	Alertmanager Kind = "alertmanager" // POST /api/v2/alerts below its URL
	Webhook      Kind = "webhook"      // the CloudEvent, signed after Standard Webhooks
	Slack        Kind = "slack"        // an incoming webhook of Slack, Mattermost or Rocket.Chat
)

const (
	defaultTimeout  = 10 * time.Second
	defaultLasts    = time.Hour
	defaultPatience = 3 * 24 * time.Hour
	maxPause        = 5 * time.Minute // longest pause that a receiver may request
	maxQuote        = 300             // bytes of a response that an error quotes
)

// ErrRefused means that the receiver rejects the event itself, so that retrying cannot help.
var ErrRefused = errors.New("rejected, and will not be sent again")

// Secret is a value from the environment, or from a file that is read again for each use.
type Secret struct {
	File  string
	Value string
}

func (s Secret) read() (string, error) {
	if s.File == "" {
		return s.Value, nil
	}
	text, err := os.ReadFile(s.File)
	if err != nil {
		return "", fmt.Errorf("read secret: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

func (s Secret) isSet() bool { return s != Secret{} }

// Options configure a receiver. Name, Kind and URL are required, and Key for a Webhook.
type Options struct {
	Name    string // letters, digits, "-" and "_"; delivery is recorded under it, so it must not change
	Kind    Kind
	URL     Secret // a secret, since Slack's URLs are secret
	Key     Secret // signs a Webhook's requests: whsec_ and base64
	HTTP    config.HTTPClientConfig
	Timeout time.Duration // of one request; 10 s when zero
	Lasts   time.Duration // how long an alert lasts in Alertmanager; 1 h when zero
	// Patience is how long one event is retried; zero means three days.
	Patience time.Duration

	Types    []string // types of the events to send; empty means all
	Trackers []string // trackers of the events to send; empty means all

	Now func() time.Time
}

// Receiver sends events to one receiver. It is safe for concurrent use.
type Receiver struct {
	o      Options
	client *http.Client

	mu    sync.Mutex
	pause time.Time // end of the pause that the receiver requested
}

// New returns a receiver. It makes no request.
func New(o Options) (*Receiver, error) {
	fault := func(format string, args ...any) (*Receiver, error) {
		return nil, fmt.Errorf("receiver %q: %w", o.Name, fmt.Errorf(format, args...))
	}
	if o.Name == "" || strings.Trim(o.Name, nameLetters) != "" {
		return fault("the name may have letters, digits, - and _ only")
	}
	if !slices.Contains([]Kind{Alertmanager, Webhook, Slack}, o.Kind) {
		return fault("unknown kind %q: use alertmanager, webhook or slack", o.Kind)
	}
	if o.Kind == Webhook && !o.Key.isSet() {
		return fault("a webhook needs a key for its signature")
	}
	if o.Kind != Webhook && o.Key.isSet() {
		return fault("only a webhook has a key")
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.Lasts <= 0 {
		o.Lasts = defaultLasts
	}
	if o.Patience <= 0 {
		o.Patience = defaultPatience
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	r := &Receiver{o: o}
	if _, err := r.address(); err != nil {
		return fault("%w", err)
	}
	if o.Key.isSet() {
		if _, err := r.signer(); err != nil {
			return fault("%w", err)
		}
	}
	var err error
	if r.client, err = config.NewClientFromConfig(o.HTTP, "notify"); err != nil {
		return fault("%w", err)
	}
	return r, nil
}

const nameLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

// Name is the receiver's name.
func (r *Receiver) Name() string { return r.o.Name }

// Patience is how long one event is retried.
func (r *Receiver) Patience() time.Duration { return r.o.Patience }

// Selects reports whether the event is for the receiver.
func (r *Receiver) Selects(e event.Event) bool {
	return (len(r.o.Types) == 0 || slices.Contains(r.o.Types, string(e.Type))) &&
		(len(r.o.Trackers) == 0 || slices.Contains(r.o.Trackers, e.Tracker))
}

// Send makes one attempt to send a decoded event; a webhook gets its original bytes. Nil means
// that the receiver has accepted the event. The error wraps ErrRefused if retrying cannot
// help, and never contains the receiver's URL or a secret. During a pause that the receiver
// requested, Send sends nothing and returns an error.
func (r *Receiver) Send(ctx context.Context, e event.Event) error {
	if until := r.paused(); !until.IsZero() {
		return fmt.Errorf("receiver %q requested a pause until %s", r.o.Name, until.UTC().Format(time.TimeOnly))
	}
	if err := r.send(ctx, message{&e}); err != nil {
		return fmt.Errorf("receiver %q: event %q: %w", r.o.Name, e.ID, err)
	}
	return nil
}

func (r *Receiver) send(ctx context.Context, e message) error {
	timed, cancel := context.WithTimeout(ctx, r.o.Timeout)
	defer cancel()
	req, err := r.request(timed, e)
	if err != nil {
		return err
	}
	resp, err := r.client.Do(req)
	if err != nil {
		if timed.Err() != nil && ctx.Err() == nil {
			return fmt.Errorf("no answer within %s", r.o.Timeout)
		}
		if outer, ok := errors.AsType[*url.Error](err); ok {
			err = outer.Err // without the URL
		}
		return err
	}
	defer resp.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(resp.Body, maxQuote)) // only for the error
	if resp.StatusCode/100 == 2 {
		return nil
	}
	r.notePause(resp)
	err = fmt.Errorf("HTTP status %s: %s", resp.Status, strings.ToValidUTF8(strings.TrimSpace(string(answer)), ""))
	switch resp.StatusCode {
	case http.StatusBadRequest, http.StatusGone, http.StatusRequestEntityTooLarge,
		http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity:
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}

func (r *Receiver) request(ctx context.Context, e message) (*http.Request, error) {
	address, err := r.address()
	if err != nil {
		return nil, err
	}
	body, contentType := e.Body(), "application/cloudevents+json"
	switch r.o.Kind {
	case Alertmanager:
		body, err = r.alertBody(e)
		contentType = "application/json"
	case Slack:
		body, err = chatBody(e)
		contentType = "application/json"
	}
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("malformed URL")
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("User-Agent", "arqam")
	if r.o.Kind == Webhook {
		err = r.sign(req, e.ID, body)
	}
	return req, err
}

// address returns the URL, read again if it is in a file.
func (r *Receiver) address() (string, error) {
	text, err := r.o.URL.read()
	if err != nil {
		return "", err
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", errors.New("the URL is invalid: write it as https://host/path")
	}
	if r.o.Kind == Alertmanager {
		u = u.JoinPath("api/v2/alerts")
	}
	return u.String(), nil
}

func (r *Receiver) signer() (*webhooks.Webhook, error) {
	key, err := r.o.Key.read()
	if err != nil {
		return nil, err
	}
	if strings.TrimPrefix(key, "whsec_") == "" {
		return nil, errors.New("the key is empty")
	}
	signer, err := webhooks.NewWebhook(key)
	if err != nil {
		return nil, errors.New("the key is not whsec_ followed by base64")
	}
	return signer, nil
}

func (r *Receiver) sign(req *http.Request, id string, body []byte) error {
	signer, err := r.signer()
	if err != nil {
		return err
	}
	at := r.o.Now()
	signature, err := signer.Sign(id, at, body)
	if err != nil {
		return fmt.Errorf("sign: %w", err)
	}
	req.Header.Set(webhooks.HeaderWebhookID, id)
	req.Header.Set(webhooks.HeaderWebhookTimestamp, strconv.FormatInt(at.Unix(), 10))
	req.Header.Set(webhooks.HeaderWebhookSignature, signature)
	return nil
}

// notePause records the pause that a response requests.
func (r *Receiver) notePause(resp *http.Response) {
	seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	if err != nil || seconds <= 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pause = r.o.Now().Add(min(time.Duration(seconds)*time.Second, maxPause))
}

// paused returns the end of the current pause, or zero.
func (r *Receiver) paused() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pause.After(r.o.Now()) {
		return r.pause
	}
	return time.Time{}
}
