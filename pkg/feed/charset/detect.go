package charset

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
)

// Detect returns the encoding of the bytes that begin with sample. It returns nil for UTF-8,
// valid or not, and for anything that cannot be distinguished from it.
func Detect(sample []byte) encoding.Encoding {
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
	if MostlyUTF8(sample) {
		return nil
	}
	// Of the single-byte encodings, choose the one in which the high bytes of running text are
	// letters: Arabic, else Latin.
	best, most := encoding.Encoding(charmap.Windows1252), 0
	for _, page := range []*charmap.Charmap{charmap.Windows1256, charmap.ISO8859_6} {
		if n := arabicLetters(page, sample); n > most {
			best, most = page, n
		}
	}
	return best
}

// zeros counts the NUL bytes at even and at odd offsets: UTF-16 text without a byte order mark
// is recognizable by its spaces and digits.
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

// MostlyUTF8 reports whether more than half of the bytes beyond ASCII are valid UTF-8. A
// sequence that the sample truncates is not counted.
func MostlyUTF8(sample []byte) bool {
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

// arabicLetters returns how many more of the high bytes are letters of Arabic words on the
// code page than anything else. Only letters beside another letter count: Western words have
// one accented letter among plain ones.
func arabicLetters(page *charmap.Charmap, sample []byte) int {
	score, run := 0, 0
	end := func() {
		if run == 1 {
			score -= 2
		}
		run = 0
	}
	for _, b := range sample {
		r := page.DecodeByte(b)
		switch {
		case unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r):
			score++
			run++
		case b < utf8.RuneSelf, b == 0xa0, b == 0xac: // a space and a comma in both code pages
			end()
		default:
			end()
			score--
		}
	}
	end()
	return max(score, 0)
}
