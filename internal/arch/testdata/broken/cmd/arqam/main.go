package main

import (
	"flag"
	"github.com/arqam-io/arqam/pkg/metrics/embedded"
	"github.com/arqam-io/arqam/services/sink"
	"github.com/spf13/cobra"
	"os"
)

var (
	store embedded.Store
	room  sink.Sink
	root  cobra.Command
)

func main() {
	flag.Parse()
	os.Exit(len(os.Args))
}
