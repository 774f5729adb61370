package main

import (
	"context"

	"github.com/arqam-io/arqam/pkg/metrics/remote"
	"github.com/arqam-io/arqam/services/notifier"
	"github.com/arqam-io/arqam/services/sink"
)

// receivers returns the receivers of events. Errors in their settings are usage errors.
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

// addNotifier adds the service that sends events to receivers. It creates their consumers on
// EVENTS before the sink publishes.
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

// remoteOptions returns the options of the remote write receivers. Errors in their settings are
// usage errors.
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

// remoteWriters creates the writers to the remote write receivers.
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
