package bus

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	// bucket holds the bodies of messages over the payload limit, in a stream.
	bucket = "arqam-bodies"
	bodies = "OBJ_" + bucket
	// bodyAge keeps a body for as long as any stream may keep its message.
	bodyAge = 91 * day
	// storing a body may take storeTimeout, and a second more for each bodyRate
	// bytes: a part that a dying server swallowed must not hold up its room for long.
	storeTimeout = 10 * time.Second
	bodyRate     = 256 << 10
	// missingTries is how often a body is looked for: any server may answer, and one
	// that lags behind says of what was just written that it is not there.
	missingTries = 6

	// headerObject names the object that holds the body of a message too large
	// to travel whole. headerDigest is the digest of that body: who else may
	// write to the store cannot put another in its place.
	headerObject = "Arqam-Object"
	headerDigest = "Arqam-Digest"
)

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
	ctx, cancel := context.WithTimeout(ctx, storeTimeout+time.Duration(len(o.Body)/bodyRate)*time.Second)
	defer cancel()
	digest, err := b.storeBody(ctx, o.ID, o.Body)
	if err != nil {
		return nil, err
	}
	msg.Header.Set(headerObject, o.ID)
	msg.Header.Set(headerDigest, digest)
	msg.Data = nil
	return msg, nil
}

// storeBody puts a body into the object store and returns its digest. One that
// is there already, and for long enough, stays: to put it again would need the
// right to purge.
func (b *Bus) storeBody(ctx context.Context, name string, body []byte) (string, error) {
	h := sha256.New()
	h.Write(body)
	digest := jetstream.GetObjectDigestValue(h)
	store, err := b.bodyStore(ctx)
	if err != nil {
		return "", err
	}
	info, err := insist(ctx, func(ctx context.Context) (*jetstream.ObjectInfo, error) { return store.GetInfo(ctx, name) })
	if err == nil && info.Digest == digest && time.Since(info.ModTime) < bodyAge/2 {
		return digest, nil
	}
	if err == nil || errors.Is(err, jetstream.ErrObjectNotFound) {
		_, err = store.PutBytes(ctx, name, body)
	}
	if err != nil {
		return "", fmt.Errorf("store %d bytes as object %q: %w", len(body), name, err)
	}
	return digest, nil
}

// unpack returns the body of a received message, from the object store when
// the header says so.
func (b *Bus) unpack(ctx context.Context, h nats.Header, data []byte) ([]byte, error) {
	name := h.Get(headerObject)
	if name == "" {
		return data, nil
	}
	var body []byte
	err := b.ask(ctx, bodies, func(ctx context.Context) (err error) {
		body, err = b.fetchBody(ctx, name, h.Get(headerDigest))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("object %q: %w", name, err)
	}
	return body, nil
}

// fetchBody reads an object part by part. The object store of nats.go makes a
// consumer instead, and who may make one may have the server send what the
// stream holds to any subject.
func (b *Bus) fetchBody(ctx context.Context, name, digest string) ([]byte, error) {
	info, parts, err := b.findBody(ctx, name)
	if err != nil {
		return nil, err
	}
	if digest != "" && info.Digest != digest {
		return nil, fmt.Errorf("%w: another stands under its name", errBodyMissing)
	}
	var body bytes.Buffer
	h := sha256.New()
	subject, next := "$O."+bucket+".C."+info.NUID, uint64(1)
	for range info.Chunks {
		part, err := insist(ctx, func(ctx context.Context) (*jetstream.RawStreamMsg, error) {
			return parts.GetMsg(ctx, next, jetstream.WithGetMsgSubject(subject))
		})
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil, errBodyMissing
		}
		if err != nil {
			return nil, err
		}
		if part.Sequence < next { // it is read from a header, which may lie
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

// findBody returns what the store knows of an object, and the stream of its parts.
func (b *Bus) findBody(ctx context.Context, name string) (*jetstream.ObjectInfo, jetstream.Stream, error) {
	store, err := b.bodyStore(ctx)
	if err != nil {
		return nil, nil, err
	}
	info, err := insist(ctx, func(ctx context.Context) (*jetstream.ObjectInfo, error) { return store.GetInfo(ctx, name) })
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		return nil, nil, errBodyMissing
	}
	if err != nil {
		return nil, nil, err
	}
	parts, err := insist(ctx, func(ctx context.Context) (jetstream.Stream, error) { return b.js.Stream(ctx, bodies) })
	return info, parts, err
}

func (b *Bus) bodyStore(ctx context.Context) (jetstream.ObjectStore, error) {
	store, err := insist(ctx, func(ctx context.Context) (jetstream.ObjectStore, error) { return b.js.ObjectStore(ctx, bucket) })
	if err != nil {
		return nil, fmt.Errorf("open object store %q: %w", bucket, err)
	}
	return store, nil
}
