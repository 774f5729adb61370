package extract_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/arqam-io/arqam/internal/accuracy"
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

// invented is news about invented places, at least as long.
func invented(b *testing.B, lang string, length int) string {
	text, err := accuracy.Text(lang, length)
	if err != nil {
		b.Fatal(err)
	}
	return text
}

// BenchmarkInvented reads invented news, which needs no data beside the repository.
func BenchmarkInvented(b *testing.B) {
	x := extractor(b)
	for _, lang := range []string{"ar", "en"} {
		text := invented(b, lang, 1<<20)
		b.Run(lang, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				x.Text(lang, text)
			}
		})
	}
}

// BenchmarkLength reads texts of 1, 10 and 50 MB, and reports how many times as long as
// in the first of them a byte takes.
func BenchmarkLength(b *testing.B) {
	x := extractor(b)
	var first float64
	for _, megabytes := range []int{1, 10, 50} {
		text := invented(b, "ar", megabytes<<20)
		b.Run(fmt.Sprintf("%dMB", megabytes), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			start := time.Now()
			for b.Loop() {
				x.Text("ar", text)
			}
			each := float64(time.Since(start)) / float64(b.N) / float64(len(text))
			if first == 0 {
				first = each
			}
			b.ReportMetric(each/first, "x1MB")
		})
	}
}
