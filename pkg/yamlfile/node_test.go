package yamlfile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// harbour is what the tests read.
type harbour struct {
	name   string
	kind   string
	berths int
	pause  time.Duration
	flags  []string
	master string
}

func (h *harbour) read(n yamlfile.Node) error {
	return n.Fields(
		yamlfile.Field{Key: "name", Read: yamlfile.Into(&h.name, yamlfile.Node.Text)},
		yamlfile.Field{Key: "kind", Read: yamlfile.Into(&h.kind, func(n yamlfile.Node) (string, error) { return yamlfile.Choice(n, "sea", "river") })},
		yamlfile.Field{Key: "berths", Read: yamlfile.Into(&h.berths, func(n yamlfile.Node) (int, error) { return n.Int(1, 50) })},
		yamlfile.Field{Key: "pause", Read: yamlfile.Into(&h.pause, func(n yamlfile.Node) (time.Duration, error) { return n.Duration(time.Second, time.Hour) })},
		yamlfile.Field{Key: "flags", Read: yamlfile.Into(&h.flags, yamlfile.Node.Texts)},
		yamlfile.Field{Key: "master", Read: func(n yamlfile.Node) error {
			return n.Fields(yamlfile.Field{Key: "name", Read: yamlfile.Into(&h.master, yamlfile.Node.Text)})
		}},
	)
}

func readHarbour(text string) (harbour, error) {
	var h harbour
	top, _, err := yamlfile.Parse("f.yaml", []byte(text))
	if err == nil {
		err = h.read(top)
	}
	return h, err
}

func TestFields(t *testing.T) {
	got, err := readHarbour("name: ' حرمل '\nkind: &k river\nberths: 12\npause: 1m30s\nflags: [a, b]\nmaster: {name: *k}\n")
	want := harbour{"حرمل", "river", 12, 90 * time.Second, []string{"a", "b"}, "river"}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(harbour{})); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if got, err := readHarbour("flags: a\n"); err != nil || !cmp.Equal(got.flags, []string{"a"}) {
		t.Errorf("one text for a list: %q, %v", got.flags, err)
	}
}

func TestFaults(t *testing.T) {
	for in, want := range map[string]string{
		"- a\n":                       `f.yaml:1: must be a mapping, such as "name: …"`,
		"just text\n":                 `f.yaml:1: "just text": must be a mapping, such as "name: …"`,
		"nmae: x\n":                   `f.yaml:1: unknown key "nmae": did you mean "name"?`,
		"flag: x\n":                   `f.yaml:1: unknown key "flag": did you mean "flags"?`,
		"colour: x\n":                 `f.yaml:1: unknown key "colour": must be name, kind, berths, pause, flags or master`,
		"name: a\nkind: sea\nname: b": `f.yaml:3: duplicate key "name": it is already in line 1`,
		"name: [a]\n":                 `f.yaml:1: name: must be a single value`,
		"name:\n":                     `f.yaml:1: name: is empty: give it a value or remove the key`,
		"name: ~\n":                   `f.yaml:1: name: is empty`,
		"kind: lake\n":                `f.yaml:1: kind: "lake": must be sea or river`,
		"berths: 1.5\n":               `f.yaml:1: berths: "1.5": must be a whole number from 1 to 50`,
		"berths: 51\n":                `f.yaml:1: berths: "51": must be a whole number from 1 to 50`,
		"pause: soon\n":               `f.yaml:1: pause: "soon": must be a duration, such as 30s, 15m or 3d`,
		"pause: -5m\n":                `f.yaml:1: pause: "-5m": must be a duration`,
		"pause: 5\n":                  `f.yaml:1: pause: "5": must be a duration`,
		"pause: 9999999999y\n":        `f.yaml:1: pause: "9999999999y": must be a duration`,
		"pause: 10ms\n":               `f.yaml:1: pause: "10ms": must be at least 1s`,
		"pause: 2d\n":                 `f.yaml:1: pause: "2d": must be at most 1h0m0s`,
		"flags: {a: b}\n":             `f.yaml:1: flags: must be a list, such as [a, b]`,
		"flags: [a,\n  [b]]\n":        `f.yaml:2: flags: must be a single value`,
		"master:\n  nam: x\n":         `f.yaml:2: master: unknown key "nam": did you mean "name"?`,
		"master: &m {name: *m}\n":     `f.yaml:1: master.name: must be a single value`,
		"<<: {name: x}\n":             `f.yaml:1: unknown key "<<"`,
	} {
		if _, err := readHarbour(in); err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
}

// All faults are reported, in the order of their lines.
func TestAllFaults(t *testing.T) {
	_, err := readHarbour("master: {nam: x}\nkind: lake\nflags: [a, [b],\n  [c]]\nname:\n")
	want := []string{
		`f.yaml:1: master: unknown key "nam": did you mean "name"?`,
		`f.yaml:2: kind: "lake": must be sea or river`,
		`f.yaml:3: flags: must be a single value`,
		`f.yaml:4: flags: must be a single value`,
		`f.yaml:5: name: is empty: give it a value or remove the key`,
	}
	var got []string
	for _, fault := range yamlfile.Faults(err) {
		got = append(got, fault.Error())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAppend(t *testing.T) {
	entry := yamlfile.Entry{{Key: "name", Text: "true"}, {Key: "tags", List: []string{"a", "1"}}}
	for in, want := range map[string]string{
		"": "feeds:\n  - name: \"true\"\n    tags: [a, \"1\"]\n",
		"# top\nfeeds: # ours\n  - name: x # first\n": "# top\nfeeds: # ours\n  - name: x # first\n  - name: \"true\"\n    tags: [a, \"1\"]\n",
		"other: 1\n":  "other: 1\nfeeds:\n  - name: \"true\"\n    tags: [a, \"1\"]\n",
		"- name: x\n": "- name: x\n- name: \"true\"\n  tags: [a, \"1\"]\n",
	} {
		got, err := yamlfile.Append("f.yaml", []byte(in), "feeds", entry)
		if err != nil || string(got) != want {
			t.Errorf("%q: %v\n%s", in, err, got)
		}
	}
	for in, want := range map[string]string{
		"text\n":     `f.yaml:1: must be a list, or a mapping with the key "feeds"`,
		"feeds: [\n": `f.yaml:1: did not find expected node content`,
	} {
		if _, err := yamlfile.Append("f.yaml", []byte(in), "feeds", entry); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
}

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{"قمح": "قمح", "yes": `"yes"`, "a: b": `'a: b'`, "5": `"5"`} {
		if got, err := yamlfile.Quote(in); err != nil || got != want {
			t.Errorf("%q: %s, %v, want %s", in, got, err, want)
		}
	}
}
