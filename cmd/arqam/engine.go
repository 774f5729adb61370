package main

import (
	"os"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/normalize"
	"github.com/arqam-io/arqam/pkg/settings"
)

// newEngine returns an engine, with the additional concepts of a user's file unless its name
// is empty.
func newEngine(concepts string) (*engine.Engine, error) {
	packs, err := loadPacks(concepts)
	if err != nil {
		return nil, err
	}
	return engine.New(packs)
}

// exchangingEngine is newEngine with the exchange rates of the user's file, if there is one.
// Errors in the file are usage errors.
func (a *app) exchangingEngine(concepts string) (*engine.Engine, error) {
	e, err := newEngine(concepts)
	if err != nil || a.config.rates == "" {
		return e, err
	}
	f, err := os.Open(a.config.rates)
	if err != nil {
		return nil, usagef("rates: %s: %w", a.config.rates, settings.Cause(err))
	}
	defer f.Close()
	rates, err := normalize.ReadRates(a.config.rates, f, e.Units, a.config.ratesDays)
	if err != nil {
		return nil, usage(err)
	}
	e.Normalizer = e.Normalizer.WithRates(rates)
	return e, nil
}
