package feed

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"iter"
	"os"

	"github.com/arqam-io/arqam/pkg/feed/charset"
)

// Mark is a position in a file of lines. The zero value is the beginning.
type Mark struct {
	Offset int64  `json:"offset"` // in bytes, after a complete line
	Lines  int    `json:"lines"`
	Sum    string `json:"sum"` // digest of bytes before Offset, to recognize a replaced file
}

// Tail is the rest of a file of lines, after a mark.
type Tail struct {
	reader *Reader
	path   string
	mark   Mark
}

// Tail reads a file of article JSONL from the mark. A file that differs before the mark is
// read from its beginning.
func (r *Reader) Tail(path string, from Mark) *Tail { return &Tail{r, path, from} }

// Mark is where the next reading starts, once Items has reached the end.
func (t *Tail) Mark() Mark { return t.mark }

// Items reads the lines, as Reader.Files does. An incomplete last line is read, and read again
// the next time.
func (t *Tail) Items() iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		f, err := os.Open(t.path)
		if err != nil {
			yield(Item{}, &Error{File: t.path, Err: cause(err)})
			return
		}
		defer f.Close()
		if sum, err := sumBefore(f, t.mark.Offset); err != nil || sum != t.mark.Sum {
			t.mark = Mark{}
		}
		if t.mark.Offset == 0 && !plainLines(f) {
			t.reader.read(t.path, f, yield)
			return
		}
		if _, err := f.Seek(t.mark.Offset, io.SeekStart); err != nil {
			yield(Item{}, &Error{File: t.path, Err: cause(err)})
			return
		}
		if t.lines(f, yield) {
			if t.mark.Sum, err = sumBefore(f, t.mark.Offset); err != nil {
				t.mark = Mark{}
			}
		}
	}
}

// lines reads to the end, and reports whether it reached it.
func (t *Tail) lines(f io.Reader, yield func(Item, error) bool) bool {
	if t.reader.Meter != nil {
		f = io.TeeReader(f, t.reader.Meter)
	}
	counted := &counter{in: f}
	in := bufio.NewReaderSize(counted, peek)
	start := t.mark.Offset
	var buf []byte
	for n := t.mark.Lines + 1; ; n++ {
		line, err := t.reader.line(in, buf)
		buf = line[:0]
		ended := errors.Is(err, io.EOF)
		if err != nil && !ended && !errors.Is(err, ErrTooLarge) {
			yield(Item{}, &Error{File: t.path, Line: n, Err: cause(err)})
			return false
		}
		if !t.reader.object(t.path, n, line, err, yield) {
			return false
		}
		if ended {
			return true
		}
		t.mark.Offset, t.mark.Lines = start+counted.n-int64(in.Buffered()), n
	}
}

type counter struct {
	in io.Reader
	n  int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

// plainLines reports whether a file is UTF-8, so that offsets count bytes of lines.
func plainLines(f io.ReaderAt) bool {
	sample := make([]byte, peek)
	n, err := f.ReadAt(sample, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	return charset.Detect(bytes.TrimRight(sample[:n], "\x00")) == nil
}

// summed is how many bytes are digested at the beginning of a file and before the mark.
const summed = 4096

// sumBefore digests the beginning of a file and the bytes before offset.
func sumBefore(f io.ReaderAt, offset int64) (string, error) {
	if offset == 0 {
		return "", nil
	}
	sum := sha256.New()
	n := min(offset, summed)
	for _, at := range []int64{0, offset - n} {
		if _, err := io.Copy(sum, io.NewSectionReader(f, at, n)); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:16]), nil
}
