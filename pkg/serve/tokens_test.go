package serve_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/serve"
)

func TestReadTokens(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tokens")
	for _, c := range []struct {
		text string
		want []string
		err  error
	}{
		{"one\n", []string{"one"}, nil},
		{"# of the desk\n\n one \ntwo", []string{"one", "two"}, nil},
		{"", nil, serve.ErrNoToken},
		{"# none yet\n", nil, serve.ErrNoToken},
	} {
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := serve.ReadTokens(file)
		if diff := cmp.Diff(c.want, got); diff != "" || !errors.Is(err, c.err) {
			t.Errorf("%q: %v %s", c.text, err, diff)
		}
	}
	if _, err := serve.ReadTokens(file + "-none"); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
