package token

import "os" // want: pkg/token is pure

var Args = os.Args // want: flags and environment are read in cmd/arqam only
