package main

import (
	"strings"
	"testing"

	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
)

// TestValidate adds one mistake at a time to a valid dashboard.
func TestValidate(t *testing.T) {
	plugins.RegisterDefaultPlugins()
	text, err := generate(figures())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string][2]string{
		"an unknown member":     {`"editable": true`, `"editabel": true`},
		"a broken expression":   {`max by(tracker, unit) (`, `max by(tracker, unit (`},
		"a wrong type":          {`"refresh": "5m"`, `"refresh": 5`},
		"an unknown variable":   {`$back`, `$horizon`},
		"an unknown aggregator": {`"max by(tracker, estimate)`, `"mode by(tracker, estimate)`},
	} {
		broken := strings.Replace(string(text), c[0], c[1], 1)
		if broken == string(text) {
			t.Errorf("%s: %q is not in the dashboard", name, c[0])
			continue
		}
		if err := validate([]byte(broken)); err == nil {
			t.Errorf("%s was not rejected", name)
		}
	}
}

func TestBoardsAreGenerated(t *testing.T) {
	if err := run("../../../deploy/grafana", true); err != nil {
		t.Error(err)
	}
}
