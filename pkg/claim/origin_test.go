package claim

import (
	"fmt"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

const flood = `%s Rescue teams in the Salma valley pulled %d bodies out of the mud on Monday as the water
began to fall, the interior ministry said in a statement. Helicopters carried blankets, tents and bread to
villages that no road reaches any more, and a field hospital opened beside the stadium. The governor asked
the people of the lower quarters to stay on high ground until the dam had been inspected. More rain is
expected at the end of the week, according to the weather service in the capital.`

func TestOriginOfCopies(t *testing.T) {
	print := func(text string) uint64 { return OriginOf(figure.Article{Text: text}).Print }
	original := fmt.Sprintf(flood, "HARMAL -", 45)
	for _, c := range []struct {
		name, text string
		same       bool
	}{
		{"itself", original, true},
		{"one digit changed", fmt.Sprintf(flood, "HARMAL -", 46), true},
		{"another dateline", fmt.Sprintf(flood, "By our correspondent in Harmal:", 45), true},
		{"cut at its end", original[:len(original)-90], true},
		{"Arabic digits", strings.ReplaceAll(original, "45", "٤٥"), true},
		{"another text on the same event", `The flood in the Salma valley has killed 45 people, a spokesman for the
			ministry of the interior told our reporter, who had walked for two days to reach the upper villages. Most
			of the dead are children of the school at the ford, where a wall gave way in the night. Families are
			burying them on the hill while the army searches the river bed with dogs and heavy machines.`, false},
	} {
		a, b := Origin{Print: print(original)}, Origin{Print: print(c.text)}
		if got := a.Same(b); got != c.same {
			t.Errorf("%s: Same = %v, want %v (prints %016x and %016x)", c.name, got, c.same, a.Print, b.Print)
		}
	}
	if got := print("Three people were killed."); got != 0 {
		t.Errorf("print of a short text = %x, want none", got)
	}
}

func TestOriginOfWires(t *testing.T) {
	long := strings.Repeat("The market was quiet on Tuesday and nobody bought anything at all. ", 10)
	for text, want := range map[string]string{
		"ADEN (Reuters) - Two ships left. " + long:             "reuters",
		"عدن (رويترز) - غادرت سفينتان الميناء. " + long:        "reuters",
		"عدن - أ ف ب: غادرت سفينتان. " + long:                  "afp",
		"ALGER (Agence France-Presse) - Deux navires. " + long: "afp",
		"AFP - Two ships left. " + long:                        "afp",
		long + "(AP)":                                          "ap",
		"الخرطوم / الأناضول / قال مسؤول. " + long:              "anadolu",
		"Two ships left, an official told Reuters. " + long:    "",
		"The MAP of the valley - and its roads. " + long:       "",
		long + " ADEN (Reuters) - is how they begin. " + long:  "",
		"": "",
	} {
		if got := OriginOf(figure.Article{Text: text}).Wire; got != want {
			t.Errorf("%.40q: agency %q, want %q", text, got, want)
		}
	}
}
