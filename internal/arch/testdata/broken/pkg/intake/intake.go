package intake

import (
	"github.com/arqam-io/arqam/pkg/judge"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/services/sink" // want: imports go down only: pkg/intake imports services/sink
)

type Recorder struct {
	ledger *ledger.Ledger
	sink   sink.Sink
	rule   func() judge.Ruling
}
