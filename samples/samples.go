// Package samples holds the news articles and the trackers that come with the
// program, so that `arqam up` has something to read on a new machine. The
// places and events in them are invented.
package samples

import "embed"

// FS holds articles/*.jsonl and trackers.yaml.
//
//go:embed articles trackers.yaml
var FS embed.FS
