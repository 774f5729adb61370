package archive

import (
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"

	"github.com/arqam-io/arqam/pkg/feed"
)

// Files reads WARC files one after the other, as Read does each. What is read is
// written to meter, too. A file that cannot be opened is an error in its place.
func Files(files []string, meter io.Writer, s Settings) iter.Seq2[feed.Item, error] {
	return func(yield func(feed.Item, error) bool) {
		for _, name := range files {
			if !readFile(name, meter, s, yield) {
				return
			}
		}
	}
}

// readFile yields what a file holds, and whether more is wanted.
func readFile(name string, meter io.Writer, s Settings, yield func(feed.Item, error) bool) bool {
	f, err := os.Open(name)
	if err != nil {
		if path, ok := errors.AsType[*fs.PathError](err); ok {
			err = path.Err // the name is in feed.Error
		}
		return yield(feed.Item{}, &feed.Error{File: name, Err: err})
	}
	defer f.Close()
	for item, err := range Read(name, io.TeeReader(f, meter), s) {
		if !yield(item, err) {
			return false
		}
	}
	return true
}
