package lang

import (
	"strings"
	"testing"
	"testing/fstest"
)

const bare = "lang: xx\nname: X\nscript: Latin\n"

// files is a pack of one language.
func files(byHand, generated, overruled string) fstest.MapFS {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	fold, _ := packs.ReadFile("base/fold.tsv")
	return fstest.MapFS{
		"base/fold.tsv": file(string(fold)), "base/concepts.tsv": file("thing\t-\tthing\t-\tthing\n"),
		"xx/overruled.tsv": file(overruled), "base/overruled.tsv": file("measure\tcup\tit is won\t-\n"),
		"xx/pack.yaml": file(bare), "xx/paradigms.tsv": file("n\tsingular\t-\t-\n"),
		"xx/units.tsv": file(byHand), "xx/cldr.tsv": file(generated),
	}
}

// TestGeneratedRowsYield: what a person wrote of a phrase stands against what
// CLDR says of it, and a row that is overruled is not read.
func TestGeneratedRowsYield(t *testing.T) {
	set, err := LoadFS(files(
		"measure\ttonne\t-\t-\tton\n",
		"measure\tton\t-\t-\tton|short ton\nmeasure\tmile\t-\t-\tmile\nmonth\t5\t-\t-\tton\nmeasure\tcup\t-\t-\tcup\n",
		"measure\tmile\tit is a city\tmile\n"))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := set.Get("xx")
	for phrase, want := range map[string]string{
		"ton": "measure tonne, month 5", "short ton": "measure ton", "mile": "", "cup": "",
	} {
		var got []string
		for _, e := range p.meanings(strings.Fields(phrase)) {
			got = append(got, e.Class.String()+" "+e.ID)
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%q means %q, want %q", phrase, s, want)
		}
	}
}

// meanings are the entries of a phrase that is entered whole.
func (p *Pack) meanings(words []string) []Entry {
	at := &p.words[p.Lookup([]byte(words[0]))]
	entries, next := at.entries, at.next
	for _, w := range words[1:] {
		id, found := p.Lookup([]byte(w)), false
		for _, b := range next {
			if b.word == id {
				entries, next, found = p.nodes[b.node].entries, p.nodes[b.node].next, true
				break
			}
		}
		if !found {
			return nil
		}
	}
	return entries
}

func TestOverrulingNeedsAReason(t *testing.T) {
	_, err := LoadFS(files("measure\ttonne\t-\t-\tton\n", "measure\tmile\t-\t-\tmile\n", "measure\tmile\t\tmile\n"))
	if err == nil || !strings.Contains(err.Error(), "xx/overruled.tsv:1") {
		t.Errorf("error %v, want one at xx/overruled.tsv:1", err)
	}
}
