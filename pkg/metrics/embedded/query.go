package embedded

import (
	"errors"
	"fmt"

	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// union makes both databases one storage for the engine and the API.
type union struct{ reported, services *tsdb.DB }

// Querier implements storage.Queryable. No series is in both databases.
func (u union) Querier(mint, maxt int64) (storage.Querier, error) {
	return queriers(mint, maxt, u.reported.Querier, u.services.Querier,
		func(both []storage.Querier) storage.Querier {
			return storage.NewMergeQuerier(both, nil, storage.ChainedSeriesMerge)
		})
}

// ChunkQuerier implements storage.ChunkQueryable.
func (u union) ChunkQuerier(mint, maxt int64) (storage.ChunkQuerier, error) {
	return queriers(mint, maxt, u.reported.ChunkQuerier, u.services.ChunkQuerier,
		func(both []storage.ChunkQuerier) storage.ChunkQuerier {
			return storage.NewMergeChunkQuerier(both, nil,
				storage.NewCompactingChunkSeriesMerger(storage.ChainedSeriesMerge))
		})
}

func queriers[Q interface{ Close() error }](mint, maxt int64, reported, services func(int64, int64) (Q, error),
	merge func([]Q) Q) (Q, error) {
	var none Q
	a, err := reported(mint, maxt)
	if err != nil {
		return none, fmt.Errorf("query reported series: %w", err)
	}
	b, err := services(mint, maxt)
	if err != nil {
		return none, errors.Join(fmt.Errorf("query services' series: %w", err), a.Close())
	}
	return merge([]Q{a, b}), nil
}
