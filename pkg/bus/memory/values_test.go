package memory

import "context"

// entries is a store in this process. Its keys are the joined parts.
type entries map[string]entry

type entry struct {
	value   []byte
	version uint64
}

func (e entries) Get(_ context.Context, key Key) ([]byte, uint64, error) {
	found := e[name(key)]
	return found.value, found.version, nil
}

func (e entries) Set(ctx context.Context, key Key, value []byte, over uint64) (uint64, error) {
	if e[name(key)].version != over {
		return 0, ErrChanged
	}
	return over + 1, e.Put(ctx, key, value)
}

func (e entries) Put(_ context.Context, key Key, value []byte) error {
	e[name(key)] = entry{value, e[name(key)].version + 1}
	return nil
}

func name(key Key) (joined string) {
	for _, part := range key {
		joined += part + "\x00"
	}
	return joined
}
