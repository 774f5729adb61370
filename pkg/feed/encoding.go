package feed

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
)

// detect says how the bytes that begin with sample are encoded. It returns nil
// for UTF-8, broken or not, and for anything that it cannot tell from it.
func detect(sample []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(sample, []byte("\xef\xbb\xbf")):
		return utf.UTF8BOM
	case bytes.HasPrefix(sample, []byte("\xff\xfe")), bytes.HasPrefix(sample, []byte("\xfe\xff")):
		return utf.UTF16(utf.LittleEndian, utf.UseBOM)
	}
	if even, odd := zeros(sample); even+odd > len(sample)/8 {
		if odd > even {
			return utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)
		}
		return utf.UTF16(utf.BigEndian, utf.IgnoreBOM)
	}
	if mostlyUTF8(sample) {
		return nil
	}
	// Of the single-byte encodings, the one is chosen in which the high bytes
	// of running text are letters: Arabic in windows-1256, else Latin.
	if mostlyArabic(sample) {
		return charmap.Windows1256
	}
	return charmap.Windows1252
}

// zeros counts the NUL bytes at even and at odd places: UTF-16 text without a
// byte order mark shows itself by its spaces and digits.
func zeros(sample []byte) (even, odd int) {
	for i, b := range sample {
		if b != 0 {
			continue
		}
		if i%2 == 0 {
			even++
		} else {
			odd++
		}
	}
	return even, odd
}

// mostlyUTF8 reports whether the bytes beyond ASCII read as UTF-8 more often
// than not. A sequence that the sample cuts short counts for neither.
func mostlyUTF8(sample []byte) bool {
	whole, broken := 0, 0
	for len(sample) > 0 {
		r, size := utf8.DecodeRune(sample)
		switch {
		case size > 1:
			whole++
		case r == utf8.RuneError && !utf8.FullRune(sample):
			return whole >= broken
		case r == utf8.RuneError:
			broken++
		}
		sample = sample[size:]
	}
	return whole >= broken
}

func mostlyArabic(sample []byte) bool {
	arabic, other := 0, 0
	for _, b := range sample {
		if b < utf8.RuneSelf {
			continue
		}
		if unicode.Is(unicode.Arabic, charmap.Windows1256.DecodeByte(b)) {
			arabic++
		} else {
			other++
		}
	}
	// Western words have one accented letter among many plain ones, and a byte
	// that is a letter in both code pages proves nothing on its own.
	plain := 0
	for _, b := range sample {
		if 'a' <= b && b <= 'z' {
			plain++
		}
	}
	return arabic > other && 2*arabic > plain
}
