package main

import (
	"context"
	"io/fs"
	"os"
	"time"

	"go.uber.org/zap"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/metrics"
	"github.com/arqam-io/arqam/pkg/metrics/remote"
	"github.com/arqam-io/arqam/pkg/settings"
	"github.com/arqam-io/arqam/pkg/track"
	"github.com/arqam-io/arqam/samples"
	"github.com/arqam-io/arqam/services/extractor"
	"github.com/arqam-io/arqam/services/fetcher"
	"github.com/arqam-io/arqam/services/normalizer"
	"github.com/arqam-io/arqam/services/sink"
)

// Services are wired only here: "up" adds all of them to its site, and the command of a
// service adds only that one.

// addFetcher adds the service that accepts articles over HTTP and from watched directories.
func (s *site) addFetcher(ctx context.Context) (*fetcher.Fetcher, error) {
	f, err := fetcher.New(ctx, fetcher.Options{Bus: s.bus, Log: s.log.Named("fetcher"), Reader: s.reader(),
		Metrics: s.registry})
	if err != nil {
		return nil, err
	}
	s.mux.Handle("POST /v1/articles", f)
	if len(s.config.watch) > 0 {
		s.services = append(s.services, func(ctx context.Context) error { return f.Watch(ctx, s.config.watch...) })
	}
	return f, nil
}

// addExtractor adds the service that finds the mentions of articles.
func (s *site) addExtractor(e *engine.Engine) {
	s.services = append(s.services, func(ctx context.Context) error {
		return extractor.Run(ctx, extractor.Options{Bus: s.bus, Reader: e.Extractor, Langs: e.Packs.Langs(),
			Metrics: s.registry, Workers: s.config.workers})
	})
}

// addNormalizer adds the service that converts mentions to figures.
func (s *site) addNormalizer(e *engine.Engine) {
	s.services = append(s.services, func(ctx context.Context) error {
		return normalizer.Run(ctx, normalizer.Options{Bus: s.bus, Reader: e.Normalizer, Langs: e.Packs.Langs(),
			Metrics: s.registry, Workers: s.config.workers})
	})
}

// addSink adds the service that writes figures to the ledger, and claims and series of
// trackers to the metrics store and to the receivers of remote write.
func (s *site) addSink(e *engine.Engine, trackers *track.Matcher, options []remote.Options) error {
	remotes, err := s.remoteWriters(options)
	if err != nil {
		return err
	}
	changed := make(chan *track.Matcher)
	s.services = append(s.services, func(ctx context.Context) error {
		return s.rereadTrackers(ctx, e, changed)
	}, func(ctx context.Context) error {
		return sink.Run(ctx, sink.Options{Bus: s.bus, Ledger: s.ledger, Matcher: trackers, Matchers: changed, Store: s.store, Remotes: remotes,
			Log: s.log.Named("sink"), Metrics: s.registry, Workers: s.config.workers})
	})
	return nil
}

// matcher reads the trackers that the settings name, else the bundled ones. Errors in the file
// are usage errors.
func (a *app) matcher(e *engine.Engine) (*track.Matcher, error) {
	name, data, err := a.config.trackers, []byte(nil), error(nil)
	if name == "" {
		name = "trackers.yaml"
		data, err = fs.ReadFile(samples.FS, name)
	} else {
		data, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, usagef("trackers: %s: %w", name, settings.Cause(err))
	}
	trackers, err := track.Decode(name, data, e.Units, e.Words)
	if err != nil {
		return nil, usage(err)
	}
	matcher, err := e.Matcher(trackers)
	return matcher, usage(err)
}

// settled waits until the sink exports the metrics of its trackers, with counters at 0.
func (s *site) settled(ctx context.Context) error {
	return await(ctx, func() (bool, error) {
		families, err := s.registry.Gather()
		for _, family := range families {
			if family.GetName() == metrics.TrackerInfo {
				return true, err
			}
		}
		return false, err
	})
}

// drainPatience is how long a start waits for the articles in the pipeline. It is limited
// because retries of an article can take an hour.
const drainPatience = time.Minute

// drained waits until every published article has reached the ledger and the metrics store, or
// DEAD, and returns how much is left after drainPatience. It checks the streams in pipeline
// order: a service acknowledges only after its output is stored, so a message that has left
// one stream is in the next one or finished.
func (s *site) drained(ctx context.Context) (left int, err error) {
	deadline := time.Now().Add(drainPatience)
	err = await(ctx, func() (bool, error) {
		if left, err = s.left(ctx); err != nil && ctx.Err() == nil {
			s.log.Debug("cannot read the progress of articles; trying again", zap.Error(err))
			return time.Now().After(deadline), nil
		}
		return left == 0 || time.Now().After(deadline), err
	})
	return left, err
}

// left returns the number of messages in the pipeline plus pending rows in the ledger, of which
// it counts at most one report and one event.
func (s *site) left(ctx context.Context) (int, error) {
	left, err := s.bus.Travelling(ctx, extractor.Name)
	if err != nil {
		return 0, err
	}
	reports, err := s.ledger.Pending(ctx, sink.Position, 1)
	if err != nil {
		return 0, err
	}
	events, err := s.ledger.Unpublished(ctx, 1)
	return left + len(reports) + len(events), err
}
