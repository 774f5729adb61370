package extract_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/arqam-io/arqam/pkg/extract"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
)

var update = flag.Bool("update", false, "rewrite the figures and marks in testdata")

func extractor(t testing.TB) *extract.Extractor {
	t.Helper()
	x, err := loadExtractor()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

var loadExtractor = sync.OnceValues(func() (*extract.Extractor, error) {
	packs, err := lang.Load()
	if err != nil {
		return nil, err
	}
	return extract.New(packs)
})

// figureLine prints a figure as testdata/README.md says.
func figureLine(m figure.Mention) string {
	what := string(m.Concept)
	if m.Unit.Name != "" {
		what = m.Unit.Name
	}
	if what == "" {
		what = "-"
	}
	number := m.Value.String()
	if !m.Value.Stated() {
		number = m.Lower.String() + ".." + m.Upper.String()
	}
	out := fmt.Sprintf("%s %s %s %s", m.Kind, what, m.Relation, number)
	if m.Per.Name != "" {
		out += " per " + m.Per.Name
	}
	if m.PerCount.Stated() {
		out += " ×" + m.PerCount.String()
	}
	if m.Event != "" {
		out += " event " + string(m.Event)
	}
	if m.Role != "" {
		out += " role " + string(m.Role)
	}
	if m.Direction != "" {
		out += " " + string(m.Direction)
	}
	if m.Context.Modality != figure.Asserted {
		out += " modality " + string(m.Context.Modality)
	}
	return out
}

func figureLines(ms []figure.Mention) []string {
	var out []string
	for _, m := range ms {
		out = append(out, figureLine(m))
	}
	return out
}

// marked is a text with the spans of its figures and their subjects.
type marked struct {
	text     string
	spans    [][2]int // code points
	subjects []string // by figure
	claimant string
}

var owners = regexp.MustCompile(`^([0-9](?:,[0-9])*):`)

// unmark reads a line of testdata.
func unmark(line string) (marked, error) {
	var m marked
	var text []rune
	open, brace, angle := -1, -1, -1
	names := map[int]string{}
	rest := line
	for rest != "" {
		r := []rune(rest)[0]
		rest = rest[len(string(r)):]
		switch r {
		case '[':
			open = len(text)
		case ']':
			if open < 0 {
				return m, fmt.Errorf("] without [")
			}
			m.spans, open = append(m.spans, [2]int{open, len(text)}), -1
		case '{':
			brace = len(text)
			of := []string{"1"}
			if found := owners.FindStringSubmatch(rest); found != nil {
				of, rest = strings.Split(found[1], ","), rest[len(found[0]):]
			}
			for _, o := range of {
				n, _ := strconv.Atoi(o)
				names[n] = ""
			}
		case '}':
			if brace < 0 {
				return m, fmt.Errorf("} without {")
			}
			for n, s := range names {
				if s == "" {
					names[n] = string(text[brace:])
				}
			}
			brace = -1
		case '<':
			angle = len(text)
		case '>':
			if angle < 0 {
				return m, fmt.Errorf("> without <")
			}
			m.claimant, angle = string(text[angle:]), -1
		default:
			text = append(text, r)
		}
	}
	if open >= 0 || brace >= 0 || angle >= 0 {
		return m, fmt.Errorf("a mark is not closed")
	}
	m.text = string(text)
	for i := range m.spans {
		m.subjects = append(m.subjects, names[i+1])
		delete(names, i+1)
	}
	if len(names) > 0 {
		return m, fmt.Errorf("a subject has no figure: %v", names)
	}
	return m, nil
}

// mark writes a text with the marks of its figures, for -update and for
// messages. Of two places where a subject is written, the nearer is marked.
func mark(text string, ms []figure.Mention) string {
	runes := []rune(text)
	before, after := map[int]string{}, map[int]string{}
	places := map[[2]int][]string{}
	var order [][2]int
	for i, m := range ms {
		before[m.Start] += "["
		after[m.End] += "]"
		if m.Subject == "" {
			continue
		}
		at := nearest(runes, []rune(m.Subject), m.Start)
		if places[at] == nil {
			order = append(order, at)
		}
		places[at] = append(places[at], strconv.Itoa(i+1))
	}
	for _, at := range order {
		name := strings.Join(places[at], ",") + ":"
		if len(ms) == 1 {
			name = ""
		}
		before[at[0]] += "{" + name
		after[at[1]] = "}" + after[at[1]]
	}
	var out strings.Builder
	for i := 0; i <= len(runes); i++ {
		out.WriteString(after[i] + before[i])
		if i < len(runes) {
			out.WriteRune(runes[i])
		}
	}
	return out.String()
}

// markClaimant is mark with the claimant of the figures.
func markClaimant(text string, ms []figure.Mention) string {
	marked := mark(text, ms)
	if len(ms) == 0 || ms[0].Context.Claimant == "" {
		return marked
	}
	name := ms[0].Context.Claimant
	return strings.Replace(marked, name, "<"+name+">", 1)
}

func nearest(text, part []rune, from int) [2]int {
	best, far := [2]int{}, len(text)+1
	for i := 0; i+len(part) <= len(text); i++ {
		if d := max(i-from, from-i); slices.Equal(text[i:i+len(part)], part) && d < far {
			best, far = [2]int{i, i + len(part)}, d
		}
	}
	return best
}

// group is some figures and the lines that state them.
type group struct {
	title       string
	negative    bool
	figures     []string
	first, last int   // the figures' lines in the file
	lines       []int // of the spellings
}

// readGroups cuts a file of testdata. Lines are counted from 0.
func readGroups(lines []string) []*group {
	var out []*group
	title := ""
	for i, line := range lines {
		now := func() *group { return out[len(out)-1] }
		switch {
		case line == "":
		case strings.HasPrefix(line, "#"):
			title = strings.TrimSpace(line[1:])
		case strings.HasPrefix(line, "="):
			if len(out) == 0 || now().negative || len(now().lines) > 0 {
				out = append(out, &group{title: title, first: i})
			}
			now().figures, now().last = append(now().figures, strings.TrimSpace(line[1:])), i
		case strings.HasPrefix(line, "!"):
			out = append(out, &group{title: title + " " + strings.TrimSpace(line[1:]), negative: true, first: i, last: i})
		default:
			now().lines = append(now().lines, i)
		}
	}
	return out
}

func TestSentences(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no sentences in testdata: %v", err)
	}
	x := extractor(t)
	for _, path := range files {
		code := filepath.Base(filepath.Dir(path))
		name := code + "/" + strings.TrimSuffix(filepath.Base(path), ".txt")
		t.Run(name, func(t *testing.T) { sentences(t, x, code, path) })
	}
}

