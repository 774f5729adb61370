package bus

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger" // want: imports never go sideways: pkg/bus imports pkg/ledger
	"github.com/nats-io/nats.go"
)

type Bus struct {
	conn *nats.Conn
	one  figure.Number
	rows ledger.Ledger
}
