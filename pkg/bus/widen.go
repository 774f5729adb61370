package bus

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nats-io/nats.go/jetstream"
)

// widen returns have with every limit at least as wide as in want.
func widen(have, want jetstream.StreamConfig) (jetstream.StreamConfig, error) {
	if have.Storage != want.Storage {
		return have, fmt.Errorf("%w: its storage is %s, not %s", ErrStreamConflict, have.Storage, want.Storage)
	}
	if want.Retention == jetstream.LimitsPolicy && have.Retention != jetstream.LimitsPolicy {
		return have, fmt.Errorf("%w: its retention is %s, not %s", ErrStreamConflict, have.Retention, want.Retention)
	}
	wide := have
	wide.Subjects = slices.Clone(have.Subjects)
	for _, s := range want.Subjects {
		if slices.ContainsFunc(wide.Subjects, func(h string) bool { return covers(h, s) }) {
			continue
		}
		wide.Subjects = slices.DeleteFunc(wide.Subjects, func(h string) bool { return covers(s, h) })
		wide.Subjects = append(wide.Subjects, s)
	}
	wide.MaxAge = wider(have.MaxAge, want.MaxAge)
	switch {
	case want.Retention == jetstream.LimitsPolicy:
		wide.MaxBytes = wider(have.MaxBytes, want.MaxBytes)
		if want.Discard == jetstream.DiscardNew {
			wide.Discard = jetstream.DiscardNew
		}
	case have.Retention == jetstream.LimitsPolicy: // it keeps what was read, so it must discard the oldest
	default:
		// The limits of a queue lose nothing and stay as an operator chose them. A queue
		// without limits that discards the oldest was made by an earlier version.
		if have.Discard != jetstream.DiscardNew && have.MaxBytes <= 0 && have.MaxMsgs <= 0 {
			wide.MaxBytes, wide.MaxMsgs = want.MaxBytes, want.MaxMsgs
		}
		wide.Discard = jetstream.DiscardNew
	}
	wide.Duplicates = max(have.Duplicates, want.Duplicates)
	wide.Replicas = max(have.Replicas, want.Replicas)
	wide.AllowDirect = have.AllowDirect || want.AllowDirect
	return wide, nil
}

// widenConsumer returns have with every limit at least as wide as in want, and without
// a filter.
func widenConsumer(have, want jetstream.ConsumerConfig) jetstream.ConsumerConfig {
	have.AckPolicy, have.MaxDeliver = want.AckPolicy, want.MaxDeliver
	have.FilterSubject, have.FilterSubjects = "", nil
	have.AckWait = max(have.AckWait, want.AckWait)
	if want.MaxAckPending > 0 {
		have.MaxAckPending = int(wider(int64(have.MaxAckPending), int64(want.MaxAckPending)))
	}
	return have
}

// wider is the greater of two limits; no limit (0 or -1) is the greatest.
func wider[T ~int64](have, want T) T {
	if have <= 0 || have >= want && want > 0 {
		return have
	}
	return want
}

// covers reports whether every subject that b matches is matched by a.
func covers(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i, t := range as {
		switch {
		case t == ">":
			return len(bs) > i
		case i >= len(bs), bs[i] == ">":
			return false
		case t != "*" && t != bs[i]:
			return false
		}
	}
	return len(as) == len(bs)
}
