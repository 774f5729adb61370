package feed

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Expand lists the files that name stands for: itself, or for a directory every .txt and
// .jsonl file below it, sorted by name, without hidden files. "-" is returned unchanged. The
// error is an *Error.
func Expand(name string) ([]string, error) {
	if name == "-" {
		return []string{name}, nil
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, &Error{File: name, Err: missing(err)}
	}
	if !info.IsDir() {
		return []string{name}, nil
	}
	var files []string
	err = filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch {
		case entry.IsDir() && path != name && strings.HasPrefix(entry.Name(), "."):
			return filepath.SkipDir
		case !entry.IsDir() && Readable(path) && regular(path):
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		return nil, &Error{File: name, Err: cause(err)}
	}
	return files, nil
}

func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w", fs.ErrNotExist)
	}
	return cause(err)
}

// Readable reports whether a file found in a directory is read as articles: .txt and .jsonl
// files that are not hidden.
func Readable(path string) bool {
	if strings.HasPrefix(filepath.Base(path), ".") {
		return false
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".txt", ".jsonl":
		return true
	}
	return false
}

// regular follows symbolic links, unlike a walk.
func regular(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
