package novelty

import "time"

var Begun = time.Now() // want: pkg/novelty is pure
