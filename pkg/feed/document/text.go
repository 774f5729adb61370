package document

import (
	"html"
	"regexp"
	"strings"

	"codeberg.org/readeck/go-readability/v2/render"
	xhtml "golang.org/x/net/html"
)

var blankLines = regexp.MustCompile(`\s*\n\s*\n\s*`)

// plain converts the HTML of a description to text: block elements become line breaks,
// entities their characters. Bidi marks are kept, since offsets count them.
func plain(s string) string {
	if strings.ContainsAny(s, "<&") {
		// Some feeds escape twice; an HTML parser decodes one more layer.
		if !strings.Contains(s, "<") && strings.Contains(s, "&lt;") {
			s = html.UnescapeString(s)
		}
		if node, err := xhtml.Parse(strings.NewReader(s)); err == nil {
			s = render.InnerText(node)
		}
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\u00a0", " ")
	return strings.TrimSpace(blankLines.ReplaceAllString(s, "\n\n"))
}

// line is plain text on one line.
func line(s string) string { return strings.Join(strings.Fields(plain(s)), " ") }
