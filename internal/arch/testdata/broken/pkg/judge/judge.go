package judge

import (
	"context" // want: pkg/judge is pure
	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/event"
	"github.com/arqam-io/arqam/pkg/ledger" // want: imports go down only: pkg/judge imports pkg/ledger
)

func Rule(context.Context, *ledger.Ledger, claim.Claim) []event.Event { return nil }
