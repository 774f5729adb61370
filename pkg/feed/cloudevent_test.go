package feed

import (
	"errors"
	"strings"
	"testing"
)

func TestUnwrapEvents(t *testing.T) {
	const given = `{"specversion":"1.0","id":"7","source":"/desk","type":"article","data":{"id":"n1","text":"12 lorries"}}`
	const unnamed = `{"specversion":"1.0","id":"8","source":"/desk","type":"article","data":{"text":"13 lorries"}}`
	const coded = `{"specversion":"1.0","id":"9","source":"/desk","type":"article","data_base64":"eyJ1cmwiOiJodHRwczovL2EuZXhhbXBsZS8xIiwidGV4dCI6IjE0In0="}`
	for in, want := range map[string]string{
		given:                             `[{"id":"n1","text":"12 lorries"}]`,
		unnamed:                           `[{"id":"/desk#8","text":"13 lorries"}]`,
		coded:                             `[{"text":"14","url":"https://a.example/1"}]`,
		"[" + given + "," + unnamed + "]": `[{"id":"n1","text":"12 lorries"},{"id":"/desk#8","text":"13 lorries"}]`,
		"[]":                              `[]`,
	} {
		got, err := UnwrapEvents([]byte(in))
		if err != nil || string(got) != want {
			t.Errorf("%s: %s, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"", "{", `{"text":"x"}`, `[1]`, `[{"specversion":"1.0"}]`, strings.Replace(given, `{"id":"n1","text":"12 lorries"}`, `"text"`, 1)} {
		if got, err := UnwrapEvents([]byte(in)); !errors.Is(err, ErrNotEvent) {
			t.Errorf("%s: %s, %v", in, got, err)
		}
	}
}
