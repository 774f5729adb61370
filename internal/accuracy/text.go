package accuracy

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"strings"
)

//go:embed testdata/desk.jsonl
var desk []byte

// Text returns the invented articles of a language, over and over up to a length in
// bytes, as news for benchmarks.
func Text(lang string, length int) (string, error) {
	var articles strings.Builder
	for line := range bytes.Lines(desk) {
		var a struct{ Lang, Text string }
		if err := json.Unmarshal(line, &a); err != nil {
			return "", err
		}
		if a.Lang == lang {
			articles.WriteString(a.Text + "\n")
		}
	}
	if articles.Len() == 0 {
		return "", nil
	}
	return strings.Repeat(articles.String(), length/articles.Len()+1), nil
}
