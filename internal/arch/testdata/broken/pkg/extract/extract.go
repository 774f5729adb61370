package extract

import (
	"github.com/arqam-io/arqam/pkg/bus" // want: imports go down only: pkg/extract imports pkg/bus
	clock "time"
)

const Version = "1"

var Bus bus.Bus

func Stamp() clock.Time {
	go Stamp()         // want: it starts no goroutine
	return clock.Now() // want: it reads no clock
}

func Zero() clock.Time { return clock.Time{} }
