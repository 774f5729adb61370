package main

import (
	"context"

	"github.com/arqam-io/arqam/pkg/metrics/remote"
	"github.com/arqam-io/arqam/services/notifier"
	"github.com/arqam-io/arqam/services/sink"
)

// receivers are the receivers of events. An error in their settings is the user's.
func (a *app) receivers() ([]notifier.Receiver, error) {
	var out []notifier.Receiver
	for _, r := range a.config.receivers {
		made, err := r.Make(a.env)
		if err != nil {
			return nil, usage(err)
		}
		out = append(out, made)
	}
	return out, nil
}

// addNotifier sends events to receivers. Each has its place on EVENTS before a
// sink publishes.
func (s *site) addNotifier(ctx context.Context, receivers []notifier.Receiver) error {
	if len(receivers) == 0 {
		return nil
	}
	n, err := notifier.New(ctx, notifier.Options{Bus: s.bus, Receivers: receivers})
	if err != nil {
		return err
	}
	s.services = append(s.services, n.Run)
	return nil
}

// remoteOptions are those of the receivers of remote write. An error in their
// settings is the user's.
func (a *app) remoteOptions() ([]remote.Options, error) {
	var out []remote.Options
	for _, r := range a.config.remotes {
		o, err := r.Options(a.env)
		if err != nil {
			return nil, usage(err)
		}
		out = append(out, o)
	}
	return out, nil
}

// remoteWriters makes the receivers of remote write.
func (s *site) remoteWriters(options []remote.Options) ([]sink.Remote, error) {
	if len(options) == 0 {
		return nil, nil
	}
	counted, err := remote.NewMetrics(s.registry)
	if err != nil {
		return nil, err
	}
	var out []sink.Remote
	for _, o := range options {
		o.Metrics, o.Log = counted, s.log.Named("remote")
		w, err := remote.New(o)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}
