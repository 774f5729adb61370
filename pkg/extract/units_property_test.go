package extract_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/extract"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/unit"
)

// TestEveryCurrencyIsRead: an amount beside the ISO 4217 code of any currency in use,
// and beside its own sign, is of that currency, in every language.
func TestEveryCurrencyIsRead(t *testing.T) {
	units, err := unit.New()
	if err != nil {
		t.Fatal(err)
	}
	e := extractor(t)
	signs := currencySigns(t)
	for _, id := range units.IDs() {
		u, _ := units.Get(id)
		if u.Quantity != unit.Money || len(u.Regions) == 0 {
			continue
		}
		for _, text := range []string{"%s 42.50", "%s42.50", "42.50 %s"} {
			for _, code := range []string{"ar", "en", "fr", "es"} {
				reads(t, e, code, fmt.Sprintf(text, id), string(id))
			}
		}
		reads(t, e, "en", fmt.Sprintf("It cost %s 42,500 to build.", id), string(id))
		reads(t, e, "en", fmt.Sprintf("It cost 42,500 %s to build.", id), string(id))
		reads(t, e, "en", fmt.Sprintf("The firm paid %s 42 million for the site.", id), string(id))
		reads(t, e, "en", fmt.Sprintf("The firm paid 42 million %s for the site.", id), string(id))
		reads(t, e, "ar", fmt.Sprintf("بلغت القيمة 42 مليون %s أمس.", id), string(id))
		for _, sign := range signs[string(id)] {
			reads(t, e, "en", "The firm paid "+sign+"42.50 for it.", string(id))
		}
	}
}

func reads(t *testing.T, e *extract.Extractor, code, text, id string) {
	t.Helper()
	got := e.Text(code, text)
	if len(got) != 1 || got[0].Unit.Name != id {
		t.Errorf("%s: %q is read as %v, want one figure of %s", code, text, figureLines(got), id)
	}
}

// currencySigns are those that CLDR gives, by currency.
func currencySigns(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	text, err := os.ReadFile("../lang/base/cldr.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) == 5 && cells[3] == "prefix" && cells[1] != "NIO" { // overruled: C$ is Canada's
			out[cells[1]] = append(out[cells[1]], cells[4])
		}
	}
	return out
}

// TestCodesThatAreWords: a code that is a word, or that stands in a text of capitals,
// is none beside a number that is no amount.
func TestCodesThatAreWords(t *testing.T) {
	e := extractor(t)
	for _, text := range []string{
		"The TOP 10 list.", "Try 5 of them.", "ALL 50 STATES VOTED", "They use PHP 8.3 on the site.", "COP 28 was held in Dubai.",
		"SOS 3 was sent.", "He is mad 5 times a week.", "GET YOUR PEN 2 TODAY", "The AMD 7000 was sold.", "the all 42,500 of them",
	} {
		for _, m := range e.Text("en", text) {
			if m.Kind == figure.Money {
				t.Errorf("%q is read as %s", text, figureLine(m))
			}
		}
	}
}

// TestEveryUnitSymbolIsRead: each symbol that "arqam units" prints reads as its unit
// behind a number, but for those that testdata/unread_symbols.tsv gives a reason for.
func TestEveryUnitSymbolIsRead(t *testing.T) {
	packs, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	names, err := unit.LoadNames(packs)
	if err != nil {
		t.Fatal(err)
	}
	units, err := unit.New()
	if err != nil {
		t.Fatal(err)
	}
	e := extractor(t)
	reasons := unreadSymbols(t)
	for id, list := range names {
		u, ok := units.Get(id)
		if !ok || u.Quantity == unit.Money {
			continue
		}
		for _, n := range list {
			if n.Symbol == "" {
				continue
			}
			key := n.Lang + " " + string(id)
			is := symbolReads(e, n.Lang, n.Symbol, id)
			switch _, listed := reasons[key]; {
			case !is && !listed:
				t.Errorf("%s\t%s\t%s: read as %v", n.Lang, id, n.Symbol, figureLines(e.Text(n.Lang, "12 "+n.Symbol)))
			case is && listed:
				t.Errorf("%s: testdata/unread_symbols.tsv says that %q is not read, but it is", key, n.Symbol)
			}
		}
	}
}

// symbolReads reports whether twelve of a symbol, apart from it or joined to it, are
// twelve of the unit.
func symbolReads(e *extract.Extractor, code, symbol string, id figure.UnitID) bool {
	for _, text := range []string{"12 " + symbol, "12" + symbol} {
		for _, m := range e.Text(code, text) {
			if (figure.UnitPer{Unit: figure.UnitID(m.Unit.Name), Per: figure.UnitID(m.Per.Name)}).Join() == id && m.Value.String() == "12" {
				return true
			}
		}
	}
	return false
}

func unreadSymbols(t *testing.T) map[string]string {
	t.Helper()
	file, err := os.Open("testdata/unread_symbols.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	out := map[string]string{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) == 4 {
			out[cells[0]+" "+cells[1]] = cells[3]
		}
	}
	return out
}
