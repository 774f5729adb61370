package yamlfile_test

import (
	"strings"
	"testing"

	"github.com/arqam-io/arqam/pkg/yamlfile"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, yaml, want string }{
		{"nothing", "", ""},
		{"a comment", "# later\n", ""},
		{"Arabic", "title: أرقام\n", ""},
		{"a mark", "\ufefftitle: x\n", ""},
		{"an end", "a: 1\n...\n", ""},
		{"no end", "a: [\n", "f.yaml:1: did not find expected node content"},
		{"a tab in line 1", "\ta: 1\n", "f.yaml:1: found character that cannot start any token"},
		{"a tab in line 3", "a: 1\nb:\n\tc: 2\n", "f.yaml:3: found character that cannot start any token"},
		{"an unknown anchor", "a: 1\nb: *c\n", "f.yaml:2: unknown anchor 'c' referenced"},
		{"broken UTF-8", "a: 1\nb: \"\xff\"\n", "f.yaml:2: must be UTF-8 text without control characters"},
		{"a NUL", "a: \"\x00\"\n", "f.yaml:1: must be UTF-8 text"},
		{"an archive", "\x1f\x8b\x08\x00", "f.yaml:1: must be UTF-8 text"},
		{"UTF-16 that ends early", "\xff\xfea", "f.yaml:1: incomplete UTF-16 character"},
		{"two documents", "a: 1\n---\nb: 2\n", "f.yaml:2: a second YAML document begins here: merge it into the first"},
		{"a second document that is broken", "a: 1\n---\nb: [\n", "f.yaml:3: did not find expected node content"},
		{"a deep one", strings.Repeat("[", 20000), "f.yaml:1: exceeded max depth of 10000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			node, _, err := yamlfile.Parse("f.yaml", []byte(c.yaml))
			if c.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v, %v, want %q", node, err, c.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("a: [1, {b: *c}]\n---\n"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, _, err := yamlfile.Parse("f.yaml", data); err != nil && (!strings.HasPrefix(err.Error(), "f.yaml:") || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%q", err)
		}
	})
}
