package bus

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// place selects a message of a stream: the one at a sequence, or the first on a subject
// from there on.
type place struct {
	Sequence uint64 `json:"seq"`
	Subject  string `json:"next_by_subj,omitempty"`
}

// stored reads a message from its stream. It does not use the direct get of nats.go,
// which reads subject and sequence from headers that the publisher of the message can
// forge.
func (b *Bus) stored(ctx context.Context, stream Stream, at place) (*jetstream.RawStreamMsg, error) {
	question, err := json.Marshal(at)
	if err != nil {
		return nil, err
	}
	type answer struct {
		Error   *jetstream.APIError
		Message struct {
			jetstream.RawStreamMsg
			Seq  uint64
			Hdrs []byte
		}
	}
	var got answer
	err = b.ask(ctx, string(stream), func(ctx context.Context) (err error) {
		got, err = untilAnswered(ctx, func(ctx context.Context) (got answer, err error) {
			m, err := b.conn.RequestWithContext(ctx, "$JS.API.STREAM.MSG.GET."+string(stream), question)
			if err != nil {
				return got, err
			}
			err = json.Unmarshal(m.Data, &got)
			return got, err
		})
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case got.Error != nil && got.Error.ErrorCode == jetstream.JSErrCodeMessageNotFound:
		return nil, jetstream.ErrMsgNotFound
	case got.Error != nil:
		return nil, got.Error
	}
	msg := &got.Message.RawStreamMsg
	msg.Sequence = got.Message.Seq
	if len(got.Message.Hdrs) > 0 {
		if msg.Header, err = nats.DecodeHeadersMsg(got.Message.Hdrs); err != nil {
			return nil, fmt.Errorf("header of message %d: %w", msg.Sequence, err)
		}
	}
	return msg, nil
}
