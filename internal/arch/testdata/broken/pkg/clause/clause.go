package clause

import (
	"github.com/arqam-io/arqam/pkg/extract" // want: imports go down only: pkg/clause imports pkg/extract
	"log"                                   // want: pkg/clause is pure
)

var _ = extract.Bare

func report() { log.Print("found a clause") }
