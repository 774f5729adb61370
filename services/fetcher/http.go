package fetcher

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/feed"
)

// publishTimeout bounds one batch of a request: after it NATS counts as unreachable, and
// the answer asks the client to retry.
const publishTimeout = 20 * time.Second

// bodies are the accepted media types, each with a file name of the same format.
var bodies = map[string]string{
	"application/json":     "request.json",
	"application/x-ndjson": "request.jsonl",
	"application/jsonl":    "request.jsonl",
	"text/plain":           "request.txt",
	"text/html":            "request.html",

	"application/cloudevents+json":       eventsName,
	"application/cloudevents-batch+json": eventsName,
}

// eventsName is the file name of a body of CloudEvents that carry articles.
const eventsName = "request.cloudevents"

// form is the default content type of curl -d.
const form = "application/x-www-form-urlencoded"

// ServeHTTP takes articles by POST: a JSON object, an array of them, CloudEvents
// that carry them, article JSONL (application/x-ndjson), or one article as plain
// text or a page of HTML. It answers 202 once the stream holds every article that could be read, 400
// when none could, 403 to a page of another site in a browser on this machine, 413 over
// the limit, 415 for another media type, and 503 while NATS does not answer or ARTICLES
// is full of unread articles. The server around it decides who may post.
func (f *Fetcher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := new(http.CrossOriginProtection).Check(r); err != nil {
		reply(w, http.StatusForbidden, feed.Receipt{Error: "a page of another site may not publish here"})
		return
	}
	name, err := bodyName(r.Header)
	if err != nil {
		w.Header().Set("Accept-Post", strings.Join(slices.Sorted(maps.Keys(bodies)), ", "))
		reply(w, http.StatusUnsupportedMediaType, feed.Receipt{Error: err.Error()})
		return
	}
	// The reader does not get the writer: it would set headers from the goroutine that
	// reads.
	body := http.MaxBytesReader(nil, r.Body, f.MaxBody)
	receipt, err := f.receive(r.Context(), name, body)
	status := http.StatusAccepted
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		w.Header().Set("Connection", "close") // the rest of the body stays unread
		status, receipt.Error = http.StatusRequestEntityTooLarge,
			fmt.Sprintf("the body is larger than %d bytes; send the rest in a request of its own", f.MaxBody)
	case errors.Is(err, bus.ErrFull):
		f.Log.Warn("request answered with 503: its articles could not be published, the stream is full", zap.Error(err))
		w.Header().Set("Retry-After", "30")
		status, receipt.Error = http.StatusServiceUnavailable, "the services are behind and accept no more articles for now; try again later"
	case err != nil:
		f.Log.Error("request answered with 503: its articles could not be published", zap.Error(err))
		w.Header().Set("Retry-After", "5")
		status, receipt.Error = http.StatusServiceUnavailable, "NATS does not answer; try again"
	case receipt.Published+receipt.Known+receipt.Rejected == 0:
		status, receipt.Error = http.StatusBadRequest, "the body has no article"
	case receipt.Published+receipt.Known == 0:
		status, receipt.Error = http.StatusBadRequest, receipt.Articles[0].Error
	}
	reply(w, status, receipt)
}

func bodyName(h http.Header) (string, error) {
	if coding := h.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return "", fmt.Errorf("content encoding %q is not supported: send the body without compression", coding)
	}
	contentType := h.Get("Content-Type")
	if contentType == "" {
		contentType = "application/json"
	}
	kind, parameters, err := mime.ParseMediaType(contentType)
	name, ok := bodies[kind]
	switch {
	case kind == form:
		return "", fmt.Errorf("content type %q, the default of curl -d, is not supported: add -H 'Content-Type: application/json'", kind)
	case err != nil || !ok:
		return "", fmt.Errorf("content type %q is not supported: send application/json, application/x-ndjson, text/plain or text/html", contentType)
	case !strings.HasPrefix(kind, "text/") && parameters["charset"] != "" && !strings.EqualFold(parameters["charset"], "utf-8"):
		return "", fmt.Errorf("JSON in %q is not supported: send UTF-8", parameters["charset"])
	}
	return name, nil
}

// receive reads and publishes the body in batches, so that a long one is never in memory
// as a whole.
func (f *Fetcher) receive(ctx context.Context, name string, body io.Reader) (feed.Receipt, error) {
	var receipt feed.Receipt
	add := func(d feed.Delivery) {
		d.Index = len(receipt.Articles)
		receipt.Articles = append(receipt.Articles, d)
		receipt.Add(d.Status)
	}
	if name == eventsName {
		events, err := io.ReadAll(body)
		if err != nil {
			return receipt, err
		}
		articles, err := feed.UnwrapEvents(events)
		if err != nil {
			f.count(feed.Rejected)
			add(feed.Delivery{Status: feed.Rejected, Error: err.Error()})
			return receipt, nil
		}
		name, body = "request.json", bytes.NewReader(articles)
	}
	for batch, err := range feed.Batches(ctx, f.Reader.Read(name, body)) {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return receipt, err
		}
		if err != nil {
			f.count(feed.Rejected)
			add(feed.Delivery{Status: feed.Rejected, Error: reason(err)})
			continue
		}
		for i := range batch {
			batch[i].File = "" // a request is not a file that is read again
		}
		limited, cancel := context.WithTimeout(ctx, publishTimeout)
		statuses, err := f.publish(limited, batch)
		cancel()
		if err != nil {
			return receipt, err
		}
		for i, item := range batch {
			add(feed.Delivery{ID: item.Article.ID, Revision: item.Article.Revision, Status: statuses[i], Notes: item.Notes})
		}
	}
	return receipt, context.Cause(ctx)
}

// reason is an error with its position in the request.
func reason(err error) string {
	var at *feed.Error
	switch {
	case !errors.As(err, &at):
		return err.Error()
	case at.Line == 0:
		return at.Err.Error()
	}
	return fmt.Sprintf("item %d: %v", at.Line, at.Err)
}

func reply(w http.ResponseWriter, status int, receipt feed.Receipt) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(receipt) // the client is gone
}
