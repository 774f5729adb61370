package bus

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// refusal is what the server's permissions keep from the user of the
// connection.
type refusal struct{ deed, subject string }

func (r refusal) Error() string {
	return fmt.Sprintf("NATS does not let this user %s %q", r.deed, r.subject)
}

// SetupError is a stream, bucket or consumer that is missing, or not as it must
// be, where the user may not make or change it. Someone who may has to run
// Setup, and Open of the services.
type SetupError struct {
	What  string // as stream "ARTICLES"
	There bool
}

func (e SetupError) Error() string {
	if e.There {
		return e.What + " is not as this service needs it, and this user may not change it"
	}
	return e.What + " is missing and this user may not create it"
}

// isRefused reports whether permissions are at fault, which no retry mends.
func isRefused(err error) bool {
	_, refused := errors.AsType[refusal](err)
	_, unset := errors.AsType[SetupError](err)
	return refused || unset
}

// refusals tells those who wait for an answer that the server refused their
// question: it says so to the connection alone, and leaves the question
// unanswered.
type refusals struct {
	mu      sync.Mutex
	waiting map[*waiter]struct{}
}

// waiter waits for the answer to messages that are published on one of the
// subjects named, or on any that has a name among its tokens.
type waiter struct {
	names  []string
	cancel context.CancelCauseFunc
}

var violation = regexp.MustCompile(`Permissions Violation for (Publish|Subscription) to "([^"]+)"`)

// note takes an error of the connection.
func (r *refusals) note(err error) {
	m := violation.FindStringSubmatch(err.Error())
	if m == nil {
		return
	}
	found := refusal{"publish to", m[2]}
	if m[1] == "Subscription" {
		found.deed = "subscribe to"
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for w := range r.waiting {
		// The bus subscribes to its inbox alone, where all answers come in.
		if m[1] == "Subscription" || w.concerns(found.subject) {
			w.cancel(found)
		}
	}
}

func (w *waiter) concerns(subject string) bool {
	if slices.Contains(w.names, subject) {
		return true
	}
	for t := range strings.SplitSeq(subject, ".") {
		if slices.Contains(w.names, t) {
			return true
		}
	}
	return false
}

// watch returns a context that ends with a refusal as its cause, until end is
// called.
func (r *refusals) watch(ctx context.Context, names ...string) (watched context.Context, end func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	w := &waiter{names, cancel}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.waiting == nil {
		r.waiting = map[*waiter]struct{}{}
	}
	r.waiting[w] = struct{}{}
	return ctx, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.waiting, w)
		cancel(nil)
	}
}

// explain returns the refusal that ended a watched context, which err only says
// to be over.
func explain(ctx context.Context, err error) error {
	if refused, ok := errors.AsType[refusal](context.Cause(ctx)); ok && err != nil {
		return refused
	}
	return err
}

// ask does what waits for answers about a stream or subject, and returns at once
// when the server refuses to take the question.
func (b *Bus) ask(ctx context.Context, name string, do func(context.Context) error) error {
	ctx, end := b.refused.watch(ctx, name)
	defer end()
	return explain(ctx, do(ctx))
}

// create is ask for what is missing, or there and not as it must be.
func (b *Bus) create(ctx context.Context, name string, what SetupError, do func(context.Context) error) error {
	err := b.ask(ctx, name, do)
	if _, ok := errors.AsType[refusal](err); ok {
		return what
	}
	return err
}
