package bus

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

const (
	// bucket holds the bodies of messages over the payload limit, in a stream.
	bodiesBucket = "arqam-bodies"
	bodiesStream = "OBJ_" + bodiesBucket
	// bodyAge keeps a body for as long as any stream may keep its message.
	bodyAge = 91 * day
	// partSize is that of a part of a body, in bytes.
	partSize = 128 << 10
	// storing a body may take storeTimeout, and a second more for each bodyRate
	// bytes: a part that was lost with a server must not block its service for long.
	storeTimeout = 10 * time.Second
	bodyRate     = 256 << 10
	// missingTries is how often a body is read before it counts as missing: a replica
	// that lags behind does not have what was just written.
	missingTries = 6

	// headerObject names the object that holds the body of a message too large
	// to travel whole. headerDigest is the digest of that body, so that another user of
	// the store cannot replace it.
	headerObject = "Arqam-Object"
	headerDigest = "Arqam-Digest"
)

// errBodyMissing says that the body of a message is no longer in the object store.
var errBodyMissing = errors.New("the message's body is missing from the object store")

// pack makes the NATS message of o. A message over the server's payload limit
// has its body put into the object store.
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
	ctx, cancel := context.WithTimeout(ctx, storeTimeout+time.Duration(len(o.Body)/bodyRate)*time.Second)
	defer cancel()
	info, err := b.storeBody(ctx, o.ID, o.Body)
	if err != nil {
		return nil, err
	}
	msg.Header.Set(headerObject, info.Name)
	msg.Header.Set(headerDigest, info.Digest)
	msg.Data = nil
	return msg, nil
}

// storeBody puts a body into the object store under a name that begins with id and that
// no other attempt uses: the rest of an attempt that failed does no harm, and expires.
// The object store of nats.go would purge it, even if all of it was stored and only the
// answer was lost.
func (b *Bus) storeBody(ctx context.Context, id string, body []byte) (*jetstream.ObjectInfo, error) {
	h := sha256.New()
	h.Write(body)
	info := &jetstream.ObjectInfo{Bucket: bodiesBucket, NUID: nuid.Next(), Size: uint64(len(body)), Digest: jetstream.GetObjectDigestValue(h),
		ObjectMeta: jetstream.ObjectMeta{Name: id + "." + nuid.Next(), Opts: &jetstream.ObjectMetaOptions{ChunkSize: partSize}}}
	var parts []*nats.Msg
	for part := range slices.Chunk(body, partSize) {
		parts = append(parts, &nats.Msg{Subject: partsOf(info), Data: part})
	}
	info.Chunks = uint32(len(parts)) // #nosec G115 -- of at most 64 MiB
	meta, err := json.Marshal(info)
	if err != nil {
		return nil, err
	}
	name := base64.URLEncoding.EncodeToString([]byte(info.Name))
	for _, msgs := range [][]*nats.Msg{parts, {{Subject: "$O." + bodiesBucket + ".M." + name, Data: meta}}} {
		errs := make([]error, len(msgs))
		// A part that is retried by itself would be stored after those that follow it.
		b.deliver(ctx, msgs, errs, jetstream.WithRetryAttempts(0))
		if err := errors.Join(errs...); err != nil {
			return nil, fmt.Errorf("store %d bytes as object %q: %w", len(body), info.Name, err)
		}
	}
	return info, nil
}

// partsOf is the subject of an object's parts.
func partsOf(info *jetstream.ObjectInfo) string { return "$O." + bodiesBucket + ".C." + info.NUID }

// unpack returns the body of a received message, from the object store if its header
// names an object.
func (b *Bus) unpack(ctx context.Context, h nats.Header, data []byte) ([]byte, error) {
	name := h.Get(headerObject)
	if name == "" {
		return data, nil
	}
	var body []byte
	err := b.ask(ctx, bodiesStream, func(ctx context.Context) (err error) {
		body, err = b.fetchBody(ctx, name, h.Get(headerDigest))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("object %q: %w", name, err)
	}
	return body, nil
}

// fetchBody reads an object part by part. The object store of nats.go creates a
// consumer instead, and a user who may create consumers can have the server send the
// stream's messages to any subject.
func (b *Bus) fetchBody(ctx context.Context, name, digest string) ([]byte, error) {
	info, parts, err := b.findBody(ctx, name)
	if err != nil {
		return nil, err
	}
	if digest != "" && info.Digest != digest {
		return nil, fmt.Errorf("%w: its name belongs to another one now", errBodyMissing)
	}
	var body bytes.Buffer
	h := sha256.New()
	subject, next := partsOf(info), uint64(1)
	for range info.Chunks {
		part, err := untilAnswered(ctx, func(ctx context.Context) (*jetstream.RawStreamMsg, error) {
			return parts.GetMsg(ctx, next, jetstream.WithGetMsgSubject(subject))
		})
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil, errBodyMissing
		}
		if err != nil {
			return nil, err
		}
		if part.Sequence < next { // from a header, which may be forged
			return nil, fmt.Errorf("%w: it is damaged", errBodyMissing)
		}
		h.Write(part.Data)
		body.Write(part.Data)
		next = part.Sequence + 1
	}
	if got := jetstream.GetObjectDigestValue(h); got != info.Digest {
		return nil, fmt.Errorf("%w: it is damaged", errBodyMissing)
	}
	return body.Bytes(), nil
}

// findBody returns the metadata of an object, and the stream of its parts.
func (b *Bus) findBody(ctx context.Context, name string) (*jetstream.ObjectInfo, jetstream.Stream, error) {
	store, err := b.bodyStore(ctx)
	if err != nil {
		return nil, nil, err
	}
	info, err := untilAnswered(ctx, func(ctx context.Context) (*jetstream.ObjectInfo, error) { return store.GetInfo(ctx, name) })
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		return nil, nil, errBodyMissing
	}
	if err != nil {
		return nil, nil, err
	}
	parts, err := untilAnswered(ctx, func(ctx context.Context) (jetstream.Stream, error) { return b.js.Stream(ctx, bodiesStream) })
	return info, parts, err
}

func (b *Bus) bodyStore(ctx context.Context) (jetstream.ObjectStore, error) {
	store, err := untilAnswered(ctx, func(ctx context.Context) (jetstream.ObjectStore, error) { return b.js.ObjectStore(ctx, bodiesBucket) })
	if err != nil {
		return nil, fmt.Errorf("open object store %q: %w", bodiesBucket, err)
	}
	return store, nil
}
