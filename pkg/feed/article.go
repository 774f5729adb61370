package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/arqam-io/arqam/pkg/figure"
)

// ErrNotArticle means that a JSON value is not an article: it has no text, or members of the
// wrong type.
var ErrNotArticle = errors.New("not an article")

// maxID bounds an article's id in bytes, since it is sent in a message header. maxName bounds
// the names in an article, which are shown in tables and logs.
const (
	maxID   = 512
	maxName = 512
)

// record is the JSON form of an article. Other members are ignored.
type record struct {
	ID        identifier      `json:"id"`
	Lang      string          `json:"lang"`
	Source    string          `json:"source"`
	URL       string          `json:"url"`
	Country   string          `json:"country"`
	Title     string          `json:"title"`
	Text      string          `json:"text"`
	Published json.RawMessage `json:"published"`
	Claimant  string          `json:"claimant"`
	Family    string          `json:"family"`
	Tags      []string        `json:"tags"`
}

// identifier is a JSON string or number: many collections number their articles.
type identifier string

func (id *identifier) UnmarshalJSON(b []byte) error {
	if b[0] == '"' || string(b) == "null" {
		return json.Unmarshal(b, (*string)(id))
	}
	var n json.Number
	if err := json.Unmarshal(b, &n); err != nil {
		return errors.New(`member "id" is neither a string nor a number`)
	}
	*id = identifier(n)
	return nil
}

// decode decodes one JSON object as an article. Invalid UTF-8 and unreadable dates are no
// error: the item's notes describe them.
func (r *Reader) decode(object []byte) (Item, error) {
	var rec record
	if err := json.Unmarshal(object, &rec); err != nil {
		return Item{}, explain(err)
	}
	item := Item{Article: figure.Article{
		ID: figure.ArticleID(rec.ID), Lang: rec.Lang, Source: rec.Source, URL: rec.URL,
		Country: rec.Country, Title: rec.Title, Text: rec.Text,
		Claimant: rec.Claimant, Family: rec.Family, Tags: rec.Tags,
	}}
	if n := brokenBytes(object); n > 0 {
		item.note("%d bytes are not UTF-8 and were replaced by U+FFFD", n)
	}
	item.readPublished(rec.Published)
	return item, r.finish(&item)
}

// finish checks an article and sets defaults for missing members.
func (r *Reader) finish(item *Item) error {
	a := &item.Article
	switch {
	case strings.TrimSpace(a.Text) == "" && strings.TrimSpace(a.Title) == "":
		return fmt.Errorf(`%w: it has neither "text" nor "title"`, ErrNotArticle)
	case len(a.ID) > maxID:
		return fmt.Errorf("%w: its id is longer than %d bytes", ErrNotArticle, maxID)
	case strings.ContainsFunc(string(a.ID), hides):
		return fmt.Errorf("%w: its id %q has a control character", ErrNotArticle, a.ID)
	}
	item.name("source", &a.Source)
	item.name("claimant", &a.Claimant)
	item.name("family", &a.Family)
	for i := range a.Tags {
		item.name("tag", &a.Tags[i])
	}
	if a.Source == "" {
		a.Source = host(a.URL)
	}
	if a.Source == "" {
		a.Source = r.Source
	}
	if a.Lang == "" {
		a.Lang = r.Lang
	}
	a.Fetched = r.now()
	a.Identify()
	return nil
}

// hides reports a character that a terminal or a log does not show as itself: control
// characters and bidi marks.
func hides(r rune) bool {
	return unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u2028' || r == '\u2029'
}

// name removes invalid characters from a name and shortens it.
func (item *Item) name(what string, name *string) {
	if strings.ContainsFunc(*name, hides) {
		*name = strings.Join(strings.FieldsFunc(*name, hides), " ")
		item.note("its %s had control characters, which were removed", what)
	}
	if len(*name) > maxName {
		*name = strings.ToValidUTF8((*name)[:maxName], "")
		item.note("its %s is longer than %d bytes; cut", what, maxName)
	}
}

func (item *Item) readPublished(raw json.RawMessage) {
	if len(raw) == 0 || string(raw) == "null" || string(raw) == `""` {
		item.note("no publication date")
		return
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		item.note("the publication date %s is not a string; the article is kept without a date", raw)
		return
	}
	item.publishedAt(text)
}

// publishedAt reads a publication date as it is printed.
func (item *Item) publishedAt(text string) {
	published, err := ParseTime(text)
	if err != nil {
		item.note("%v; the article is kept without a date", err)
		return
	}
	item.Article.Published = published
}

func (item *Item) note(format string, args ...any) {
	item.Notes = append(item.Notes, fmt.Sprintf(format, args...))
}

// host is the site of a URL, without "www."; "" if it has none.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// explain words an error of encoding/json in terms of JSON.
func explain(err error) error {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("%w: a JSON %s where an object was expected", ErrNotArticle, kind.Value)
	case errors.As(err, &kind):
		return fmt.Errorf("%w: member %q is a %s, not a string", ErrNotArticle, kind.Field, kind.Value)
	case errors.As(err, &syntax):
		return fmt.Errorf("%w: bad JSON at byte %d: %w", ErrNotArticle, syntax.Offset, err)
	default:
		return fmt.Errorf("%w: %w", ErrNotArticle, err)
	}
}

// brokenBytes counts the bytes of b that are not valid UTF-8.
func brokenBytes(b []byte) int {
	if utf8.Valid(b) {
		return 0
	}
	n := 0
	for len(b) > 0 {
		_, size := utf8.DecodeRune(b)
		if size == 1 && b[0] >= utf8.RuneSelf {
			n++
		}
		b = b[size:]
	}
	return n
}

// isObject reports whether line is one complete JSON object.
func isObject(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) > 0 && line[0] == '{' && json.Valid(line)
}
