package claim

import "os/signal" // want: pkg/claim is pure

var Stop = signal.Stop
