package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/feed"
	"github.com/arqam-io/arqam/pkg/lang"
)

func load() (*engine.Engine, error) {
	packs, err := lang.Load()
	if err != nil {
		return nil, err
	}
	return engine.New(packs)
}

// TestReadKeepsOrder reads more articles than there are workers, faults among
// them.
func TestReadKeepsOrder(t *testing.T) {
	e, err := load()
	if err != nil {
		t.Fatal(err)
	}
	var in strings.Builder
	for i := range 200 {
		if i%50 == 7 {
			fmt.Fprintln(&in, "{")
			continue
		}
		fmt.Fprintf(&in, `{"id":"n%d","lang":"en","text":"They sent %d tonnes. %s"}`+"\n", i, i+2, strings.Repeat("Then nothing happened. ", i%9))
	}
	n := 0
	for r := range e.Read(t.Context(), (&feed.Reader{}).Read("a.jsonl", strings.NewReader(in.String())), 4) {
		switch {
		case n%50 == 7 && r.Err == nil:
			t.Errorf("line %d was read", n+1)
		case n%50 != 7 && (r.Err != nil || len(r.Figures.Figures) != 1 || r.Figures.Figures[0].Mention.Value.String() != fmt.Sprint(n+2)):
			t.Errorf("line %d: %+v, %v", n+1, r.Figures.Figures, r.Err)
		}
		if n++; n == 200 && !r.Last {
			t.Error("more is awaited after the last article")
		}
	}
	if n != 200 {
		t.Errorf("%d readings of 200", n)
	}
}

func TestReadEndsWithItsContext(t *testing.T) {
	e, err := load()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	for range e.Read(ctx, (&feed.Reader{}).Read("a.jsonl", strings.NewReader(strings.Repeat(`{"text":"x"}`+"\n", 1000))), 2) {
		cancel()
		n++
	}
	if cancel(); n > 10 {
		t.Errorf("%d readings after the end", n)
	}
}
