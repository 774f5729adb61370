package feed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTail reads a file that grows, is replaced and shrinks.
func TestTail(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.jsonl")
	line := func(id string) string {
		return `{"id":"` + id + `","text":"` + strings.Repeat("كلمة ", 500) + `"}` + "\n"
	}
	var mark Mark
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"at first", line("1") + line("2"), []string{"1:1", "2:2"}},
		{"unchanged", line("1") + line("2"), nil},
		{"longer", line("1") + line("2") + line("3"), []string{"3:3"}},
		{"half a line", line("1") + line("2") + line("3") + `{"id":`, []string{"error"}},
		{"the whole line", line("1") + line("2") + line("3") + line("4"), []string{"4:4"}},
		{"a last line without an end", line("1") + line("2") + line("3") + line("4") + strings.TrimSpace(line("5")), []string{"5:5"}},
		{"its end", line("1") + line("2") + line("3") + line("4") + line("5"), []string{"5:5"}},
		{"shorter", line("1"), []string{"1:1"}},
		{"another file", line("7") + line("8"), []string{"7:1", "8:2"}},
		{"empty", "", nil},
	} {
		if err := os.WriteFile(path, []byte(c.body), 0o644); err != nil {
			t.Fatal(err)
		}
		tail := testReader().Tail(path, mark)
		var got []string
		for item, err := range tail.Items() {
			if err != nil {
				got = append(got, "error")
				continue
			}
			got = append(got, string(item.Article.ID)+":"+string(rune('0'+item.Line)))
		}
		mark = tail.Mark()
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}
