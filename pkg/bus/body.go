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
	// bodyTimeout is for storing or fetching one body. Without a deadline the
	// client would allow only a few seconds.
	bodyTimeout = 2 * time.Minute

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
	ctx, cancel := context.WithTimeout(ctx, bodyTimeout)
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
// is there already stays: to put it again would need the right to purge.
func (b *Bus) storeBody(ctx context.Context, name string, body []byte) (string, error) {
	h := sha256.New()
	h.Write(body)
	digest := jetstream.GetObjectDigestValue(h)
	store, err := b.js.ObjectStore(ctx, bucket)
	if err != nil {
		return "", fmt.Errorf("open object store %q: %w", bucket, err)
	}
	info, err := store.GetInfo(ctx, name)
	if err == nil && info.Digest == digest {
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
	ctx, cancel := context.WithTimeout(ctx, bodyTimeout)
	defer cancel()
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
	store, err := b.js.ObjectStore(ctx, bucket)
	if err != nil {
		return nil, fmt.Errorf("open object store: %w", err)
	}
	info, err := store.GetInfo(ctx, name)
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		return nil, errBodyMissing
	}
	if err != nil {
		return nil, err
	}
	if digest != "" && info.Digest != digest {
		return nil, fmt.Errorf("%w: another stands under its name", errBodyMissing)
	}
	parts, err := b.js.Stream(ctx, bodies)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	h := sha256.New()
	subject, next := "$O."+bucket+".C."+info.NUID, uint64(1)
	for range info.Chunks {
		part, err := parts.GetMsg(ctx, next, jetstream.WithGetMsgSubject(subject))
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil, errBodyMissing
		}
		if err != nil {
			return nil, err
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
