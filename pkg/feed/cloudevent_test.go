package feed

import (
	"bytes"
	"encoding/json"
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

func FuzzUnwrapEvents(f *testing.F) {
	f.Add([]byte(`{"specversion":"1.0","id":"e","source":"/s","type":"t","data":{"text":"12"}}`))
	f.Add([]byte(`[{"specversion":"1.0","id":"e","source":"/s","type":"t","data_base64":"eyJ0ZXh0IjoiMTIifQ=="}]`))
	f.Add([]byte(`{"specversion":"1.0","id":"","source":"","data":[1]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		articles, err := UnwrapEvents(body)
		if err != nil {
			return
		}
		var list []map[string]any
		if err := json.Unmarshal(articles, &list); err != nil {
			t.Fatalf("%q are not articles: %v", articles, err)
		}
		for _, a := range list {
			if a["id"] == nil && a["url"] == nil {
				t.Errorf("the article %v has no id", a)
			}
		}
		for item, err := range testReader().Read("request.json", bytes.NewReader(articles)) {
			if err == nil && item.Article.ID == "" {
				t.Errorf("an article without an id: %+v", item)
			}
		}
	})
}
