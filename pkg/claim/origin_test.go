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
			t.Errorf("%s: one voice = %v, want %v (prints %016x and %016x)", c.name, got, c.same, a.Print, b.Print)
		}
	}
	if got := print("Three people were killed."); got != 0 {
		t.Errorf("print of a short text = %x, want none", got)
	}
}

func TestOriginOfWires(t *testing.T) {
	long := strings.Repeat("The market was quiet on Tuesday and nobody bought anything at all. ", 10)
	for text, want := range map[string]string{
		"ADEN (Reuters) - Two ships left. " + long:            "reuters",
		"عدن (رويترز) - غادرت سفينتان الميناء. " + long:       "reuters",
		"عدن - أ ف ب: غادرت سفينتان. " + long:                 "afp",
		"AFP - Two ships left. " + long:                       "afp",
		long + "(AP)":                                         "ap",
		"الخرطوم / الأناضول / قال مسؤول. " + long:             "anadolu",
		"Two ships left, an official told Reuters. " + long:   "",
		"The MAP of the valley - and its roads. " + long:      "",
		long + " ADEN (Reuters) - is how they begin. " + long: "",
		"": "",
	} {
		if got := OriginOf(figure.Article{Text: text}).Wire; got != want {
			t.Errorf("%.40q: agency %q, want %q", text, got, want)
		}
	}
}

func TestIndependent(t *testing.T) {
	by := func(article, claimant, family, wire string, print uint64) Claim {
		return Claim{Article: figure.ArticleID(article), Claimant: claimant, Origin: Origin{Wire: wire, Family: family, Print: print}}
	}
	for _, c := range []struct {
		name   string
		claims []Claim
		want   int
	}{
		{"nobody", nil, 0},
		{"two papers", []Claim{by("1", "a", "fa", "", 0), by("2", "b", "fb", "", 0)}, 2},
		{"one claimant in two papers", []Claim{by("1", "Ministry", "fa", "", 0), by("2", "ministry", "fb", "", 0)}, 1},
		{"one family", []Claim{by("1", "a", "f", "", 0), by("2", "b", "f", "", 0)}, 1},
		{"one agency", []Claim{by("1", "a", "fa", "afp", 0), by("2", "b", "fb", "afp", 0)}, 1},
		{"two agencies", []Claim{by("1", "a", "fa", "afp", 0), by("2", "b", "fb", "ap", 0)}, 2},
		{"copies", []Claim{by("1", "a", "fa", "", 0xff00), by("2", "b", "fb", "", 0xff01)}, 1},
		{"a chain", []Claim{by("1", "a", "fa", "afp", 0), by("2", "b", "fb", "", 0), by("3", "b", "fc", "afp", 0)}, 1},
		{"one article", []Claim{by("1", "a", "fa", "", 0), by("1", "b", "fa", "", 0)}, 1},
	} {
		if got := Independent(c.claims); got != c.want {
			t.Errorf("%s: %d independent, want %d", c.name, got, c.want)
		}
	}
}
