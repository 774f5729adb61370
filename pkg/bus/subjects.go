package bus

import (
	"fmt"
	"strings"
)

// Stream names a JetStream stream.
type Stream string

// The streams, in the order of an article's journey.
const (
	Articles Stream = "ARTICLES" // articles.<source>
	Mentions Stream = "MENTIONS" // mentions.<lang>
	Figures  Stream = "FIGURES"  // figures.<lang>
	Events   Stream = "EVENTS"   // events.<tracker>.<type>
	Dead     Stream = "DEAD"     // dead.<service>
)

const (
	articlesPrefix = "articles."
	mentionsPrefix = "mentions."
	figuresPrefix  = "figures."
	eventsPrefix   = "events."
	deadPrefix     = "dead."
)

// homeOf is the stream of a subject, empty for a subject of none of these.
func homeOf(subject string) Stream {
	first, _, _ := strings.Cut(subject, ".")
	switch first + "." {
	case articlesPrefix:
		return Articles
	case mentionsPrefix:
		return Mentions
	case figuresPrefix:
		return Figures
	case eventsPrefix:
		return Events
	case deadPrefix:
		return Dead
	}
	return ""
}

// maxToken bounds a subject token, in bytes.
const maxToken = 96

// tokens makes subject tokens of a dotted name such as "figure.new".
func tokens(name string) string {
	parts := strings.Split(name, ".")
	for i, p := range parts {
		parts[i] = token(p)
	}
	return strings.Join(parts, ".")
}

// token makes one subject token of any text. Letters, digits, "-" and "_" of
// ASCII stay; every other byte becomes "=" and two hex digits, so that no two
// texts have the same token. A long token is cut and ends in "=~" and a digest of
// the whole text; the token of the empty text is "=".
func token(s string) string {
	if s == "" {
		return "="
	}
	var t strings.Builder
	for _, c := range []byte(s) {
		size := t.Len()
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_':
			t.WriteByte(c)
		default:
			fmt.Fprintf(&t, "=%02X", c)
		}
		if t.Len() > maxToken {
			return t.String()[:size] + "=~" + digest(s)
		}
	}
	return t.String()
}

// language is the token of a language tag, "und" when it is unknown.
func language(tag string) string {
	if tag == "" {
		return "und"
	}
	return token(strings.ToLower(tag))
}
