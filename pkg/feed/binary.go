package feed

import (
	"bytes"
	"fmt"
)

// binaries are forms of files that people take for text, each with the bytes that
// begin it. No text of any encoding begins so.
var binaries = []struct{ begins, what, advice string }{
	{"%PDF-", "a PDF", "extract its text first, with pdftotext for example"},
	{"\x1f\x8b", "compressed by gzip", "decompress it first"},
	{"\xfd7zXZ\x00", "compressed by xz", "decompress it first"},
	{"\x28\xb5\x2f\xfd", "compressed by zstd", "decompress it first"},
	{"BZh91AY&SY", "compressed by bzip2", "decompress it first"},
	{"PK\x03\x04", "a ZIP archive or an office document (DOCX, XLSX, ODT, EPUB)", "save it as plain text or HTML"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"},
	{"Rar!\x1a\x07", "a RAR archive", "unpack it first"},
	{"\xd0\xcf\x11\xe0", "an office document (DOC, XLS, PPT)", "save it as plain text or HTML"},
	{`{\rtf`, "an RTF document", "save it as plain text or HTML"},
	{"%!PS", "a PostScript document", "extract its text first"},
	{"\x89PNG\r\n\x1a\n", "a PNG image", ""},
	{"\xff\xd8\xff", "a JPEG image", ""},
	{"GIF87a", "a GIF image", ""},
	{"GIF89a", "a GIF image", ""},
	{"II*\x00", "a TIFF image", ""},
	{"MM\x00*", "a TIFF image", ""},
	{"OggS\x00", "an Ogg recording", ""},
	{"ID3\x03", "an MP3 recording", ""},
	{"ID3\x04", "an MP3 recording", ""},
	{"\x1aE\xdf", "a Matroska or WebM film", ""},
	{"SQLite format 3\x00", "an SQLite database", "export its rows as JSONL"},
	{"PAR1", "a Parquet file", "export its rows as JSONL"},
	{"\x7fELF", "a program", ""},
}

// refuseBinary says what kind of file begins with sample, when it is none of text.
func refuseBinary(sample []byte) error {
	for _, b := range binaries {
		if !bytes.HasPrefix(sample, []byte(b.begins)) {
			continue
		}
		if b.advice == "" {
			return fmt.Errorf("%w: it is %s, not text", ErrNotArticle, b.what)
		}
		return fmt.Errorf("%w: it is %s: %s", ErrNotArticle, b.what, b.advice)
	}
	switch {
	case len(sample) >= 12 && string(sample[:4]) == "RIFF":
		return fmt.Errorf("%w: it is a recording, film or image (RIFF %q), not text", ErrNotArticle, sample[8:12])
	case len(sample) >= 12 && string(sample[4:8]) == "ftyp":
		return fmt.Errorf("%w: it is a film or an image (MP4, HEIC), not text", ErrNotArticle)
	}
	return nil
}
