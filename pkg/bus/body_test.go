package bus

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

// A body is read again whatever an attempt before has left, and by the object store
// of nats.go too, which services of the version before use.
func TestBody(t *testing.T) {
	b, _ := newBus(t)
	ctx := testContext(t)
	for _, size := range []int{1, partSize, partSize + 1, 5*partSize - 1} {
		body := bytes.Repeat([]byte("0123456789"), size/10+1)[:size]
		cut, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := b.storeBody(cut, "id", body); err == nil {
			t.Error("an attempt that was cut short says that it stored the body")
		}
		info, err := b.storeBody(ctx, "id", body)
		if err != nil {
			t.Fatal(err)
		}
		got, err := b.unpack(ctx, nats.Header{headerObject: {info.Name}, headerDigest: {info.Digest}}, nil)
		if err != nil || !bytes.Equal(got, body) {
			t.Errorf("%d bytes come back as %d, %v", size, len(got), err)
		}
		store, err := b.js.ObjectStore(ctx, bodiesBucket)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := store.GetBytes(ctx, info.Name); err != nil || !bytes.Equal(got, body) {
			t.Errorf("the object store has %d bytes of %d, %v", len(got), size, err)
		}
	}
}

// TestBodyOverElection makes the stream of bodies while parts are on their way to it,
// as a new leader does: what is said to be stored has its parts in their order.
func TestBodyOverElection(t *testing.T) {
	b, _ := newBus(t)
	ctx := testContext(t)
	body := make([]byte, 100*partSize)
	for i := range body {
		body[i] = byte(i / partSize)
	}
	whole := 0
	for round := range 30 {
		if err := b.js.DeleteStream(ctx, bodiesStream); err != nil {
			t.Fatal(err)
		}
		made := make(chan error, 1)
		time.AfterFunc(time.Duration(round)*time.Millisecond, func() {
			made <- b.Setup(ctx)
		})
		info, stored := b.storeBody(ctx, "id", body)
		if err := <-made; err != nil {
			t.Fatal(err)
		}
		if stored != nil {
			continue
		}
		if got, err := b.unpack(ctx, nats.Header{headerObject: {info.Name}}, nil); err != nil || !bytes.Equal(got, body) {
			t.Fatalf("%d bytes come back as %d, %v", len(body), len(got), err)
		}
		whole++
	}
	if whole == 0 {
		t.Error("no body was stored")
	}
}
