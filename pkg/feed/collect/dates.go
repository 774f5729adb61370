package collect

import (
	"github.com/arqam-io/arqam/pkg/feed/date"
	"github.com/arqam-io/arqam/pkg/feed/roster"
)

// DateFault is how many entries of a feed have the same fault in their dates.
type DateFault struct {
	Fault   date.Fault
	Entries int
	Note    string // of the last of them
}

// DateFaults are what is wrong with the dates of the entries that a feed announces.
func (c *Collector) DateFaults(f roster.Feed, h *Harvest) []DateFault {
	found := map[date.Fault]DateFault{}
	for _, entry := range h.Document.Entries {
		if s := c.Dates.Parse(entry.Published, date.Setting{Zone: f.Zone, Now: c.Now()}); s.Fault != "" {
			found[s.Fault] = DateFault{s.Fault, found[s.Fault].Entries + 1, s.Note}
		}
	}
	var out []DateFault
	for _, fault := range []date.Fault{date.Missing, date.Unreadable, date.Future, date.Past} {
		if d, ok := found[fault]; ok {
			out = append(out, d)
		}
	}
	return out
}
