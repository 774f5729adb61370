package figure

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"
)

type (
	// ArticleID names an article whatever its revision: the id its publisher
	// gave, else a digest of its canonical URL, else of its content.
	ArticleID string
	// Revision is a digest of an article's title and text. Controls that only
	// order text on a screen do not count: publishers add and drop them.
	Revision string
)

// Article is one news text as it was fetched. Text is kept as given: every
// offset in a Mention counts Unicode code points of Title or Text.
type Article struct {
	ID        ArticleID `json:"id"`
	Revision  Revision  `json:"revision,omitempty"`
	Source    string    `json:"source,omitempty"`
	URL       string    `json:"url,omitempty"`
	Lang      string    `json:"lang,omitempty"`
	Country   string    `json:"country,omitempty"`
	Title     string    `json:"title,omitempty"`
	Text      string    `json:"text"`
	Published time.Time `json:"published,omitzero"`
	Fetched   time.Time `json:"fetched,omitzero"`

	// Undated says why Published is zero where a publisher stated a date that
	// cannot be true, or none: "missing", "unreadable", "future" or "past".
	Undated string `json:"undated,omitempty"`
	// Edition counts the changes of the article's text from 1, so that a text
	// that is edited back is told from its first publication; 0 is unknown.
	Edition int `json:"edition,omitempty"`
	// Claimant speaks in sentences that name nobody; Family is the publisher
	// whose papers do not confirm one another. Both are the feed's settings, as
	// Tags are.
	Claimant string   `json:"claimant,omitempty"`
	Family   string   `json:"family,omitempty"`
	Tags     []string `json:"tags,omitempty"`
}

// Identify fills in the ID and Revision that the article does not bear.
func (a *Article) Identify() {
	var buf digestBuffer
	content := digest(part(part(buf[:0], withoutBidi(a.Title)), withoutBidi(a.Text)))
	a.Revision = Revision(content)
	switch {
	case a.ID != "":
	case a.URL != "":
		a.ID = ArticleID(digest(part(buf[:0], a.URL)))
	default:
		a.ID = ArticleID(content)
	}
}

// withoutBidi drops the controls of the Unicode bidirectional algorithm (UAX #9).
func withoutBidi(s string) string {
	isControl := func(r rune) bool {
		return r == '\u061c' || r == '\u200e' || r == '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
	}
	if strings.IndexFunc(s, isControl) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isControl(r) {
			return -1
		}
		return r
	}, s)
}

// Time is the article's own time: when it was published, else when it was
// fetched.
func (a Article) Time() time.Time {
	if !a.Published.IsZero() {
		return a.Published
	}
	return a.Fetched
}

// Field returns the text that a mention's offsets index.
func (a Article) Field(f Field) string {
	if f == FieldTitle {
		return a.Title
	}
	return a.Text
}

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// digestBuffer holds what is digested where it is short, without allocating.
type digestBuffer [256]byte

// part appends a part of what is digested: each is ended by a NUL, so that no two
// lists of parts run together.
func part(b []byte, s string) []byte { return append(append(b, s...), 0) }

// digest is 26 lower-case letters and digits: 128 bits of the SHA-256 of b.
func digest(b []byte) string {
	sum := sha256.Sum256(b)
	var out [26]byte
	idEncoding.Encode(out[:], sum[:16])
	return string(out[:])
}
