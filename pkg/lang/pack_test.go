package lang_test

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/arqam-io/arqam/pkg/lang"
)

// packs are loaded once, for all tests.
var packs = sync.OnceValues(lang.Load)

// load returns the packs that are built in.
func load(t testing.TB) *lang.Set {
	t.Helper()
	set, err := packs()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func pack(t testing.TB, code string) *lang.Pack {
	t.Helper()
	p, ok := load(t).Get(code)
	if !ok {
		t.Fatalf("there is no pack %q", code)
	}
	return p
}

// small is a whole language of one folder; edits replace or remove its files.
func small(edits map[string]string) fstest.MapFS {
	files := map[string]string{
		"base/fold.tsv":     "# folding\n00AD\tformat\t-\t-\n0027\tpunct\tgroup\t'\n",
		"xx/pack.yaml":      "lang: xx\nname: Xish\nscript: Latin\n",
		"xx/paradigms.tsv":  "n\tsingular\t-\t-\nn\tplural\t-\ts\ny\tsingular\t-\t-\ny\tplural\ty\ties\n",
		"xx/numerals.tsv":   "unit\t2\t-\t-\ttwo\nfraction\t1/2\t-\t-\thalf\n",
		"xx/units.tsv":      "# units\n\nmeasure\ttonne\tn\t-\ttonne\nmeasure\tcentury\ty\tcalendar,bare\tcentury\n",
		"xx/nouns.tsv":      "noun\tparcel\t- n\t-\tfood parcel\n",
		"base/numerals.tsv": "unit\t3\t-\t-\t③\n",
	}
	maps.Copy(files, edits)
	out := fstest.MapFS{}
	for name, text := range files {
		if text != "removed" {
			out[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return out
}

func TestLoadFSReadsASmallPack(t *testing.T) {
	set, err := lang.LoadFS(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	p, ok := set.Get("xx")
	if !ok || !slices.Equal(set.Langs(), []string{"xx"}) {
		t.Fatalf("the languages are %q", set.Langs())
	}
	for form, class := range map[string]lang.Class{
		"two": lang.Unit, "half": lang.Fraction, "tonne": lang.Measure, "tonnes": lang.Measure,
		"century": lang.Measure, "centuries": lang.Measure, "food": lang.Noun, "3": lang.Unit,
	} {
		if got := p.Starts(p.Lookup([]byte(form))); !got.Has(class) {
			t.Errorf("no %s begins with %q (classes %b)", class, form, got)
		}
	}
	if got := p.Starts(p.Lookup([]byte("centurys"))); !got.Empty() {
		t.Errorf("the paradigm y makes %q", "centurys")
	}
}

// TestLoadFSNamesTheFault: the person who adds a language reads these errors.
func TestLoadFSNamesTheFault(t *testing.T) {
	tests := []struct {
		fault string
		edits map[string]string
		want  []string // all in the error
	}{
		{"no fold table", map[string]string{"base/fold.tsv": "removed"}, []string{"base/fold.tsv"}},
		{"fold: too few columns", map[string]string{"base/fold.tsv": "# a\n00AD\tformat\t-\n"}, []string{"base/fold.tsv:2", "4 columns", "have 3"}},
		{"fold: unknown class", map[string]string{"base/fold.tsv": "00AD\tformatted\t-\t-\n"}, []string{"base/fold.tsv:1", `"formatted"`}},
		{"fold: unknown mark", map[string]string{"base/fold.tsv": "\n\n00AD\tformat\tdot\t-\n"}, []string{"base/fold.tsv:3", `"dot"`}},
		{"fold: no hexadecimal", map[string]string{"base/fold.tsv": "U+00AD\tformat\t-\t-\n"}, []string{"base/fold.tsv:1", `"U+00AD"`}},
		{"fold: bad end of a range", map[string]string{"base/fold.tsv": "00AD-zz\tformat\t-\t-\n"}, []string{"base/fold.tsv:1", `"zz"`}},
		{"fold: page that is not held", map[string]string{"base/fold.tsv": "4E00\tletter\t-\ta\n"}, []string{"base/fold.tsv:1", "4E00"}},

		{"no pack", map[string]string{
			"xx/pack.yaml": "removed", "xx/paradigms.tsv": "removed", "xx/numerals.tsv": "removed",
			"xx/units.tsv": "removed", "xx/nouns.tsv": "removed",
		}, []string{"no pack"}},
		{"no knobs", map[string]string{"xx/pack.yaml": "removed"}, []string{"xx/pack.yaml"}},
		{"unknown knob", map[string]string{"xx/pack.yaml": "lang: xx\nscript: Latin\ncolour: many\n"}, []string{"xx/pack.yaml", "line 3", "colour"}},
		{"knob of another type", map[string]string{"xx/pack.yaml": "lang: xx\nscript: Latin\nverb_first: perhaps\n"}, []string{"xx/pack.yaml", "line 3", "perhaps"}},
		{"unknown script", map[string]string{"xx/pack.yaml": "lang: xx\nscript: Xish\n"}, []string{"xx/pack.yaml", `"Xish"`}},
		{"no script", map[string]string{"xx/pack.yaml": "lang: xx\n"}, []string{"xx/pack.yaml", `""`}},

		{"no paradigms", map[string]string{"xx/paradigms.tsv": "removed"}, []string{"xx/paradigms.tsv"}},
		{"paradigms: columns", map[string]string{"xx/paradigms.tsv": "n\tsingular\t-\n"}, []string{"xx/paradigms.tsv:1", "have 3"}},
		{"paradigms: unknown form", map[string]string{"xx/paradigms.tsv": "n\tsingular\t-\t-\nn\tpaucal\t-\ts\n"}, []string{"xx/paradigms.tsv:2", `"paucal"`}},

		{"row: columns", map[string]string{"xx/units.tsv": "measure\ttonne\tn\ttonne\n"}, []string{"xx/units.tsv:1", "5 columns", "have 4"}},
		{"row: spaces for tabs", map[string]string{"xx/units.tsv": "measure tonne n - tonne\n"}, []string{"xx/units.tsv:1", "have 1"}},
		{"row: unknown class", map[string]string{"xx/units.tsv": "# units\nmesure\ttonne\tn\t-\ttonne\n"}, []string{"xx/units.tsv:2", `"mesure"`}},
		{"row: unknown attribute", map[string]string{"xx/units.tsv": "measure\ttonne\tn\tbare,naked\ttonne\n"}, []string{"xx/units.tsv:1", `"naked"`}},
		{"row: unknown paradigm", map[string]string{"xx/units.tsv": "measure\ttonne\tq\t-\ttonne\n"}, []string{"xx/units.tsv:1", `"q"`}},
		{"row: more paradigms than words", map[string]string{"xx/units.tsv": "measure\ttonne\tn n\t-\ttonne\n"}, []string{"xx/units.tsv:1", `"tonne"`, "2 paradigms"}},
		{"row: stem against its paradigm", map[string]string{"xx/units.tsv": "measure\ttonne\ty\t-\ttonne\n"}, []string{"xx/units.tsv:1", `"tonne"`, `"y"`}},
		{"row: word for a number", map[string]string{"xx/numerals.tsv": "unit\ttwo\t-\t-\ttwo\n"}, []string{"xx/numerals.tsv:1", `"two"`}},
		{"row: fraction without denominator", map[string]string{"xx/numerals.tsv": "fraction\t1/\t-\t-\thalf\n"}, []string{"xx/numerals.tsv:1", `"1/"`}},
		{"row: denominator nought", map[string]string{"xx/numerals.tsv": "fraction\t1/0\t-\t-\thalf\n"}, []string{"xx/numerals.tsv:1", `"1/0"`}},
		{"row: lemma of nothing", map[string]string{"xx/units.tsv": "measure\ttonne\t-\t-\t \u00AD \n"}, []string{"xx/units.tsv:1", "folds to nothing"}},
		{"row: empty lemma among others", map[string]string{"xx/units.tsv": "measure\ttonne\t-\t-\ttonne||ton\n"}, []string{"xx/units.tsv:1", `""`}},
		{"two values of one key", map[string]string{"xx/numerals.tsv": "unit\t2\t-\t-\ttwo\nunit\t3\t-\t-\tTwo\n"}, []string{"xx/numerals.tsv:2", `"two"`}},
		{"two units of one key", map[string]string{"xx/units.tsv": "measure\ttonne\tn\t-\tton\nmeasure\tton\t-\t-\tton|tons\n"}, []string{"xx/units.tsv:2", `"ton"`}},
		{"two units of one phrase", map[string]string{"xx/units.tsv": "measure\ta\t-\t-\tshort ton\nmeasure\tb\t-\t-\tshort ton\n"}, []string{"xx/units.tsv:2", `"short" "ton"`}},
		{"the base against the pack", map[string]string{"base/numerals.tsv": "unit\t5\t-\t-\ttwo\n"}, []string{"base/numerals.tsv:1", `"two"`}},
	}
	for _, tt := range tests {
		t.Run(tt.fault, func(t *testing.T) {
			_, err := lang.LoadFS(small(tt.edits))
			if err == nil {
				t.Fatal("the pack loads")
			}
			for _, part := range tt.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("the error does not say %s: %v", part, err)
				}
			}
		})
	}
}

// TestLoadFSPassesOnReadErrors: a table that cannot be read is not an empty one.
func TestLoadFSPassesOnReadErrors(t *testing.T) {
	if _, err := lang.LoadFS(fstest.MapFS{"base/fold.tsv": {Mode: fs.ModeDir}}); err == nil {
		t.Error("a folder in the place of the fold table loads")
	}
	if _, err := lang.LoadFS(small(map[string]string{"xx/units.tsv": "measure\ttonne\t-\t-\t" + strings.Repeat("t", 1<<20)})); err == nil {
		t.Error("a table with a line of a megabyte loads in part, without an error")
	}
}

func TestGetAndLangs(t *testing.T) {
	set := load(t)
	langs := set.Langs()
	if !slices.IsSorted(langs) || !slices.Contains(langs, "ar") || !slices.Contains(langs, "en") {
		t.Errorf("Langs() = %q, want them sorted with ar and en", langs)
	}
	for _, code := range langs {
		if p, ok := set.Get(code); !ok || p.Lang != code || p.Name == "" {
			t.Errorf("Get(%q) = %v, %v", code, p, ok)
		}
	}
	for _, code := range []string{"", "AR", "base", "ara"} {
		if _, ok := set.Get(code); ok {
			t.Errorf("Get(%q) finds a pack", code)
		}
	}
}

func TestDetect(t *testing.T) {
	set := load(t)
	for text, want := range map[string]string{
		"قتل 40 شخصا في حادث":                 "ar",
		"Forty people were killed":            "en",
		"40 صاروخا من طراز Grad":              "ar",
		"The word شخص means person in Arabic": "en",
		"ﻣﻠﻴﻮﻥ ﺷﺨﺺ":                           "ar",
		"":                                    set.Langs()[0],
		"2024 - 40 (%)":                       set.Langs()[0],
		strings.Repeat("the house ", 50) + strings.Repeat("ب ", 5000): "en",
		"Quarante personnes ont été tuées dans l'attaque de samedi":   "fr",
		"Les salaires ont augmenté de 5 %":                            "fr",
		"12 policiers au moins":                                       "fr",
		"Wages rose by 5 percent":                                     "en",
		"12 policemen at least":                                       "en",
		"Cuarenta personas murieron en el ataque del sábado":          "es",
		"Los salarios subieron un 5 %":                                "es",
		"12 policías por lo menos":                                    "es",
		// French and Spanish know as much of it, and English nothing.
		"en 2024": "es",
	} {
		if got := set.Detect(text).Lang; got != want {
			t.Errorf("Detect(%.30q) = %s, want %s", text, got, want)
		}
	}
}

func TestWrites(t *testing.T) {
	ar, en := pack(t, "ar"), pack(t, "en")
	for _, tt := range []struct {
		text   string
		ar, en bool
	}{
		{"قتل 40 شخصا", true, false},
		{"40 people were killed", false, true},
		{"12.5 (7)", true, true},
		{"Grad غراد", true, true},
		{"", true, true},
	} {
		if got := ar.Writes(tt.text); got != tt.ar {
			t.Errorf("Arabic writes %q: %v, want %v", tt.text, got, tt.ar)
		}
		if got := en.Writes(tt.text); got != tt.en {
			t.Errorf("English writes %q: %v, want %v", tt.text, got, tt.en)
		}
	}
}

// TestEveryPackHasTheSameFiles: a folder that lacks a table is half a language.
func TestEveryPackHasTheSameFiles(t *testing.T) {
	files := map[string][]string{}
	for _, code := range load(t).Langs() {
		entries, err := os.ReadDir(code)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			files[e.Name()] = append(files[e.Name()], code)
		}
	}
	for name, codes := range files {
		if len(codes) != len(load(t).Langs()) {
			t.Errorf("%s stands only in %v", name, codes)
		}
	}
}
