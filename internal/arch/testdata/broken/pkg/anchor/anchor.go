package anchor

import (
	"github.com/arqam-io/arqam/pkg/extract" // want: imports go down only: pkg/anchor imports pkg/extract
	"log"                                   // want: pkg/anchor is pure
)

var (
	Find = extract.New
	Log  = log.Default()
)
