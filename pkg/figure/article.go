package figure

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"time"
)

type (
	// ArticleID identifies an article independently of its revision: the id from its
	// publisher, else a digest of its canonical URL, else of its content.
	ArticleID string
	// Revision is a digest of an article's title and text. It ignores bidi controls, which
	// publishers add and remove.
	Revision string
)

// Article is one news text as it was fetched. Text is unchanged: every offset in a Mention
// counts Unicode code points of Title or Text.
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

	// Undated says why Published is zero: the date was "missing", "unreadable", "future" or
	// "past" (too early to be true).
	Undated string `json:"undated,omitempty"`
	// Edition counts the changes of the article's text from 1, which distinguishes a text that
	// was changed back from its first publication; 0 is unknown.
	Edition int `json:"edition,omitempty"`
	// Claimant is the claimant of sentences that name none; Family is a group of publishers
	// that do not confirm one another. Both are settings of the feed, as are Tags.
	Claimant string   `json:"claimant,omitempty"`
	Family   string   `json:"family,omitempty"`
	Tags     []string `json:"tags,omitempty"`
}

// Identify sets the ID and Revision if they are missing.
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

// withoutBidi removes the controls of the Unicode bidirectional algorithm (UAX #9).
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

// Time is the article's own time: when it was published, else when it was fetched.
func (a Article) Time() time.Time {
	if !a.Published.IsZero() {
		return a.Published
	}
	return a.Fetched
}

// Field returns the text to which a mention's offsets refer.
func (a Article) Field(f Field) string {
	if f == FieldTitle {
		return a.Title
	}
	return a.Text
}

var idEncoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// digestBuffer holds short input of a digest without allocating.
type digestBuffer [256]byte

// part appends one part of a digest's input, terminated by NUL so that different lists of
// parts never give the same input.
func part(b []byte, s string) []byte { return append(append(b, s...), 0) }

// digest is 26 lower-case letters and digits: 128 bits of the SHA-256 of b.
func digest(b []byte) string {
	sum := sha256.Sum256(b)
	var out [26]byte
	idEncoding.Encode(out[:], sum[:16])
	return string(out[:])
}
