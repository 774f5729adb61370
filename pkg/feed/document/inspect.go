package document

import (
	"bytes"

	"github.com/arqam-io/arqam/pkg/feed/refusal"
)

// maxTag bounds one tag with its attributes, in bytes.
const maxTag = 64 << 10

// inspect examines XML before any parser: it rejects entity declarations, which can grow
// without bound or read files, and nesting that would exhaust a parser's stack. It scans only
// tags, in one pass, and accepts malformed XML.
func inspect(body []byte) error {
	depth, entries := 0, 0
	for i := 0; ; {
		at := bytes.IndexByte(body[i:], '<')
		if at < 0 {
			return nil
		}
		i += at
		rest := body[i:]
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			i += skip(rest, "-->")
			continue
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			i += skip(rest, "]]>")
			continue
		case bytes.HasPrefix(rest, []byte("<?")):
			i += skip(rest, "?>")
			continue
		case bytes.HasPrefix(rest, []byte("<!")):
			end := skip(rest, ">")
			if head := bytes.ToUpper(rest[:end]); bytes.HasPrefix(head, []byte("<!ENTITY")) ||
				bytes.HasPrefix(head, []byte("<!DOCTYPE")) && bytes.IndexByte(head, '[') >= 0 {
				return refusal.New(refusal.Bomb, "it declares its own entities")
			}
			i += end
			continue
		case len(rest) > 1 && rest[1] == '/':
			depth = max(depth-1, 0)
			i += 2
			continue
		case len(rest) < 2 || !isName(rest[1]):
			i++
			continue
		}
		end := bytes.IndexByte(rest, '>')
		if end < 0 {
			end = len(rest) - 1
		}
		if end > maxTag {
			return refusal.New(refusal.Bomb, "one tag has more than %d bytes", maxTag)
		}
		if rest[end-1] != '/' {
			depth++
		}
		if depth > maxDepth {
			return refusal.New(refusal.Bomb, "elements are nested more than %d deep", maxDepth)
		}
		if isEntry(rest[1:]) {
			entries++
		}
		if entries > 20*maxEntries {
			return refusal.New(refusal.Bomb, "more than %d entries", 20*maxEntries)
		}
		i += end + 1
	}
}

func isName(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b >= 0x80
}

func isEntry(tag []byte) bool {
	return bytes.HasPrefix(tag, []byte("item")) || bytes.HasPrefix(tag, []byte("entry")) || bytes.HasPrefix(tag, []byte("url>"))
}

// skip returns the length up to the end of the mark, or of the rest.
func skip(b []byte, mark string) int {
	if at := bytes.Index(b, []byte(mark)); at >= 0 {
		return at + len(mark)
	}
	return len(b)
}
