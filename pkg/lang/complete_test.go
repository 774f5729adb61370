package lang

import (
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/arqam-io/arqam/pkg/table"
)

// required are the tables of a whole pack and the fewest rows of each. What the
// lexicon must know, whatever its table, is critical's.
var required = map[string]int{
	"paradigms.tsv": 3, "numerals.tsv": 40, "units.tsv": 40, "money.tsv": 20, "rates.tsv": 5, "relations.tsv": 5,
	"nouns.tsv": 150, "stops.tsv": 5, "calendar.tsv": 10, "blockers.tsv": 3, "cues.tsv": 10, "clauses.tsv": 8,
	Forms: 5, Shapes: 10, Contexts: 20, Dictionary: 1,
	overruledTable: 0, generatedTable: 50, generatedNames: 100, unitNames: 20,
	string(Countries): 80, string(Metals): 4, string(Measures): 4, string(Dates): 6, string(Credits): 20,
}

// oneLanguagesOwn are kinds of terms whose ids another language may lack: zones are
// named in the papers of their region, and English shortens them alike everywhere.
var oneLanguagesOwn = map[string]bool{"zone": true, "unit": true}

// missing lists what a pack of fsys lacks that a whole one has: tables, rows, and
// the ids that any other pack of its terms has.
func missing(fsys fstest.MapFS, dir string, others *Set) []string {
	var out []string
	lacks := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, name := range slices.Sorted(maps.Keys(required)) {
		file, rows := path.Join(dir, name), 0
		body, ok := fsys[file]
		if !ok {
			lacks("%s: there is no such table", file)
			continue
		}
		for line := range strings.Lines(string(body.Data)) {
			if !strings.HasPrefix(line, "#") && strings.TrimSpace(line) != "" {
				rows++
			}
		}
		if rows < required[name] {
			lacks("%s: %d rows, want at least %d", file, rows, required[name])
		}
	}
	set, err := LoadFS(fsys)
	if err != nil {
		return append(out, err.Error())
	}
	p, _ := set.Get(dir)
	for of := range termKinds {
		have := idsOf(p.Terms(of))
		for key := range idsOf(others.Terms(of)) {
			if !have[key] && !oneLanguagesOwn[key[0]] {
				lacks("%s: column id: no %s stands for %q", path.Join(dir, string(of)), key[0], key[1])
			}
		}
	}
	names, err := set.UnitNames(dir)
	if err != nil {
		return append(out, err.Error())
	}
	for id := range ownUnits(others) {
		if !slices.ContainsFunc(names, func(n UnitName) bool { return n.ID == id && n.Name != "" }) {
			lacks("%s: column id: %q has no name", path.Join(dir, unitNames), id)
		}
	}
	slices.Sort(out)
	return out
}

// idsOf are the kinds and ids of terms. A country may have either of its kinds, and
// a measure may be told on any side of its number.
func idsOf(terms []Term) map[[2]string]bool {
	out := map[[2]string]bool{}
	for _, t := range terms {
		key := [2]string{t.Kind, t.ID}
		switch {
		case slices.Contains(termKinds[Countries], t.Kind):
			key[0] = "word"
		case slices.Contains(termKinds[Measures], t.Kind):
			key[1] = ""
		}
		out[key] = true
	}
	return out
}

// ownUnits are the units that the CLDR lacks, which every pack names by hand.
func ownUnits(set *Set) map[string]bool {
	out := map[string]bool{}
	for _, code := range set.Langs() {
		names, _ := set.UnitNames(code)
		for _, n := range names {
			if strings.HasPrefix(n.ID, "x-") {
				out[n.ID] = true
			}
		}
	}
	return out
}

