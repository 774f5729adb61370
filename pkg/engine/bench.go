package engine

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
)

// BenchText is how many bytes of text Bench reads repeatedly.
const BenchText = 4 << 20

// Bench measures the engine on the processors that the program may use and writes the results:
// its speed compared with splitting the same text into words, and the time per megabyte of
// articles of increasing size, up to size megabytes.
func (e *Engine) Bench(w io.Writer, text, lang string, size, passes int) error {
	out := bufio.NewWriter(w)
	short := strings.Repeat(text, max(1, BenchText/4/len(text)))
	figures := 0
	engine := fastest(passes, func() { figures = len(e.Extractor.Text(lang, short)) })
	bare := fastest(passes, func() { countWords(short) })
	fmt.Fprintf(out, "%d bytes of text, %d figures, one core\n", len(short), figures)
	fmt.Fprintf(out, "engine      %7.1f MB/s\n", speed(len(short), engine))
	fmt.Fprintf(out, "bare words  %7.1f MB/s   %.1f times the engine's\n", speed(len(short), bare), engine.Seconds()/bare.Seconds())
	if err := out.Flush(); err != nil {
		return err
	}
	long := strings.Repeat(text, size<<20/len(text)+1)
	for part := size; part > 0; part /= 4 {
		article := long[:part<<20]
		took := fastest(1, func() { e.Extractor.Text(lang, article) })
		fmt.Fprintf(out, "one article of %3d MB: %5.1f ms a megabyte\n", part, took.Seconds()*1000/float64(part))
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func fastest(passes int, do func()) time.Duration {
	var best time.Duration
	for i := range max(1, passes) {
		begin := time.Now()
		do()
		if took := time.Since(begin); i == 0 || took < best {
			best = took
		}
	}
	return best
}

func speed(bytes int, d time.Duration) float64 { return float64(bytes) / 1e6 / d.Seconds() }

// countWords decodes text and splits it into runs of letters.
func countWords(text string) int {
	words, inside := 0, false
	for _, r := range text {
		letter := unicode.IsLetter(r)
		if letter && !inside {
			words++
		}
		inside = letter
	}
	return words
}
