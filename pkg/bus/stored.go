package bus

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// place is where a message lies on a stream: at a sequence, or on a subject from
// there on.
type place struct {
	Sequence uint64 `json:"seq"`
	Subject  string `json:"next_by_subj,omitempty"`
}

// stored returns a message as its stream holds it. A direct get, which nats.go
// makes of this where it can, tells subject and sequence in the header, behind
// what whoever published the message wrote under the same names.
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
		got, err = insist(ctx, func(ctx context.Context) (got answer, err error) {
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
