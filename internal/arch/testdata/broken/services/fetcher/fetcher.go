package fetcher

import (
	"github.com/nats-io/nats.go/jetstream" // want: NATS stays behind pkg/bus
	"github.com/spf13/pflag"               // want: flags are read in cmd/arqam only
)

type Fetcher struct {
	js    jetstream.JetStream
	flags *pflag.FlagSet
}
