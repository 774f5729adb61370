package document

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"strings"

	"github.com/arqam-io/arqam/pkg/feed/refusal"
)

// Outline is one feed of an OPML list.
type Outline struct {
	Title, URL, Lang string
	Folders          []string // enclosing folders, outermost first
}

type outline struct {
	Text     string    `xml:"text,attr"`
	Title    string    `xml:"title,attr"`
	XMLURL   string    `xml:"xmlUrl,attr"`
	Language string    `xml:"language,attr"`
	Outlines []outline `xml:"outline"`
}

// ReadOPML returns the feeds of an OPML list, in order.
func ReadOPML(in Source) (out []Outline, err error) {
	defer recovered(&err)
	text, err := decode(in)
	if err != nil {
		return nil, err
	}
	body := legal(trim(text.Body))
	if err := inspect(body); err != nil {
		return nil, err
	}
	var list struct {
		XMLName  xml.Name  `xml:"opml"`
		Outlines []outline `xml:"body>outline"`
	}
	dec := xml.NewDecoder(bytes.NewReader(body))
	dec.Strict = false
	if err := dec.Decode(&list); err != nil {
		return nil, refusal.New(refusal.Malformed, "not OPML: %v", err)
	}
	var walk func(list []outline, folders []string)
	walk = func(list []outline, folders []string) {
		for _, o := range list {
			title := line(cmp.Or(o.Title, o.Text))
			if address := strings.TrimSpace(o.XMLURL); address != "" {
				out = append(out, Outline{Title: title, URL: address, Lang: o.Language, Folders: folders})
				continue
			}
			walk(o.Outlines, append(folders[:len(folders):len(folders)], title))
		}
	}
	walk(list.Outlines, nil)
	return out, nil
}