// asTheyStand are the folders of some packs as they stand, and the base.
func asTheyStand(t *testing.T, dirs ...string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, dir := range append(dirs, "base") {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			body, err := os.ReadFile(path.Join(dir, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			out[path.Join(dir, e.Name())] = &fstest.MapFile{Data: body}
		}
	}
	return out
}

// TestEveryPackIsWhole fails with the file and the column where a pack lacks what
// the others have.
func TestEveryPackIsWhole(t *testing.T) {
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range all.Langs() {
		for _, fault := range missing(asTheyStand(t, code), code, all) {
			t.Error(fault)
		}
	}
}

// TestALackIsNamed takes one thing after the other out of a whole pack.
func TestALackIsNamed(t *testing.T) {
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for file, c := range map[string]struct{ without, want string }{
		"fr/metals.tsv":     {"\tAU\t", `fr/metals.tsv: column id: no metal stands for "AU"`},
		"fr/countries.tsv":  {"\tDZ\t", `fr/countries.tsv: column id: no word stands for "DZ"`},
		"fr/measures.tsv":   {"increment", `fr/measures.tsv: column id: no increment stands for ""`},
		"fr/dates.tsv":      {"ago\t", `fr/dates.tsv: column id: no ago stands for ""`},
		"fr/credits.tsv":    {"reuters", `fr/credits.tsv: column id: no agency stands for "reuters"`},
		"fr/unit_names.tsv": {"x-toman", `fr/unit_names.tsv: column id: "x-toman" has no name`},
		"fr/nouns.tsv":      {"noun", "fr/nouns.tsv: 0 rows, want at least 150"},
		"fr/cues.tsv":       {"", "fr/cues.tsv: there is no such table"},
	} {
		files := asTheyStand(t, "fr")
		var kept strings.Builder
		for line := range strings.Lines(string(files[file].Data)) {
			if !strings.Contains(line, c.without) {
				kept.WriteString(line)
			}
		}
		if files[file] = (&fstest.MapFile{Data: []byte(kept.String())}); c.without == "" {
			delete(files, file)
		}
		if got := missing(files, "fr", all); !slices.Contains(got, c.want) {
			t.Errorf("%s without %q lacks %q, want %s", file, c.without, got, c.want)
		}
	}
}

// TestALanguageIsAFolder: a folder of a language that no Go file names is a pack
// like the others, with its terms and the names of its units.
func TestALanguageIsAFolder(t *testing.T) {
	files := asTheyStand(t, "en", "fr")
	for name, text := range map[string]string{
		"pack.yaml": "lang: eo\nname: Esperanto\nscript: Latin\ncomma_decimal: true\nbare_factors: true\n" +
			"plural_endings: [oj, ojn]\nshared_money: {franc: CHF}\ncldr: {locales: [eo], plurals: [n]}\n",
		"paradigms.tsv": "n\tsingular\t-\t-\nn\tsingular\t-\tn\nn\tplural\t-\tj\nn\tplural\t-\tjn\n" +
			"a\tsingular\t-\t-\na\tplural\t-\tj\n",
		"numerals.tsv":         "unit\t2\t-\t-\tdu\nmagnitude\t1000000\tn\t-\tmiliono\nof\t-\t-\t-\tda\n",
		"units.tsv":            "measure\tkilometer\tn\t-\tkilometro\n",
		"nouns.tsv":            "noun\thouse\tn\t-\tdomo\n",
		"countries.tsv":        "name\tDZ\t-\talĝerio\nadjective\tDZ\ta\talĝeria\n",
		"metals.tsv":           "metal\tAU\tn\toro\n",
		"credits.tsv":          "agency\treuters\t-\tReuters\n",
		string(generatedNames): generatedNamesHeader + "\nkilometer\tkm\tkilometroj\t-\t{0} kilometro\t-\t-\t-\t{0} kilometroj\n",
		string(unitNames):      unitNamesHeader + "\nx-times\tCLDR lacks the unit\t-\toble\toble\n",
	} {
		files["eo/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := LoadFS(files)
	if err != nil {
		t.Fatal(err)
	}
	p, ok := set.Get("eo")
	if !ok || p.SharedMoney["franc"] != "CHF" || !p.CommaDecimal {
		t.Fatalf("Esperanto is no pack: %v", set.Langs())
	}
	if got := set.Concepts().Find("domojn", "eo"); !slices.Contains(got, "house") {
		t.Errorf("«domojn» are %q, want house", got)
	}
	countries := p.Terms(Countries)
	if len(countries) != 2 || !slices.Equal(countries[1].Forms, []string{"alĝeria", "alĝeriaj"}) {
		t.Errorf("the countries are %+v", countries)
	}
	names, err := set.UnitNames("eo")
	if err != nil || !slices.Contains(names, UnitName{"kilometer", "km", "kilometroj", "kilometroj"}) || !slices.Contains(names, UnitName{"x-times", "", "oble", "oble"}) {
		t.Errorf("the units are called %+v, %v", names, err)
	}
	for _, word := range []string{"gold", "l'or", "oro", "oron"} {
		if !slices.ContainsFunc(set.Terms(Metals), func(m Term) bool { return m.ID == "AU" && slices.Contains(m.Forms, word) }) {
			t.Errorf("no language calls gold %q", word)
		}
	}
}

func TestTermsNameTheFault(t *testing.T) {
	for row, want := range map[string]string{
		"name\tDZ\t-\n":            "xx/countries.tsv:1: want 4 columns",
		"town\tDZ\t-\talger\n":     `xx/countries.tsv:1: unknown kind "town": must be one of name, adjective`,
		"name\tDZ\tq\talger\n":     `xx/countries.tsv:1: unknown paradigm "q"`,
		"name\tDZ\t-\talger|\n":    `xx/countries.tsv:1: form "" folds to nothing`,
		"# a\nname\tDZ\t\talger\n": "xx/countries.tsv:2: column 3 is blank",
		"name\tDZ\tn n\talger\n":   `xx/countries.tsv:1: "alger" has 1 words and 2 paradigms`,
	} {
		packFiles := files("measure\ttonne\t-\t-\tton\n", "", "")
		packFiles["xx/countries.tsv"] = &fstest.MapFile{Data: []byte(row)}
		if _, err := LoadFS(packFiles); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", row, err, want)
		}
	}
	term := Term{file: "xx/countries.tsv", line: 7}
	if err := term.Errorf("odd"); err.Error() != (&table.Error{File: "xx/countries.tsv", Line: 7, Err: fmt.Errorf("odd")}).Error() {
		t.Errorf("error %v", err)
	}
}
