package unit

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/arqam-io/arqam/pkg/table"
)

// tables is a small valid set of tables, whose files a test replaces.
func tables(replace map[string]string) fs.FS {
	files := map[string]string{
		quantitiesFile: "base\tquantity\nmeter\tlength\n",
		prefixesFile:   "prefix\tfactor\nkilo\t1000\n",
		currenciesFile: "code\tdigits\tregions\nUSD\t2\tUS\n",
		unitsFile:      unitsHeader + "\nfoot\tlength\tmeter\t0.3048\t0\t-\tNIST\nmeter\tlength\tmeter\t1\t0\ty\tSI\n",
		handFile:       unitsHeader + "\n",
		compoundsFile:  "id\nkilometer\n",
		aliasesFile:    "alias\tid\nmetre\tmeter\n",
	}
	out := fstest.MapFS{}
	for name, body := range files {
		if r, ok := replace[name]; ok {
			body = r
		}
		out[name] = &fstest.MapFile{Data: []byte(body)}
	}
	return out
}

func TestLoadSmallTables(t *testing.T) {
	loaded, err := Load(tables(nil))
	if err != nil {
		t.Fatal(err)
	}
	got, err := loaded.Convert(number(t, "10000"), "foot", "kilometer")
	if err != nil || got.String() != "3.048" {
		t.Errorf("10000 foot = %s kilometer, %v; want 3.048", got, err)
	}
}

func TestLoadSaysWhereAndWhy(t *testing.T) {
	row := func(cells ...string) string { return unitsHeader + "\n" + strings.Join(cells, "\t") + "\n" }
	for _, c := range []struct{ file, body, want string }{
		{unitsFile, "", "units.tsv: there is no header"},
		{unitsFile, "# note\nid\tbase\n", `units.tsv:2: the header is "id\tbase"`},
		{unitsFile, row("foot", "length", "meter"), "want 7 columns separated by tabs, have 3"},
		{unitsFile, row("foot", "length", "meter", "", "0", "-", "NIST"), "units.tsv:2: column 4 is blank"},
		{unitsFile, row("foot ", "length", "meter", "1", "0", "-", "NIST"), "units.tsv:2: column 1 is blank or padded"},
		{unitsFile, row("foot", "length", "meter", "0.3o48", "0", "-", "NIST"), `units.tsv:2: not an exact number: "0.3o48"`},
		{unitsFile, row("foot", "length", "meter", "1/0", "0", "-", "NIST"), `units.tsv:2: not an exact number: "1/0"`},
		{unitsFile, row("foot", "length", "meter", "0", "0", "-", "NIST"), `units.tsv:2: factor "0" is not positive`},
		{unitsFile, row("foot", "length", "meter", "2", "x", "-", "NIST"), `units.tsv:2: not an exact number: "x"`},
		{unitsFile, row("foot", "length", "meter", "2", "0", "yes", "NIST"), `units.tsv:2: prefix "yes"`},
		{unitsFile, row("foot", "length", "metre", "2", "0", "-", "NIST"), `units.tsv:2: base "metre" has no quantity`},
		{unitsFile, row("foot", "area", "meter", "2", "0", "-", "NIST"), `units.tsv:2: quantity "area", but base "meter" is of "length"`},
		{unitsFile, row("meter", "length", "meter", "2", "0", "-", "NIST"), `units.tsv:2: "meter" is its own base`},
		{handFile, row("x-toman", "money", "IRR", "10", "0", "-", "Iran"), `hand.tsv:2: base "IRR" is not a currency`},
		{handFile, row("b", "length", "meter", "1", "0", "-", "x") + "a\tlength\tmeter\t1\t0\t-\tx\n", `hand.tsv:3: "a" after "b"`},
		{currenciesFile, "code\tdigits\tregions\nusd\t2\tUS\n", `currencies.tsv:2: "usd" is not an ISO 4217 code`},
		{currenciesFile, "code\tdigits\tregions\nUSD\t9\tUS\n", `currencies.tsv:2: digits "9"`},
		{prefixesFile, "prefix\tfactor\nkilo\t-1\n", `prefixes.tsv:2: not an exact number: "-1"`},
		{compoundsFile, "id\nkilofoot\n", `compounds.tsv:2: not a unit id: "kilofoot"`},
		{aliasesFile, "alias\tid\nfeet\tfoots\n", `aliases.tsv:2: alias "feet"`},
		{aliasesFile, "alias\tid\nfoot\tmeter\n", `aliases.tsv:2: alias "foot" is itself a unit`},
		{quantitiesFile, "base\tquantity\nmeter\tlength\nmeter-per-jiffy\tspeed\n", `base "meter-per-jiffy" of speed`},
	} {
		_, err := Load(tables(map[string]string{c.file: c.body}))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %q: error %v, want %q", c.file, c.body, err, c.want)
			continue
		}
		if !errors.As(err, new(*table.Error)) {
			t.Errorf("%s %q: error is a %T, want a *table.Error", c.file, c.body, err)
		}
	}
}

func TestLoadNeedsEveryFile(t *testing.T) {
	if _, err := Load(fstest.MapFS{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want fs.ErrNotExist", err)
	}
}

func TestHandRowsReplaceByID(t *testing.T) {
	loaded, err := Load(tables(map[string]string{handFile: unitsHeader + "\nfoot\tlength\tmeter\t0.3\t0\t-\tthe metric foot\n"}))
	if err != nil {
		t.Fatal(err)
	}
	if u, _ := loaded.Get("foot"); u.Source != "the metric foot" {
		t.Errorf("foot comes from %q", u.Source)
	}
}
