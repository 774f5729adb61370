// Package feed makes articles of what people have: article JSONL, plain text, pages,
// folders of them, standard input, and the body of an HTTP request, in whatever
// encoding they come. It publishes nothing, remembers nothing and finds no
// figures. The fetcher service and the commands that read files call it.
package feed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/text/transform"

	"github.com/arqam-io/arqam/pkg/feed/charset"
	"github.com/arqam-io/arqam/pkg/figure"
)

// DefaultLimit is the size of the largest article that a Reader accepts, in bytes of its line
// or file.
const DefaultLimit = 64 << 20

// Stdin is the file name of items from standard input.
const Stdin = "stdin"

// ErrTooLarge means that an article exceeds the Reader's limit.
var ErrTooLarge = errors.New("article too large")

// Reader reads articles. The zero Reader is ready for use. A Reader is safe for concurrent use
// as long as its fields do not change.
type Reader struct {
	// Source and Lang are set on articles that have none.
	Source, Lang string
	// Limit bounds one article, in bytes; 0 means DefaultLimit.
	Limit int
	// Stdin is the source of "-"; nil is empty.
	Stdin io.Reader
	// Meter is called with every byte that is read, for a progress bar; nil is none.
	Meter io.Writer
	// Now sets Article.Fetched; nil means time.Now.
	Now func() time.Time
}

// Item is an article and its position. Line counts lines, or the members of a JSON array, from
// 1; it is 0 for plain text. Notes describe irregularities, such as an unreadable date.
type Item struct {
	Article figure.Article
	File    string
	Line    int
	Notes   []string
}

// Error is an error in one article, with its position. Line is 0 if it concerns the whole
// file.
type Error struct {
	File string
	Line int
	Err  error
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.File, e.Err)
	}
	return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

func (r *Reader) now() time.Time {
	if r.Now == nil {
		return time.Now().UTC()
	}
	return r.Now()
}

func (r *Reader) limit() int {
	if r.Limit > 0 {
		return r.Limit
	}
	return DefaultLimit
}

// Files reads the named files in order; "-" is Stdin, and a directory stands for the files
// that Expand finds in it. Every error is an *Error, after which reading continues with the
// next line or file.
func (r *Reader) Files(names ...string) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		for _, name := range names {
			paths, err := Expand(name)
			if err != nil && !yield(Item{}, err) {
				return
			}
			for _, path := range paths {
				if !r.file(path, yield) {
					return
				}
			}
		}
	}
}

func (r *Reader) file(path string, yield func(Item, error) bool) bool {
	if path == "-" {
		in := r.Stdin
		if in == nil {
			in = strings.NewReader("")
		}
		return r.read(Stdin, in, yield)
	}
	f, err := os.Open(path)
	if err != nil {
		return yield(Item{}, &Error{File: path, Err: cause(err)})
	}
	defer f.Close()
	return r.read(path, f, yield)
}

// Tree reads the articles of a file system, such as one embedded in the binary, sorted by
// name.
func (r *Reader) Tree(root fs.FS) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		err := fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !Readable(path) {
				return err
			}
			f, err := root.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			if !r.read(path, f, yield) {
				return errStopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(Item{}, &Error{File: ".", Err: cause(err)})
		}
	}
}

var errStopped = errors.New("stopped by the caller")

// Read reads one stream. The extension of name says what it holds: .jsonl and
// .ndjson an article a line, .json one article or an array of them, .html a page,
// .txt one article of plain text or a page; otherwise the stream's beginning tells.
// What is not text, such as a PDF, is refused.
func (r *Reader) Read(name string, in io.Reader) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) { r.read(name, in, yield) }
}

// peek is how much of a stream is examined to detect its encoding and format.
const peek = 64 << 10

