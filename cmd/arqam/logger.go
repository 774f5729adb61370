package main

import (
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"github.com/arqam-io/arqam/pkg/terminal"
)

// logger writes one line per event to standard error: by default as text on a terminal and as
// JSON elsewhere.
func (a *app) logger() *zap.Logger {
	level := zapcore.InfoLevel
	// The level was checked when the setting was read.
	_ = level.Set(a.config.logLevel)
	format := a.config.logFormat
	if format == "auto" {
		format = "json"
		if terminal.Width(a.stderr) > 0 {
			format = "console"
		}
	}
	encoder := zap.NewProductionEncoderConfig()
	encoder.EncodeTime = zapcore.ISO8601TimeEncoder
	encoder.EncodeDuration = zapcore.StringDurationEncoder
	encoding := zapcore.NewJSONEncoder(encoder)
	if format == "console" {
		encoder.EncodeTime = zapcore.TimeEncoderOfLayout("15:04:05.000")
		if a.colour(a.stderr) {
			encoder.EncodeLevel = zapcore.CapitalColorLevelEncoder
		}
		encoding = zapcore.NewConsoleEncoder(encoder)
	}
	return zap.New(zapcore.NewCore(encoding, zapcore.Lock(zapcore.AddSync(a.stderr)), level))
}

// colour reports whether w is a terminal and NO_COLOR is not set.
func (a *app) colour(w any) bool {
	value, plain := a.env("NO_COLOR")
	return terminal.Width(w) > 0 && !(plain && value != "")
}
