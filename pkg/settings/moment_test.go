package settings_test

import (
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/settings"
)

func TestMoment(t *testing.T) {
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	for in, want := range map[string]string{
		"":                 "0001-01-01T00:00:00Z",
		"30d":              "2026-03-01T12:00:00Z",
		"90m":              "2026-03-31T10:30:00Z",
		"0d":               "2026-03-31T12:00:00Z",
		"2026-03-02":       "2026-03-02T00:00:00Z",
		"2026-03-02 09:30": "2026-03-02T09:30:00Z",
	} {
		if got, err := settings.Moment(in, now); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("Moment(%q) = %v, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"yesterday", "-3d", "-3h", "d", "3w"} {
		if got, err := settings.Moment(in, now); err == nil {
			t.Errorf("Moment(%q) = %v", in, got)
		}
	}
}
