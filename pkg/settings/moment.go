package settings

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/feed"
)

// mostDays limits how many days ago a time may be.
const mostDays = 1000 * 366

// Moment reads a time: a date, or a duration before now. Empty text is the zero time.
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
		return time.Time{}, fmt.Errorf("%q is not a time: write a date, such as 2026-03-02, or how long ago, such as 30d", s)
	}
	return t, nil
}