func (r *Reader) read(name string, in io.Reader, yield func(Item, error) bool) bool {
	if r.Meter != nil {
		in = io.TeeReader(in, r.Meter)
	}
	buffered := bufio.NewReaderSize(in, peek)
	sample, err := firstLine(buffered)
	if err == nil && (charset.Detect(sample) != nil || form(name, sample) != formLines) {
		sample, err = buffered.Peek(peek)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return yield(Item{}, &Error{File: name, Err: cause(err)})
	}
	if err := refuseBinary(sample); err != nil {
		return yield(Item{}, &Error{File: name, Err: err})
	}
	if form(name, sample) == formPage {
		return r.page(name, buffered, yield)
	}
	if enc := charset.Detect(sample); enc != nil {
		buffered = bufio.NewReaderSize(transform.NewReader(buffered, enc.NewDecoder()), peek)
		sample, _ = buffered.Peek(peek)
	}
	switch form(name, sample) {
	case formLines:
		return r.lines(name, buffered, yield)
	case formDocument:
		return r.document(name, buffered, yield)
	case formPage:
		return r.page(name, buffered, yield)
	default:
		return r.text(name, buffered, yield)
	}
}

// firstLine examines the first line without waiting for more: the articles of a slow pipe are
// read as they arrive.
func firstLine(in *bufio.Reader) ([]byte, error) {
	for n := 1; ; n = in.Buffered() + 1 {
		sample, err := in.Peek(min(n, peek))
		if err != nil || n >= peek {
			return sample, err
		}
		sample, err = in.Peek(in.Buffered())
		if err != nil || bytes.IndexByte(sample, '\n') >= 0 {
			return sample, err
		}
	}
}

type shape int

const (
	formText shape = iota
	formLines
	formDocument
	formPage
)

func form(name string, sample []byte) shape {
	extension := strings.ToLower(filepath.Ext(name))
	switch extension {
	case ".jsonl", ".ndjson":
		return formLines
	case ".json":
		return formDocument
	}
	switch {
	case isPage(extension, sample):
		return formPage
	case extension == ".txt":
		return formText
	}
	first, _, whole := bytes.Cut(bytes.TrimLeft(sample, " \t\r\n"), []byte("\n"))
	// An object longer than the sample cannot be checked completely.
	if isObject(first) || !whole && len(sample) == peek && bytes.HasPrefix(first, []byte(`{"`)) {
		return formLines
	}
	return formText
}

// text reads the whole stream as one article.
func (r *Reader) text(name string, in io.Reader, yield func(Item, error) bool) bool {
	body, err := r.whole(in)
	if err == nil && bytes.IndexByte(body, 0) >= 0 {
		err = fmt.Errorf("%w: it has NUL bytes, so it is not text", ErrNotArticle)
	}
	item := Item{File: name}
	if err == nil {
		if n := brokenBytes(body); n > 0 {
			item.note("%d bytes are not UTF-8 and were replaced by U+FFFD", n)
			body = bytes.Map(func(r rune) rune { return r }, body)
		}
		item.Article.Text = string(body)
		item.note("no publication date")
		err = r.finish(&item)
	}
	if err != nil {
		return yield(Item{}, &Error{File: name, Err: cause(err)})
	}
	return yield(item, nil)
}

// document reads one JSON article, or an array of them.
func (r *Reader) document(name string, in io.Reader, yield func(Item, error) bool) bool {
	body, err := r.whole(in)
	objects := []json.RawMessage{body}
	if err == nil && bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		if err = json.Unmarshal(body, &objects); err != nil {
			err = explain(err)
		}
	}
	if err != nil {
		return yield(Item{}, &Error{File: name, Err: cause(err)})
	}
	for i, object := range objects {
		item, err := r.decode(object)
		item.File, item.Line = name, i+1
		if err != nil {
			item, err = Item{}, &Error{File: name, Line: i + 1, Err: err}
		}
		if !yield(item, err) {
			return false
		}
	}
	return true
}

// whole reads to the end, or fails as soon as the limit is exceeded.
func (r *Reader) whole(in io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(in, int64(r.limit())+1))
	if err == nil && len(body) > r.limit() {
		err = tooLarge(r.limit())
	}
	return body, err
}

func tooLarge(limit int) error {
	return fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
}

// cause removes the path and the system call from an error that is printed with its path.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
