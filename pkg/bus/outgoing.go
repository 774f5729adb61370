package bus

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Outgoing is a message to publish. ID is the Nats-Msg-Id: the same content
// always has the same ID, and no other content has it.
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

// NewEvent returns the message of an event of a tracker; body is its
// CloudEvent, and id is the event's own.
func NewEvent(tracker, typ, id string, body []byte) Outgoing {
	return Outgoing{
		Subject: eventsPrefix + token(tracker) + "." + tokens(typ),
		ID:      messageID("event", tracker, typ, id),
		Body:    body,
	}
}

// edition identifies a revision of an article, and separates a text that was edited back
// from its first publication.
func edition(a figure.Article) []string {
	parts := []string{string(a.ID), string(a.Revision)}
	if a.Edition > 1 {
		parts = append(parts, strconv.Itoa(a.Edition))
	}
	return parts
}

// messageID is a digest: ids of publishers may be any text, and a message id is used in
// headers and in the names of objects.
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

// inject writes the traceparent of ctx. Without a trace in ctx, the message starts one
// whose ids are a digest of its own id, so that one article can be followed through the
// logs of all services.
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
