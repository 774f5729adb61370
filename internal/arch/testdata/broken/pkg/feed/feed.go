package feed

import (
	"net/http"

	"golang.org/x/text/cases"        // want: letters are folded in pkg/lang
	"golang.org/x/text/unicode/norm" // want: letters are folded in pkg/lang
)

var Fetch = http.DefaultClient

var Plain, Small = norm.NFKD, cases.Fold()
