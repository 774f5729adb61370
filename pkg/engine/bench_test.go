package engine_test

import (
	"bytes"
	"strings"
	"testing"
)

func TestBench(t *testing.T) {
	e, err := load()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := e.Bench(&out, strings.Repeat("They sent 12 tonnes of wheat.\n", 40_000), "en", 1, 1); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{" 40000 figures, one core\n", "engine ", "bare words ", "one article of   1 MB: "} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s\nlacks %q", out.String(), want)
		}
	}
}
