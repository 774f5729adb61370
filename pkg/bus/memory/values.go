// Package memory holds what processes remember together: which revisions of an article
// were published, which events a receiver has received, and how far a fetcher has read
// a feed. It keeps its values in a shared store, which pkg/bus opens on NATS, and knows
// nothing of NATS itself. The fetcher and the notifier use it.
package memory

import (
	"context"
	"errors"
)

// Key names a value by its parts, each of which may be any text.
type Key []string

// ErrChanged says that another process changed a value after it was read.
var ErrChanged = errors.New("changed by another process")

// Values is a shared store of small values. Each write of a value gives it a new
// version, and version 0 means that there is none.
type Values interface {
	Get(ctx context.Context, key Key) (value []byte, version uint64, err error)
	// Set writes over the version that was read. The error is ErrChanged if the value
	// has another version, which may be this very write where its answer was lost.
	Set(ctx context.Context, key Key, value []byte, over uint64) (version uint64, err error)
	// Put writes over any version.
	Put(ctx context.Context, key Key, value []byte) error
}
