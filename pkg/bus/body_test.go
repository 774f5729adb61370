package bus

import (
	"bytes"
	"context"
	"testing"

	"github.com/nats-io/nats.go"
)

// A body is read again whatever an attempt before has left, and by the object store
// of nats.go too, which rooms of the version before use.
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
		store, err := b.js.ObjectStore(ctx, bucket)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := store.GetBytes(ctx, info.Name); err != nil || !bytes.Equal(got, body) {
			t.Errorf("the object store has %d bytes of %d, %v", len(got), size, err)
		}
	}
}
