package roster

import (
	"time"

	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// Append adds feeds to the text of a file of feeds and keeps its comments and order. It checks
// the whole result, so that no invalid file is written.
func Append(file string, data []byte, feeds ...Feed) ([]byte, error) {
	var entries []yamlfile.Entry
	for _, f := range feeds {
		entries = append(entries, f.entry())
	}
	out, err := yamlfile.Append(file, data, "feeds", entries...)
	if err != nil {
		return nil, err
	}
	if _, err := Decode(file, out); err != nil {
		return nil, err
	}
	return out, nil
}

// entry returns a feed with the settings that differ from the defaults.
func (f Feed) entry() yamlfile.Entry {
	var e yamlfile.Entry
	add := func(key, value string) {
		if value != "" {
			e = append(e, yamlfile.Member{Key: key, Text: value})
		}
	}
	add("name", f.Name)
	add("url", f.URL)
	if f.Kind != Auto {
		add("kind", string(f.Kind))
	}
	if f.Source != f.Name {
		add("source", f.Source)
	}
	add("lang", f.Lang)
	add("country", f.Country)
	add("claimant", f.Claimant)
	add("family", f.Family)
	if len(f.Tags) > 0 {
		e = append(e, yamlfile.Member{Key: "tags", List: f.Tags})
	}
	if f.Interval != 0 && f.Interval != DefaultInterval {
		add("interval", f.Interval.Round(time.Second).String())
	}
	if f.Zone != nil {
		add("zone", f.Zone.String())
	}
	if f.Fulltext != AutoText {
		add("fulltext", string(f.Fulltext))
	}
	return e
}
