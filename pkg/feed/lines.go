package feed

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// lines reads one JSON article from each line. One buffer is used for all lines; a line over
// the limit is skipped without storing it.
func (r *Reader) lines(name string, in *bufio.Reader, yield func(Item, error) bool) bool {
	var buf []byte
	for n := 1; ; n++ {
		line, err := r.line(in, buf)
		buf = line[:0]
		ended := errors.Is(err, io.EOF)
		if err != nil && !ended && !errors.Is(err, ErrTooLarge) {
			return yield(Item{}, &Error{File: name, Line: n, Err: cause(err)})
		}
		if !r.object(name, n, line, err, yield) {
			return false
		}
		if ended {
			return true
		}
	}
}

func (r *Reader) object(name string, n int, line []byte, err error, yield func(Item, error) bool) bool {
	if errors.Is(err, ErrTooLarge) {
		return yield(Item{}, &Error{File: name, Line: n, Err: err})
	}
	line = bytes.TrimSpace(line)
	if len(line) == 0 {
		return true
	}
	item, err := r.decode(line)
	if err != nil {
		return yield(Item{}, &Error{File: name, Line: n, Err: err})
	}
	item.File, item.Line = name, n
	return yield(item, nil)
}

// line appends the next line to buf[:0]. It returns io.EOF together with the last line, and
// ErrTooLarge at the end of a line over the limit.
func (r *Reader) line(in *bufio.Reader, buf []byte) ([]byte, error) {
	tooLong := false
	for {
		part, err := in.ReadSlice('\n')
		if len(buf)+len(part) > r.limit()+1 {
			tooLong, buf = true, buf[:0]
		}
		if !tooLong {
			buf = append(buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return buf, err
		case tooLong && err == nil:
			return buf[:0], tooLarge(r.limit())
		case tooLong:
			// The stream ended within the long line: the next call returns the end again, with
			// nothing before it.
			return buf[:0], tooLarge(r.limit())
		default:
			return buf, err
		}
	}
}
