package figure_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

// TestBefore reads messages of earlier builds (testdata/before): the first wire files, before
// edition, undated, claimant, family, tags, exchange and context.interval, and figures from
// before event and per_count. Missing members are zero, and the ids are unchanged.
func TestBefore(t *testing.T) {
	figures := sampleFigures()
	figures.Figures[1].Exchange = figure.Exchange{}
	first := sampleFigures()
	first.Figures[1].Exchange = figure.Exchange{}
	first.Figures[1].Mention.Event, first.Figures[1].Mention.PerCount = "", figure.Number{}
	before(t, "article", sampleArticle())
	before(t, "mentions", sampleMentions())
	before(t, "figures", figures)
	before(t, "figures_first", first)
}

func before[T figure.Message](t *testing.T, name string, want T) {
	t.Run(name, func(t *testing.T) {
		wire, err := os.ReadFile(filepath.Join("testdata", "before", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := figure.Decode[T](wire)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("decodes to\n%+v\nwant\n%+v", got, want)
		}
		m, ok := any(got).(figure.Mentions)
		if !ok {
			return
		}
		// A digest of article, revision, engine, field and span, computed independently.
		for i, id := range []figure.ID{"derbo5wixb7qapzxvvwkadz3km", "34wqtt72gs5r4zjukoitsbi4dm"} {
			if got := figure.NewID(m.Article, m.Engine, m.Mentions[i]); got != id {
				t.Errorf("mention %d has the id %s, had %s", i, got, id)
			}
		}
	})
}

// TestAfter reads what a build of the next version may write: every object has an unknown
// member. A version further ahead is rejected.
func TestAfter(t *testing.T) {
	after(t, "article", sampleArticle())
	after(t, "mentions", sampleMentions())
	after(t, "figures", sampleFigures())
}

func after[T figure.Message](t *testing.T, name string, want T) {
	t.Run(name, func(t *testing.T) {
		wire, err := os.ReadFile(filepath.Join("testdata", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		numbers := json.NewDecoder(strings.NewReader(string(wire)))
		numbers.UseNumber()
		var message map[string]any
		if err := numbers.Decode(&message); err != nil {
			t.Fatal(err)
		}
		extend(message)
		version := func(n int) []byte {
			message["v"] = n
			b, err := json.Marshal(message)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		for _, n := range []int{figure.WireVersion, figure.WireVersion + 1} {
			got, err := figure.Decode[T](version(n))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("version %d decodes to\n%+v\nwant\n%+v", n, got, want)
			}
		}
		_, err = figure.Decode[T](version(figure.WireVersion + 2))
		says := fmt.Sprintf("unknown message version %d, this build reads 1 to %d: upgrade this service", figure.WireVersion+2, figure.WireVersion+1)
		if !errors.Is(err, figure.ErrWireVersion) || !strings.Contains(err.Error(), says) {
			t.Errorf("two versions ahead: %v, want %q", err, says)
		}
	})
}

// extend adds a new member to every object.
func extend(v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, below := range v {
			extend(below)
		}
		v["zz_new"] = map[string]any{"of": []any{"the next version", 1e300, nil}}
	case []any:
		for _, below := range v {
			extend(below)
		}
	}
}
