package bus

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Outgoing is a message to publish. ID is the Nats-Msg-Id: the same content
// must always bear the same ID, and no other content may.
type Outgoing struct {
	Subject string
	ID      string
	Body    []byte

	header nats.Header
}

// NewArticle returns the message that carries a to the extractor.
func NewArticle(a figure.Article) (Outgoing, error) {
	body, err := figure.Encode(a)
	return Outgoing{
		Subject: articlesPrefix + token(a.Source),
		ID:      messageID("article", edition(a)...),
		Body:    body,
	}, err
}

// NewMentions returns the message that carries m to the normalizer.
func NewMentions(m figure.Mentions) (Outgoing, error) {
	body, err := figure.Encode(m)
	return Outgoing{
		Subject: mentionsPrefix + language(m.Article.Lang),
		ID:      messageID("mentions", append(edition(m.Article), m.Engine)...),
		Body:    body,
	}, err
}

// NewFigures returns the message that carries f to the sink.
func NewFigures(f figure.Figures) (Outgoing, error) {
	body, err := figure.Encode(f)
	return Outgoing{
		Subject: figuresPrefix + language(f.Article.Lang),
		ID:      messageID("figures", append(edition(f.Article), f.Engine)...),
		Body:    body,
	}, err
}

// NewEvent returns the message of an event that tracker raised; body is its
// CloudEvent, and id is the event's own.
func NewEvent(tracker, typ, id string, body []byte) Outgoing {
	return Outgoing{
		Subject: eventsPrefix + token(tracker) + "." + tokens(typ),
		ID:      messageID("event", tracker, typ, id),
		Body:    body,
	}
}

// edition tells a revision of an article from the others, and a text that was
// edited back from its first publication.
func edition(a figure.Article) []string {
	parts := []string{string(a.ID), string(a.Revision)}
	if a.Edition > 1 {
		parts = append(parts, strconv.Itoa(a.Edition))
	}
	return parts
}

// messageID is a digest, because ids that publishers give may hold anything
// and this one travels in headers and names objects.
func messageID(kind string, parts ...string) string {
	return kind + "-" + digest(parts...)
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	enc := base32.StdEncoding.WithPadding(base32.NoPadding)
	return strings.ToLower(enc.EncodeToString(h.Sum(nil)[:16]))
}

func (o Outgoing) validate() error {
	if o.ID == "" || strings.ContainsAny(o.ID, "\r\n") {
		return fmt.Errorf("publish to %q: malformed message id %q", o.Subject, o.ID)
	}
	for t := range strings.SplitSeq(o.Subject, ".") {
		if t == "" || strings.ContainsAny(t, " \t\r\n*>\x00") {
			return fmt.Errorf("publish message %q: malformed subject %q", o.ID, o.Subject)
		}
	}
	return nil
}

// headerObject names the object that holds the body of a message too large to
// travel whole.
const headerObject = "Arqam-Object"

// bodyTimeout is for storing or fetching one such body. Without a deadline the
// client would allow only a few seconds.
const bodyTimeout = 2 * time.Minute

// errBodyMissing is a message whose body is no longer in the object store.
var errBodyMissing = errors.New("the message's body is missing from the object store")

// pack makes the NATS message of o. A message over the server's payload limit
// has its body put into the object store, under the message's id.
func (b *Bus) pack(ctx context.Context, o Outgoing) (*nats.Msg, error) {
	msg := nats.NewMsg(o.Subject)
	for k, v := range o.header {
		msg.Header[k] = v
	}
	msg.Header.Set(jetstream.MsgIDHeader, o.ID)
	inject(ctx, msg.Header, o.ID)
	msg.Data = o.Body
	if int64(msg.Size()+len(o.Subject)) <= b.conn.MaxPayload() {
		return msg, nil
	}
	ctx, cancel := context.WithTimeout(ctx, bodyTimeout)
	defer cancel()
	store, err := b.js.ObjectStore(ctx, bucket)
	if err != nil {
		return nil, fmt.Errorf("open object store %q: %w", bucket, err)
	}
	if _, err := store.PutBytes(ctx, o.ID, o.Body); err != nil {
		return nil, fmt.Errorf("store %d bytes as object %q: %w", len(o.Body), o.ID, err)
	}
	msg.Header.Set(headerObject, o.ID)
	msg.Data = nil
	return msg, nil
}

// unpack returns the body of a received message, from the object store when
// the header says so.
func (b *Bus) unpack(ctx context.Context, h nats.Header, data []byte) ([]byte, error) {
	name := h.Get(headerObject)
	if name == "" {
		return data, nil
	}
	ctx, cancel := context.WithTimeout(ctx, bodyTimeout)
	defer cancel()
	store, err := b.js.ObjectStore(ctx, bucket)
	if err != nil {
		return nil, fmt.Errorf("open object store %q: %w", bucket, err)
	}
	body, err := store.GetBytes(ctx, name)
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		return nil, fmt.Errorf("object %q: %w", name, errBodyMissing)
	}
	if err != nil {
		return nil, fmt.Errorf("fetch object %q: %w", name, err)
	}
	return body, nil
}

// inject writes the traceparent of ctx. Where nothing is traced yet, the
// message starts a trace whose ids are a digest of its own id, so that the
// journey of one article can be followed in the logs of all rooms.
func inject(ctx context.Context, h nats.Header, id string) {
	if !trace.SpanContextFromContext(ctx).IsValid() {
		sum := sha256.Sum256([]byte(id))
		ctx = trace.ContextWithSpanContext(ctx, trace.NewSpanContext(trace.SpanContextConfig{
			TraceID:    trace.TraceID(sum[:16]),
			SpanID:     trace.SpanID(sum[16:24]),
			TraceFlags: trace.FlagsSampled,
		}))
	}
	propagation.TraceContext{}.Inject(ctx, propagation.HeaderCarrier(http.Header(h)))
}

func extract(ctx context.Context, h nats.Header) context.Context {
	return propagation.TraceContext{}.Extract(ctx, propagation.HeaderCarrier(http.Header(h)))
}
