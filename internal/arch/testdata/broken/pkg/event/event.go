package event

import (
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang" // want: imports go down only: pkg/event imports pkg/lang
	"log"                                // want: pkg/event is pure
)

type Event struct{ Figure figure.Figure }

func (e Event) Print() { log.Print(e, lang.Arabic) }
