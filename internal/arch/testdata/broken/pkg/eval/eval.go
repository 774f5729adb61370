package eval

import "net/http" // want: pkg/eval is pure

var Gold = http.Get // want: HTTP clients live in pkg/feed, pkg/metrics and pkg/notify
