package normalize

import "context" // want: pkg/normalize is pure

func New(context.Context) {}
