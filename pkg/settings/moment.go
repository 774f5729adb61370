package settings

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/feed"
)

// mostDays is how long ago a time may be: no news is older.
const mostDays = 1000 * 366

// Moment reads a time: a date, or how long before now. Empty is no time.
func Moment(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 && n <= mostDays {
			return now.AddDate(0, 0, -n), nil
		}
	}
	if ago, err := time.ParseDuration(s); err == nil && ago >= 0 {
		return now.Add(-ago), nil
	}
	t, err := feed.ParseTime(s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no time: want a date, as 2026-03-02, or a while ago, as 30d", s)
	}
	return t, nil
}
