package feed

import "net/http"

var Fetch = http.DefaultClient
