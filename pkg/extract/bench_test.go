package extract_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode"
)

// newsText is about one megabyte of Arabic news, or is skipped for.
func newsText(b *testing.B) string {
	f, err := os.Open("../../../shared/data/articles_ar.jsonl")
	if err != nil {
		b.Skip("no news text beside the repository: ", err)
	}
	defer f.Close()
	var text strings.Builder
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<24)
	for in.Scan() && text.Len() < 1<<20 {
		var a struct{ Text string }
		if err := json.Unmarshal(in.Bytes(), &a); err != nil {
			b.Fatal(err)
		}
		text.WriteString(a.Text + "\n")
	}
	return text.String()
}

// BenchmarkExtract reads Arabic news; BenchmarkWords only decodes the same text
// and splits it into words: the ratio of the two is what the engine costs.
func BenchmarkExtract(b *testing.B) {
	text := newsText(b)
	x := extractor(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		x.Text("ar", text)
	}
}

func BenchmarkWords(b *testing.B) {
	text := newsText(b)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		words, inside := 0, false
		for _, r := range text {
			letter := unicode.IsLetter(r)
			if letter && !inside {
				words++
			}
			inside = letter
		}
		if words == 0 {
			b.Fatal("no words")
		}
	}
}
