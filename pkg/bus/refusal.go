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

// refusal is an operation that the server's permissions deny to the user of the
// connection.
type refusal struct{ operation, subject string }

func (r refusal) Error() string {
	return fmt.Sprintf("NATS permissions do not allow this user to %s %q", r.operation, r.subject)
}

// SetupError is a stream, bucket or consumer that is missing or has the wrong settings,
// where the user may not create or change it. A user who may has to run Setup, and Open
// of the services.
type SetupError struct {
	What   string // for example stream "ARTICLES"
	Exists bool   // with the wrong settings
}

func (e SetupError) Error() string {
	if e.Exists {
		return e.What + " has other settings than this service needs, and this user may not change it"
	}
	return e.What + " is missing and this user may not create it"
}

// isRefused reports whether permissions are the cause, which no retry can fix.
func isRefused(err error) bool {
	_, refused := errors.AsType[refusal](err)
	_, unset := errors.AsType[SetupError](err)
	return refused || unset
}

// refusals ends the requests that the server refuses: it leaves them unanswered and
// reports the refusal as an error of the connection.
type refusals struct {
	mu      sync.Mutex
	waiting map[*waiter]struct{}
}

// waiter is a request in progress, on a subject that is one of the names or has one of
// them among its tokens.
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
		found.operation = "subscribe to"
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for w := range r.waiting {
		// The bus subscribes to its inbox only, which gets all answers.
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

// explain returns the refusal that ended a watched context, and else err.
func explain(ctx context.Context, err error) error {
	if refused, ok := errors.AsType[refusal](context.Cause(ctx)); ok && err != nil {
		return refused
	}
	return err
}

// ask makes requests about a stream or subject, and returns at once if the server
// refuses one.
func (b *Bus) ask(ctx context.Context, name string, do func(context.Context) error) error {
	ctx, end := b.refused.watch(ctx, name)
	defer end()
	return explain(ctx, do(ctx))
}

// create is ask for what creates or changes something; a refusal becomes the error what.
func (b *Bus) create(ctx context.Context, name string, what SetupError, do func(context.Context) error) error {
	err := b.ask(ctx, name, do)
	if _, ok := errors.AsType[refusal](err); ok {
		return what
	}
	return err
}
