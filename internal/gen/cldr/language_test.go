package main

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// invented is a pack of a language that the generator does not know.
func invented(edits map[string]string) fstest.MapFS {
	files := map[string]string{
		"xx/pack.yaml": "lang: xx\nname: Xish\nscript: Latin\ncomma_decimal: true\n" +
			"cldr:\n  locales: [xx-XA, xx]\n  plurals: [o]\n  before_unit: da\n  elides_before: ao\n",
		"xx/paradigms.tsv": "# how Xish inflects\no\tsingular\t-\t-\no\tplural\to\toj\n",
		"yy/pack.yaml":     "lang: yy\nname: Yish\nscript: Latin\n",
	}
	out := fstest.MapFS{}
	for name, text := range files {
		if edit, ok := edits[name]; ok {
			text = edit
		}
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// TestALanguageIsAFolder: a pack alone defines which files are fetched and how its names
// become rows.
func TestALanguageIsAFolder(t *testing.T) {
	all, err := languages(invented(nil))
	if err != nil || len(all) != 1 || all[0].code != "xx" {
		t.Fatalf("languages %+v, %v; want xx, since yy names no locale", all, err)
	}
	var wanted []string
	for _, in := range inputs(all) {
		wanted = append(wanted, in.files...)
	}
	for _, file := range []string{"main/xx-XA/units.json", "main/xx/units.json", "main/xx/currencies.json",
		"main/xx/ca-gregorian.json", "main/xx/ca-islamic.json", "main/en/units.json"} {
		if !slices.Contains(wanted, file) {
			t.Errorf("%s is not fetched", file)
		}
	}
	units := `{"main":{"xx":{"units":{"long":{
		"mass-tonne":{"displayName":"tunoj","unitPattern-count-one":"{0} tuno","unitPattern-count-other":"{0} tunoj"},
		"length-foot":{"displayName":"ofoj","unitPattern-count-one":"{0} ofo","unitPattern-count-other":"{0} ofoj"}}}}}}`
	got, err := packTable(all[0], map[string][]byte{
		"main/xx/units.json":      []byte(units),
		"main/xx-XA/units.json":   []byte(strings.ReplaceAll(units, `"xx"`, `"xx-XA"`)),
		"main/xx/currencies.json": []byte(`{}`),
	}, anything, today)
	compare(t, body(t, got, err), []string{
		"measure · tonne · o · - · tuno",
		"measure · tonne · - o · - · da tuno",
		"measure · foot · o · - · ofo",
	})
	if got.name != "xx/cldr.tsv" {
		t.Errorf("the table is %s", got.name)
	}
}

func TestPacksAreRefused(t *testing.T) {
	const head = "lang: xx\nscript: Latin\n"
	for text, want := range map[string]string{
		head + "cldr: {locales: [xx], plural_rules: [o]}\n": "xx/pack.yaml: line 3: cldr: ",
		head + "cldr: {locales: [xx], plurals: [q]}\n":      `xx/pack.yaml: cldr: plurals: paradigms.tsv has no plural of "q"`,
		"lang: zz\nscript: Latin\n":                         `lang is "zz", want "xx"`,
		"lang: xx\nscript: Xish\n":                          `script "Xish" is not a Unicode script`,
		head:                                                "no pack.yaml names a CLDR locale",
	} {
		if _, err := languages(invented(map[string]string{"xx/pack.yaml": text})); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %s", text, err, want)
		}
	}
}
