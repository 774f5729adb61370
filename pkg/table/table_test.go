package table_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/table"
)

type row struct {
	Line  int
	Cells []string
}

func parse(form table.Form, text string) (out []row, err error) {
	err = form.Parse("list.tsv", []byte(text), func(line int, cells []string) error {
		out = append(out, row{line, cells})
		return nil
	})
	return out, err
}

func TestRows(t *testing.T) {
	for name, c := range map[string]struct {
		form table.Form
		text string
		want []row
	}{
		"without a header":        {table.Form{Columns: 2}, "# note\n\na\tb\n# more\nc\t\n", []row{{3, []string{"a", "b"}}, {5, []string{"c", ""}}}},
		"with a header":           {table.Form{Header: "id\tname"}, "# note\nid\tname\nx\ty\n", []row{{3, []string{"x", "y"}}}},
		"a header alone":          {table.Form{Header: "id\tname"}, "id\tname\n", nil},
		"comments alone":          {table.Form{Columns: 3}, "# nothing yet", nil},
		"sorted and filled":       {table.Form{Columns: 1, Sorted: true, Filled: true}, "a\nb\n", []row{{1, []string{"a"}}, {2, []string{"b"}}}},
		"lines of Windows, a BOM": {table.Form{Columns: 2}, "\ufeff# note\r\na\tb\r\n", []row{{2, []string{"a", "b"}}}},
	} {
		got, err := parse(c.form, c.text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestErrorsNameTheLineAndTheValue(t *testing.T) {
	for text, c := range map[string]struct {
		form table.Form
		want string
	}{
		"a\tb\nc\n":              {table.Form{Columns: 2}, `list.tsv:2: want 2 columns separated by tabs, have 1: "c"`},
		"# x\nkey\n":             {table.Form{Header: "id\tname"}, `list.tsv:2: the header is "key", want "id\tname"`},
		"# x\n":                  {table.Form{Header: "id"}, `list.tsv: there is no header "id"`},
		"b\na\n":                 {table.Form{Columns: 1, Sorted: true}, `list.tsv:2: "a" after "b"`},
		"a\na\n":                 {table.Form{Columns: 1, Sorted: true}, `list.tsv:2: "a" after "a"`},
		"a\t\n":                  {table.Form{Columns: 2, Filled: true}, `list.tsv:1: column 2 is blank or padded: ""`},
		"a \tb\n":                {table.Form{Columns: 2, Filled: true}, `list.tsv:1: column 1 is blank or padded: "a "`},
		strings.Repeat("a", 1e5): {table.Form{Columns: 1}, "list.tsv:1: the line is longer than 65536 bytes"},
	} {
		_, err := parse(c.form, text)
		var fault *table.Error
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.20q: error %v, want %s", text, err, c.want)
		}
	}
}

func TestTheCallersErrorBearsThePlace(t *testing.T) {
	odd := errors.New("odd value")
	fsys := fstest.MapFS{"a/b.tsv": {Data: []byte("x\n\ny\n")}}
	err := table.Form{Columns: 1}.Read(fsys, "a/b.tsv", func(_ int, cells []string) error {
		if cells[0] == "y" {
			return odd
		}
		return nil
	})
	if !errors.Is(err, odd) || err.Error() != "a/b.tsv:3: odd value" {
		t.Errorf("error %v", err)
	}
	if err := (table.Form{Columns: 1}).Read(fsys, "none.tsv", nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want fs.ErrNotExist", err)
	}
}
