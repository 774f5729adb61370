package feed

import (
	"fmt"
	"strings"
	"time"
)

// timeLayouts are the accepted formats of a publication date. A date with slashes has its day
// first, as most of the press writes it.
var timeLayouts = []string{
	time.RFC3339,
	"2006-01-02T15:04:05Z0700",
	"2006-01-02T15:04:05",
	"2006-01-02T15:04",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05",
	"2006-01-02 15:04",
	"2006-01-02",
	"Mon, 2 Jan 2006 15:04:05 -0700",
	"Mon, 2 Jan 2006 15:04:05 MST",
	"2 Jan 2006 15:04:05 -0700",
	"2 Jan 2006 15:04:05 MST",
	"2/1/2006 15:04:05",
	"2/1/2006 15:04",
	"2/1/2006",
}

// zones are the time zone names of RFC 822, in hours east of Greenwich. The time package would
// give any other name the offset 0.
var zones = map[string]int{
	"UTC": 0, "GMT": 0, "UT": 0, "Z": 0,
	"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}

// ParseTime parses a publication date: RFC 3339, RFC 1123, 2006-01-02 with or without a time
// of day, or 02/01/2006 with the day first. A date without a zone is UTC. The error quotes s;
// the time is then zero, never now.
func ParseTime(s string) (time.Time, error) {
	text := strings.Map(westernDigit, strings.TrimSpace(s))
	for _, layout := range timeLayouts {
		t, err := time.ParseInLocation(layout, text, time.UTC)
		if err != nil {
			continue
		}
		if strings.HasSuffix(layout, "MST") {
			hours, ok := zones[t.Location().String()]
			if !ok {
				return time.Time{}, fmt.Errorf("the publication date %q has an unknown time zone", s)
			}
			t = t.Add(-time.Duration(hours) * time.Hour)
			t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
		}
		return t.UTC(), nil
	}
	return time.Time{}, fmt.Errorf("the publication date %q cannot be read", s)
}

// westernDigit folds the Arabic-Indic digits and their Persian forms.
func westernDigit(r rune) rune {
	switch {
	case '٠' <= r && r <= '٩':
		return r - '٠' + '0'
	case '۰' <= r && r <= '۹':
		return r - '۰' + '0'
	}
	return r
}
