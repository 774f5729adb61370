package numeral

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/unit" // want: imports never go sideways: pkg/numeral imports pkg/unit
	"log/slog"                           // want: pkg/numeral is pure
)

var (
	One = figure.Number{}
	Day = unit.Day
	Log = slog.Default()
)