func sentences(t *testing.T, x *extract.Extractor, code, path string) {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(b), "\n")
	print, claimants := mark, filepath.Base(path) == "claimants.txt"
	if claimants {
		print = markClaimant
	}
	for _, g := range readGroups(lines) {
		if len(g.lines) == 0 {
			t.Errorf("%s:%d: no sentence states this", path, g.first+1)
		}
		for _, at := range g.lines {
			where := fmt.Sprintf("%s:%d", path, at+1)
			if g.negative {
				for _, m := range x.Text(code, lines[at]) {
					t.Errorf("%s: %s: %q is read as %s in\n\t%s", where, g.title, m.Text, figureLine(m), lines[at])
				}
				continue
			}
			m, err := unmark(lines[at])
			if err != nil {
				t.Fatalf("%s: %v", where, err)
			}
			got := x.Text(code, m.text)
			if *update {
				if at == g.lines[0] {
					g.figures = figureLines(got)
				}
				lines[at] = print(m.text, got)
				m, _ = unmark(lines[at])
			}
			hold(t, where+": "+g.title, m, g.figures, got)
			if claimants && len(got) > 0 && got[0].Context.Claimant != m.claimant {
				t.Errorf("%s: %s: the claimant is %q, want %q in\n\t%s", where, g.title, got[0].Context.Claimant, m.claimant, m.text)
			}
		}
	}
	if *update {
		rewrite(t, path, lines)
	}
}

// hold compares the figures of one sentence with what the file says.
func hold(t *testing.T, where string, want marked, figures []string, got []figure.Mention) {
	t.Helper()
	if lines := figureLines(got); !slices.Equal(lines, figures) {
		t.Errorf("%s: the figures are\n\t%s\nwant\n\t%s\nin\n\t%s", where,
			strings.Join(lines, "\n\t"), strings.Join(figures, "\n\t"), mark(want.text, got))
		return
	}
	for i, m := range got {
		if i >= len(want.spans) || want.spans[i] != [2]int{m.Start, m.End} || want.subjects[i] != m.Subject {
			t.Errorf("%s: figure %d is %q of %q; want the marks to be\n\t%s", where, i+1, m.Text, m.Subject, mark(want.text, got))
			return
		}
	}
}

// rewrite writes a file with the figures that its first spellings have now.
func rewrite(t *testing.T, path string, lines []string) {
	var out []string
	groups, x := readGroups(lines), extractor(t)
	for i, line := range lines {
		k := slices.IndexFunc(groups, func(g *group) bool { return !g.negative && g.first <= i && i <= g.last && len(g.lines) > 0 })
		if k < 0 {
			out = append(out, line)
			continue
		}
		if g := groups[k]; i == g.first {
			m, err := unmark(lines[g.lines[0]])
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range figureLines(x.Text(filepath.Base(filepath.Dir(path)), m.text)) {
				out = append(out, "= "+f)
			}
		}
	}
	if err := os.WriteFile(path, []byte(strings.Join(out, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
}
