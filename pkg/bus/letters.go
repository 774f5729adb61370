package bus

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/arqam-io/arqam/pkg/bus/dead"
)

// letter is the dead letter of a delivery as a message. Its id is that of the delivery,
// so that a letter that is published twice is stored once.
func (d *delivery) letter(service string, v verdict) Outgoing {
	origin := d.msg.Headers()
	note := dead.Letter{
		Service: service, Reason: v.reason, Error: v.err.Error(), Tries: d.meta.NumDelivered, ArticleID: d.article,
		Subject: d.msg.Subject(), MessageID: origin.Get(jetstream.MsgIDHeader),
	}.Note()
	return Outgoing{
		Subject: deadPrefix + token(service),
		ID: messageID("dead", service, d.meta.Stream, strconv.FormatUint(d.meta.Sequence.Stream, 10),
			origin.Get(jetstream.MsgIDHeader)),
		Body:   d.body,
		header: nats.Header{dead.Header: {note}},
	}
}

// DeadLetters yields every letter on DEAD, oldest first, and stops at the first
// error.
func (b *Bus) DeadLetters(ctx context.Context) iter.Seq2[dead.Letter, error] {
	return func(yield func(dead.Letter, error) bool) {
		for seq := uint64(1); ; {
			letter, err := b.deadLetter(ctx, place{Sequence: seq, Subject: deadPrefix + "*"})
			if errors.Is(err, dead.ErrNotFound) || !yield(letter, err) || err != nil {
				return
			}
			seq = letter.Sequence + 1
		}
	}
}

// DeadLetter returns the letter at a sequence of DEAD; the error wraps
// dead.ErrNotFound when there is none.
func (b *Bus) DeadLetter(ctx context.Context, seq uint64) (dead.Letter, error) {
	return b.deadLetter(ctx, place{Sequence: seq})
}

func (b *Bus) deadLetter(ctx context.Context, at place) (dead.Letter, error) {
	var letter dead.Letter
	msg, err := b.stored(ctx, Dead, at)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return letter, fmt.Errorf("%w: %d", dead.ErrNotFound, at.Sequence)
	}
	if err != nil {
		return letter, fmt.Errorf("get dead letter %d: %w", at.Sequence, err)
	}
	if letter, err = dead.ParseNote(msg.Header.Get(dead.Header)); err != nil {
		letter = unusable(dead.ReasonDecode, err)
	}
	if err := checkOrigin(Dead, msg.Subject, msg.Header); err != nil {
		letter = unusable(dead.ReasonCopied, err)
	}
	letter.Body, err = b.unpack(ctx, msg.Header, msg.Data)
	if errors.Is(err, errBodyMissing) {
		letter = unusable(dead.ReasonMissing, err)
	} else if err != nil {
		return letter, fmt.Errorf("dead letter %d: %w", msg.Sequence, err)
	}
	letter.Sequence, letter.Time = msg.Sequence, msg.Time
	letter.Service = strings.TrimPrefix(msg.Subject, deadPrefix) // a service may publish under its own name alone
	return letter, nil
}

// unusable is a letter that no service wrote in this form. It is listed but cannot be
// sent again: it has no subject.
func unusable(reason dead.Reason, err error) dead.Letter {
	return dead.Letter{Reason: reason, Error: err.Error()}
}

// checkOrigin returns an error for a message that the server itself put on the stream,
// as its answer to a user who asked for a stored message and named a subject of the
// stream to answer on: NATS checks the subject that a user publishes to, but not the
// subject of the answer. An answer has the name of its stream in a header, and a
// delivery by a consumer has kept its subject.
func checkOrigin(on Stream, subject string, h nats.Header) error {
	from := h.Get(jetstream.StreamHeader)
	if home := homeOf(subject); from == "" && home != on {
		from = string(home)
	}
	if from != "" {
		return fmt.Errorf("copy of a message of stream %q, not published by a service", from)
	}
	return nil
}

// RetryDead publishes a dead letter again on its stream, as a new message, and deletes
// it from DEAD. The letter's service must read that stream, so that a service cannot
// have others publish for it by writing letters.
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
		return fmt.Errorf("dead letter %d was published again but not deleted from %s: %w", seq, Dead, err)
	}
	return nil
}
