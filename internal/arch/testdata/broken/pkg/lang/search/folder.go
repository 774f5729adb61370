package search

import (
	"os" // want: pkg/lang/search is pure

	"golang.org/x/text/cases"
)

var Fold = cases.Fold()

var Home = os.TempDir()
