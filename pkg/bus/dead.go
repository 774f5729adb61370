package bus

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Reason says what put a message on DEAD.
type Reason string

// The reasons.
const (
	ReasonPermanent Reason = "permanent" // the handler said that no retry can help
	ReasonDecode    Reason = "decode"    // it is not what its stream carries
	ReasonVersion   Reason = "version"   // it is of a version that this build does not read
	ReasonPanic     Reason = "panic"     // the handler panicked
	ReasonTries     Reason = "tries"     // every try failed, or ended the process
	ReasonMissing   Reason = "missing"   // its body is no longer in the object store
	ReasonCopied    Reason = "copied"    // nobody who may published it
)

// DeadLetter is a message that a service could not process.
type DeadLetter struct {
	Sequence  uint64           `json:"sequence"` // its place on DEAD
	Time      time.Time        `json:"time"`
	Service   string           `json:"service"`
	Reason    Reason           `json:"reason"`
	Error     string           `json:"error"`
	Tries     uint64           `json:"tries"` // how often it was delivered
	ArticleID figure.ArticleID `json:"article_id,omitempty"`
	Subject   string           `json:"subject"` // where it came from
	MessageID string           `json:"message_id,omitempty"`
	Body      []byte           `json:"body"` // the original bytes
}

// copied reports a message that the server itself put on the stream, as its
// answer to a user who asked for a stored message and named a subject of the
// stream to answer on: NATS looks at what a user publishes, and not at where the
// answers go. A message that was got bears the name of its stream; one that a
// consumer delivered has kept its subject.
func copied(on Stream, subject string, h nats.Header) error {
	from := h.Get(jetstream.StreamHeader)
	if home := homeOf(subject); from == "" && home != on {
		from = string(home)
	}
	if from != "" {
		return fmt.Errorf("it is a copy of a message of stream %q, and no service published it", from)
	}
	return nil
}

// ErrNoDeadLetter marks a sequence at which DEAD holds nothing.
var ErrNoDeadLetter = errors.New("no such dead letter")

const (
	// headerDead holds the JSON of a DeadLetter; the message's data is the Body.
	headerDead = "Arqam-Dead"
	// maxError bounds the error in a header, in bytes; the log has all of it.
	maxError = 4096
)

// letter is the dead letter as a message. Its id is that of the delivery, so
// that burying it twice stores it once.
func (d *delivery) letter(service string, v verdict) Outgoing {
	text := v.err.Error()
	if len(text) > maxError {
		text = fmt.Sprintf("%s… (%d bytes in all, see the log)", strings.ToValidUTF8(text[:maxError], ""), len(text))
	}
	origin := d.msg.Headers()
	note, err := json.Marshal(DeadLetter{
		Service: service, Reason: v.reason, Error: text, Tries: d.meta.NumDelivered, ArticleID: d.article,
		Subject: d.msg.Subject(), MessageID: origin.Get(jetstream.MsgIDHeader),
	})
	if err != nil {
		note = []byte("{}") // a DeadLetter of strings and numbers always marshals
	}
	return Outgoing{
		Subject: deadPrefix + token(service),
		ID: messageID("dead", service, d.meta.Stream, strconv.FormatUint(d.meta.Sequence.Stream, 10),
			origin.Get(jetstream.MsgIDHeader)),
		Body:   d.body,
		header: nats.Header{headerDead: {string(note)}},
	}
}

// DeadLetters yields every letter on DEAD, oldest first, and stops at the first
// error.
func (b *Bus) DeadLetters(ctx context.Context) iter.Seq2[DeadLetter, error] {
	return func(yield func(DeadLetter, error) bool) {
		for seq := uint64(1); ; {
			letter, err := b.deadLetter(ctx, place{Sequence: seq, Subject: deadPrefix + "*"})
			if errors.Is(err, ErrNoDeadLetter) || !yield(letter, err) || err != nil {
				return
			}
			seq = letter.Sequence + 1
		}
	}
}

// DeadLetter returns the letter at a place on DEAD; the error wraps
// ErrNoDeadLetter when there is none.
func (b *Bus) DeadLetter(ctx context.Context, seq uint64) (DeadLetter, error) {
	return b.deadLetter(ctx, place{Sequence: seq})
}

func (b *Bus) deadLetter(ctx context.Context, at place) (DeadLetter, error) {
	var letter DeadLetter
	msg, err := b.stored(ctx, Dead, at)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return letter, fmt.Errorf("%w: %d", ErrNoDeadLetter, at.Sequence)
	}
	if err != nil {
		return letter, fmt.Errorf("get dead letter %d: %w", at.Sequence, err)
	}
	if letter, err = readLetter(msg.Header); err != nil {
		letter = unfit(ReasonDecode, err)
	}
	if err := copied(Dead, msg.Subject, msg.Header); err != nil {
		letter = unfit(ReasonCopied, err)
	}
	letter.Body, err = b.unpack(ctx, msg.Header, msg.Data)
	if errors.Is(err, errBodyMissing) {
		letter = unfit(ReasonMissing, err)
	} else if err != nil {
		return letter, fmt.Errorf("dead letter %d: %w", msg.Sequence, err)
	}
	letter.Sequence, letter.Time = msg.Sequence, msg.Time
	letter.Service = strings.TrimPrefix(msg.Subject, deadPrefix) // where a service may write under its own name alone
	return letter, nil
}

// unfit is a letter that no service wrote as it stands. It can be seen, and not be
// sent again: it has no subject.
func unfit(reason Reason, err error) DeadLetter {
	return DeadLetter{Reason: reason, Error: err.Error()}
}

// readLetter reads what letter wrote, but for the body.
func readLetter(h nats.Header) (DeadLetter, error) {
	var letter DeadLetter
	if err := json.Unmarshal([]byte(h.Get(headerDead)), &letter); err != nil {
		return letter, fmt.Errorf("header %q: %w", headerDead, err)
	}
	return letter, nil
}

// RetryDead puts a dead letter back on the stream that it came from, as a new
// message, and takes it off DEAD. That stream must be one that the letter's service
// reads: who may bury under its own name has nobody else publish for it.
func (b *Bus) RetryDead(ctx context.Context, seq uint64) error {
	letter, err := b.DeadLetter(ctx, seq)
	if err != nil {
		return err
	}
	stream, err := b.js.StreamNameBySubject(ctx, letter.Subject)
	if err == nil {
		_, err = b.js.Consumer(ctx, stream, letter.Service)
	}
	if err != nil {
		return fmt.Errorf("retry dead letter %d: service %q reads no stream with the subject %q: %w", seq, letter.Service, letter.Subject, err)
	}
	again := Outgoing{
		Subject: letter.Subject,
		ID:      messageID("retry", letter.MessageID, strconv.FormatUint(letter.Sequence, 10)),
		Body:    letter.Body,
	}
	if err := b.Publish(ctx, again); err != nil {
		return fmt.Errorf("retry dead letter %d: %w", seq, err)
	}
	s, err := b.js.Stream(ctx, string(Dead))
	if err == nil {
		err = s.DeleteMsg(ctx, seq)
	}
	if err != nil {
		return fmt.Errorf("dead letter %d was sent again but is still on %s: %w", seq, Dead, err)
	}
	return nil
}
