package lang

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// TestEveryKnobIsDescribed: docs/language-pack.md says what each switch of pack.yaml
// means, and a pack sets it.
func TestEveryKnobIsDescribed(t *testing.T) {
	page, err := os.ReadFile("../../docs/language-pack.md")
	if err != nil {
		t.Fatal(err)
	}
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	knobs := reflect.TypeFor[Knobs]()
	for i := range knobs.NumField() {
		name := knobs.Field(i).Tag.Get("yaml")
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("docs/language-pack.md does not describe the switch %q", name)
		}
		used := false
		for _, p := range set.packs {
			used = used || !reflect.ValueOf(p.Knobs).Field(i).IsZero()
		}
		if !used {
			t.Errorf("no pack sets the switch %q", name)
		}
	}
}
