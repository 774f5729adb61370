package main

import (
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/word"
)

// The fixture is a dictionary of a made-up language.
const affixes = `FLAG long
SET UTF-8
IGNORE ^~
AF 3
AF AaBb # 1
AF Vx # 2
AF PpAa # 3
AM 2
AM is:pst po:verb
SFX Aa Y 2
SFX Aa 0 s/1 [^y]
SFX Aa y i^es y
SFX Bb Y 1
SFX Bb 0 in/9 .
SFX Vx Y 1
SFX Vx 0 ta .
SFX Pp Y 1
SFX Pp 0 mine .
`

const list = `6
#things
boat/1
lady/3
oaken
#nobody
ghost/1
:::
run/2	1
Rome/1
`

const ruleText = `
dictionaries:
  - affixes: x/x.aff
    words: x/x.dic
    capitals: name
    endings: {dy: feminine}
    sections:
      - {heading: "#things", readings: [noun], unless: [{ends: en, readings: [adjective]}]}
    classes:
      - {of: [Aa], inflects: noun, counts: true, endings: {s: plural, ies: plural}}
      - {of: ["B."], inflects: noun, endings: {in: oblique}}
      - {of: [Vx], inflects: verb, endings: {ta: plural}}
    tenses:
      pst: {reading: verb past singular, starts: {r: "3"}}
`

func build(t *testing.T, text string, inputs map[string][]byte) *word.Dictionary {
	t.Helper()
	r := &rules{}
	if err := yaml.Unmarshal([]byte(text), r); err != nil {
		t.Fatal(err)
	}
	set, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, _ := set.Get("en")
	body, err := compile(p, r, inputs)
	if err != nil {
		t.Fatal(err)
	}
	d, err := word.OpenDictionary(body)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func spell(all []word.Analysis) string {
	var out []string
	for _, a := range all {
		out = append(out, a.String())
	}
	return strings.Join(out, ", ")
}

func TestSpellingDictionary(t *testing.T) {
	d := build(t, ruleText, map[string][]byte{"x/x.aff": []byte(affixes), "x/x.dic": []byte(list)})
	for form, want := range map[string]string{
		"boat": "noun singular", "boats": "noun plural", "boatin": "noun singular oblique", "boatmine": "",
		"lady": "noun singular feminine", "ladies": "noun plural feminine", "ladys": "", "ladymine": "",
		"oaken": "adjective", "ghost": "", "ghosts": "",
		"run": "verb singular 3 past", "runta": "verb plural 3 past", "rome": "name", "romes": "",
	} {
		if got := spell(d.Lookup([]byte(form))); got != want {
			t.Errorf("%q reads %q, want %q", form, got, want)
		}
	}
}

const senseIndex = `stir%2:30:00:: 00000001 1 5
stir%1:04:00:: 00000002 2 1
try%2:41:00:: 00000003 1 50
try%1:04:00:: 00000004 1 0
big_deal%1:04:00:: 00000005 1 0
`

const lexiconText = `
lexicon:
  senses: wn/index.sense
  inflections:
    - {of: noun, ends: "[^y]", add: s, reading: plural}
    - {of: noun, ends: "[^aeiou]y", strip: "y", add: ies, reading: plural}
    - {of: verb, ends: "[aeiou]r", doubles: true, add: ed, reading: past}
    - {of: verb, ends: "[^aeiou]y", strip: "y", add: ied, reading: past}
`

func TestLexicon(t *testing.T) {
	d := build(t, lexiconText, map[string][]byte{"wn/index.sense": []byte(senseIndex)})
	for form, want := range map[string]string{
		"stir": "verb present, noun singular", "stirs": "noun plural", "stirred": "verb past", "stired": "",
		"tried": "verb past", "try": "verb present", "tries": "", "deal": "",
	} {
		if got := spell(d.Lookup([]byte(form))); got != want {
			t.Errorf("%q reads %q, want %q", form, got, want)
		}
	}
}

func TestReadSpellingRefuses(t *testing.T) {
	for of, in := range map[string][2]string{
		"an unknown alias":     {affixes, "boat/9\n"},
		"half a flag":          {"FLAG long\n", "boat/Aab\n"},
		"an unclosed bracket":  {"SFX A 0 s [^y\n", ""},
		"an unknown AM number": {affixes, "boat/1\t7\n"},
	} {
		if _, err := readSpelling([]byte(in[0]), []byte(in[1])); err == nil {
			t.Errorf("%s: no error", of)
		}
	}
}

// TestRules reads the rules of every pack, and holds each input to a digest.
func TestRules(t *testing.T) {
	for _, code := range []string{"ar", "en", "es", "fr"} {
		r, err := readRules("../../../pkg/lang/" + code + "/words.yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range r.Inputs {
			if len(in.SHA256) != 64 || in.Version == "" || !slices.Contains([]string{"npm", "debian"}, in.From) {
				t.Errorf("%s: the input %q is not pinned", code, in.Name)
			}
		}
	}
}
