package word

import (
	"github.com/arqam-io/arqam/pkg/numeral" // want: imports go down only: pkg/word imports pkg/numeral
	"log"                                   // want: pkg/word is pure
)

var (
	One = numeral.One
	Log = log.Default()
)
