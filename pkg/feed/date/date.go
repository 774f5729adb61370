// Package date parses publication dates as feeds print them: RFC 822 and 3339 with their
// misspellings, month names of every region, Hijri dates, «ص» and «م», and times relative to
// now. It reads no clock: the caller passes the current time. A missing or impossible date is
// reported as a Fault and never becomes now. The packages beside it call it for every entry.
package date

import (
	"fmt"
	"strings"
	"time"

	"github.com/hablullah/go-hijri"

	"github.com/arqam-io/arqam/pkg/lang"
)

// Fault says why a date was rejected; it is empty for an accepted date.
type Fault string

// The faults of dates.
const (
	Missing    Fault = "missing"
	Unreadable Fault = "unreadable"
	Future     Fault = "future" // later than Setting.Now plus slack
	Past       Fault = "past"   // before news was on the web
)

// slack is how far a publisher's clock may be ahead.
const slack = 15 * time.Minute

// earliest is the year before which a date is an error: feeds write the zero of their clock
// (1970, 0001) for "unknown".
const earliest = 1990

// Setting is the context of a date besides its text.
type Setting struct {
	Zone *time.Location // of dates without a zone; nil is UTC
	Now  time.Time      // when the date was read; it bounds dates and is the base of relative ones
}

// Stamp is the result of parsing a date. Time is in UTC, and zero if Fault is not empty.
type Stamp struct {
	Time  time.Time
	Fault Fault
	// Note describes an irregularity of the date.
	Note string
}

// Parser reads dates. It is safe for concurrent use.
type Parser struct {
	fold  *lang.Folder
	packs []*lang.Pack
	words map[string]word
}

// New returns a parser with the months and units of all packs.
func New(set *lang.Set) (*Parser, error) {
	p := &Parser{}
	for _, code := range set.Langs() {
		pack, _ := set.Get(code)
		p.packs = append(p.packs, pack)
	}
	p.fold = p.packs[0].Fold
	var err error
	p.words, err = readWords(set.Terms(lang.Dates), p.fold)
	return p, err
}

// Parse reads text.
func (p *Parser) Parse(text string, in Setting) Stamp {
	if in.Zone == nil {
		in.Zone = time.UTC
	}
	if strings.TrimSpace(text) == "" {
		return Stamp{Fault: Missing, Note: "no publication date"}
	}
	r := reading{Parser: p, tokens: tokens(p.fold, text), zone: in.Zone, now: in.Now}
	if len(text) > maxLength || !r.read() {
		return Stamp{Fault: Unreadable, Note: fmt.Sprintf("the publication date %q cannot be read", clip(text))}
	}
	return r.judge(text, in)
}

// maxLength bounds the text of a date, in bytes.
const maxLength = 256

func clip(s string) string {
	if len(s) > 80 {
		s = strings.ToValidUTF8(s[:80], "") + "…"
	}
	return s
}

// judge checks whether the date is plausible.
func (r *reading) judge(text string, in Setting) Stamp {
	at, note := r.time.UTC(), r.note
	if at.After(in.Now.Add(slack)) && r.greenwich && in.Zone != time.UTC {
		// A publisher that prints its local time and labels it GMT.
		local := time.Date(r.time.Year(), r.time.Month(), r.time.Day(), r.time.Hour(), r.time.Minute(), r.time.Second(), 0, in.Zone)
		if !local.After(in.Now.Add(slack)) {
			at, note = local.UTC(), fmt.Sprintf("the publication date %q would be in the future in GMT; the feed's zone was used", clip(text))
		}
	}
	switch {
	case at.After(in.Now.Add(slack)):
		return Stamp{Fault: Future, Note: fmt.Sprintf("the publication date %q is in the future", clip(text))}
	case at.Year() < earliest:
		return Stamp{Fault: Past, Note: fmt.Sprintf("the publication date %q is too early", clip(text))}
	}
	return Stamp{Time: at, Note: note}
}

// reading collects the parts of a date.
type reading struct {
	*Parser
	tokens []token
	zone   *time.Location
	now    time.Time

	time      time.Time
	note      string
	greenwich bool // GMT or UTC was named

	year, month, day  int
	hijri             bool
	hour, min, second int
	nano              int
	clocked           bool
}

// read extracts the parts from the tokens, one kind after the other; the rest (weekdays,
// «الموافق», commas) is ignored.
func (r *reading) read() bool {
	if r.epoch() {
		return true
	}
	r.readClock()
	switch {
	case r.readNumeric(), r.readNamed():
	case r.readRelative():
		return true
	default:
		return false
	}
	return r.assemble()
}

// epoch parses seconds or milliseconds since 1970.
func (r *reading) epoch() bool {
	if len(r.tokens) != 1 || r.tokens[0].kind != numberToken || r.tokens[0].value < 0 {
		return false
	}
	switch n := int64(r.tokens[0].value); len(r.tokens[0].text) {
	case 10:
		r.time = time.Unix(n, 0).UTC()
	case 13:
		r.time = time.UnixMilli(n).UTC()
	default:
		return false
	}
	return true
}

// assemble makes a time from the parts, and rejects dates that do not exist.
func (r *reading) assemble() bool {
	hour, later := r.hour, 0
	if hour == 24 && r.min == 0 && r.second == 0 {
		hour, later = 0, 1
	}
	if hour > 23 || r.min > 59 || r.second > 60 {
		return false
	}
	year, month, day := r.year, r.month, r.day
	if r.hijri {
		g := hijri.UmmAlQuraDate{Year: int64(year), Month: int64(month), Day: int64(day)}
		if year < 1356 || year > 1500 || month > 12 || day > 30 || day < 1 {
			return false
		}
		t := g.ToGregorian()
		year, month, day = t.Year(), int(t.Month()), t.Day()
	}
	t := time.Date(year, time.Month(month), day, hour, r.min, min(r.second, 59), r.nano, r.zone)
	if t.Day() != day || int(t.Month()) != month {
		return false
	}
	r.time = t.AddDate(0, 0, later)
	return true
}
