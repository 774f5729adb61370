package anchor_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/anchor"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

func pack(t testing.TB, code string) *lang.Pack {
	t.Helper()
	packs, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, ok := packs.Get(code)
	if !ok {
		t.Fatalf("there is no pack %q", code)
	}
	return p
}

// first finds the first anchor of a text.
func first(d *token.Doc, p *lang.Pack, text string) (anchor.Phrase, bool) {
	d.Read(p, text, 0)
	for i := range d.Tokens {
		if found, ok := anchor.Find(d, i, len(d.Tokens)); ok {
			return found, true
		}
	}
	return anchor.Phrase{}, false
}

// printed formats an interval as testdata/README.md describes.
func printed(v figure.Interval) string {
	if !v.Stated() {
		return fmt.Sprintf("? %s %s", v.Relation, v.Missing)
	}
	at := func(t time.Time) string {
		return strings.TrimSuffix(t.Format("2006-01-02T15:04"), "T00:00")
	}
	out := fmt.Sprintf("%s/%s %s %s", at(v.From), at(v.To), v.Granularity, v.Relation)
	if v.Inferred != "" {
		out += " ~" + v.Inferred
	}
	return out
}

// reference parses the text after @.
func reference(t testing.TB, s string) anchor.Reference {
	t.Helper()
	var ref anchor.Reference
	for i, word := range strings.Fields(s) {
		var err error
		switch {
		case word == "none":
		case word == "ahead":
			ref.Ahead = true
		case i == 0:
			ref.At, err = time.Parse(time.RFC3339, word)
		default:
			ref.Zone, err = time.LoadLocation(word)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return ref
}

// sentence is a line of testdata.
type sentence struct {
	place, text, anchor, want string // want is empty for no anchor
	ref                       anchor.Reference
}

func sentences(t testing.TB, name string) []sentence {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []sentence
	var ref anchor.Reference
	want := ""
	in := bufio.NewScanner(f)
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		switch mark, rest, _ := strings.Cut(line, " "); mark {
		case "", "#":
		case "@":
			ref = reference(t, rest)
		case "=":
			want = rest
		case "!":
			want = ""
		default:
			_, marked, _ := strings.Cut(line, "[")
			marked, _, _ = strings.Cut(marked, "]")
			out = append(out, sentence{fmt.Sprintf("%s:%d", name, n), strings.NewReplacer("[", "", "]", "").Replace(line), marked, want, ref})
		}
	}
	return out
}

func TestSentences(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 2 {
		t.Fatalf("the files are %q, %v", files, err)
	}
	for _, name := range files {
		code := strings.TrimSuffix(filepath.Base(name), ".txt")
		t.Run(code, func(t *testing.T) {
			p, d, kinds := pack(t, code), new(token.Doc), [2]int{}
			for _, s := range sentences(t, name) {
				found, ok := first(d, p, s.text)
				text, got := "", ""
				if ok {
					text, got = d.Slice(found.First, found.Last), printed(found.Resolve(s.ref))
					kinds[0]++
				} else {
					kinds[1]++
				}
				if text != s.anchor || got != s.want {
					t.Errorf("%s: %q has the anchor %q: %s\n\twant %q: %s", s.place, s.text, text, got, s.anchor, s.want)
				}
			}
			if kinds[0]+kinds[1] < 60 || kinds[1] < 6 {
				t.Errorf("%d sentences have an anchor and %d have none, want 60 in all and 6 without", kinds[0], kinds[1])
			}
		})
	}
}

// The normalizer reads the phrase alone, without the sentence in which the extractor found it.
func TestPhrasesMeanTheSameAlone(t *testing.T) {
	for _, code := range []string{"ar", "en"} {
		p, d, read := pack(t, code), new(token.Doc), 0
		for _, s := range sentences(t, "testdata/"+code+".txt") {
			if s.anchor == "" {
				continue
			}
			read++
			d.Read(p, s.anchor, 0)
			found, ok := anchor.Find(d, 0, len(d.Tokens))
			if got := printed(found.Resolve(s.ref)); !ok || found.Last != len(d.Tokens)-1 || got != s.want {
				t.Errorf("%s: %q alone is %s up to token %d of %d, want %s", s.place, s.anchor, got, found.Last, len(d.Tokens), s.want)
			}
		}
		if read < 60 {
			t.Errorf("%s: %d phrases, want 60", code, read)
		}
	}
}
