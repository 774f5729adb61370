package roster

import (
	"fmt"
	"strings"

	"github.com/arqam-io/arqam/pkg/feed/document"
)

// Unlisted returns the feeds of an OPML list whose addresses are not in the roster: each with
// its title as name and its folders as tags. A nil roster is empty.
func (r *Roster) Unlisted(outlines []document.Outline) []Feed {
	known, names := map[string]bool{}, map[string]bool{}
	if r != nil {
		for _, f := range r.Feeds {
			known[f.URL], names[f.Name] = true, true
		}
	}
	var out []Feed
	for _, o := range outlines {
		if known[o.URL] {
			continue
		}
		known[o.URL] = true
		f := Feed{Name: unused(names, o), URL: o.URL, Kind: Auto, Fulltext: AutoText, Tags: o.Folders}
		f.Source = f.Name
		out = append(out, f)
	}
	return out
}

// unused returns a name that no feed has: the title, else the address, with a number if it is
// taken.
func unused(names map[string]bool, o document.Outline) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune("._ -", r) || r > ' ' && !strings.ContainsRune("!\"#$%&'()*+,/:;<=>?@[\\]^`{|}~«»،؛؟–—|", r) {
			return r
		}
		return ' '
	}, o.Title), " ._-")
	name = strings.Join(strings.Fields(name), " ")
	if runes := []rune(name); len(runes) > 48 {
		name = strings.TrimSpace(string(runes[:48]))
	}
	if name == "" {
		name = NameOf(o.URL)
	}
	try := name
	for n := 2; names[try]; n++ {
		try = fmt.Sprintf("%s %d", name, n)
	}
	names[try] = true
	return try
}
