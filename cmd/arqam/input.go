package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/settings"
	"github.com/arqam-io/arqam/pkg/terminal"
)

// reader returns the feed reader for the settings.
func (a *app) reader() *feed.Reader {
	r := &feed.Reader{Source: a.config.source, Stdin: a.stdin}
	if a.config.lang != "auto" {
		r.Lang = a.config.lang
	}
	return r
}

// inputs returns the files that the arguments name. Without arguments it is standard input,
// unless that is a terminal. A missing file is a usage error, reported before anything is
// read.
func (a *app) inputs(args []string) ([]string, error) {
	if len(args) == 0 {
		if terminal.Width(a.stdin) > 0 {
			return nil, usagef("nothing to read: give a FILE, or - for standard input")
		}
		return []string{"-"}, nil
	}
	var files []string
	for _, arg := range args {
		found, err := feed.Expand(arg)
		if err != nil {
			return nil, unreadable(arg, err)
		}
		if len(found) == 0 {
			return nil, usagef("the directory %s contains no .txt or .jsonl file", arg)
		}
		files = append(files, found...)
	}
	return files, nil
}

// givenInputs returns the files that the arguments name; without arguments there are none.
func (a *app) givenInputs(args []string) ([]string, error) {
	if len(args) == 0 {
		return nil, nil
	}
	return a.inputs(args)
}

// unreadable returns a usage error that names the file that could not be read.
func unreadable(name string, err error) error {
	var at *feed.Error
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return usagef("there is no file %s", name)
	case errors.As(err, &at):
		return usage(at) // it names the file
	}
	return usagef("%s: %w", name, settings.Cause(err))
}

// sizeOf returns the total size of the files in bytes, or -1 if it is unknown.
func sizeOf(files []string) int64 {
	var total int64
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			return -1
		}
		total += info.Size()
	}
	return total
}

// complain reports an article that could not be read; the run continues.
func (a *app) complain(err error) { fmt.Fprintln(a.stderr, "arqam: "+oneLine(err)) }
