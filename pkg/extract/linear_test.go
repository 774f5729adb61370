package extract_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// hostile are signs that a text may hold without end, by what they are.
var hostile = map[string]string{
	"digits": "7", "zeroes": "0", "points": "1.", "numbers": "5 ", "one word": "ب", "a word again": "باب ", "another word": "word ",
	"angle brackets": "<", "tags": "<b>", "unclosed tags": "<b 5 ", "comments": "<!--", "scripts": "<script>", "entities": "&#", "escapes": "\x1b[",
	"brackets": "(", "closed brackets": ")", "bracketed numbers": "(5) ", "quotes": "\"", "hyphens": "5-", "slashes": "5/", "colons": "5:",
	"signs of money": "$", "prices": "$5 ", "percents": "5% ", "units": "5 km ", "thousands": "ألف ", "millions": "5 million ", "and": "و5 و",
	"to": "5 to ", "of": "5 of ", "ranges": "من 5 إلى ", "duals": "طنين ", "halves": "نصف ", "months": "في مارس ", "years": "عام 2020 ",
	"direction marks": "5\u200f", "combining marks": "\u064b", "tatweel": "ـ", "broken letters": "\xd8", "full stops": ".", "abbreviations": "د. ", "line ends": "5\n",
	"said": "قال ", "said that": "قال إن 5 أطنان ", "which": "5 سفن التي بلغت ", "amounts": "بقيمة عدد ", "nouns": "5 صواريخ ", "people": "5 killed, ", "commas": "5, ", "apostrophes": "a'", "addresses": "a://",
}

// TestHostileTextsAreReadInLinearTime: no text makes the reader compare everything with
// everything, within a paragraph or across paragraphs. Eight times as much takes eight
// times as long, and would take 64 times.
func TestHostileTextsAreReadInLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	const times, most = 8, 48
	lengths := []int{500, 500 * times, 500 * times * times}
	x := extractor(t)
	for of, sign := range hostile {
		var before time.Duration
		for _, length := range lengths {
			read := func() { x.Text("ar", strings.Repeat(sign, length/len(sign))) }
			took := shortest(read)
			for try := 0; try < retries && before != 0 && took > most*before; try++ {
				took = min(took, shortest(read)) // others use the machine too
			}
			if before != 0 && took > most*before {
				t.Errorf("%s: %d bytes take %v, and %d times fewer %v", of, length, took, times, before)
			}
			before = took
		}
	}
}

// retries is how often a time that is too long is taken again.
const retries = 8

// shortest is the shortest time of a few that f takes.
func shortest(f func()) time.Duration {
	best := time.Hour
	for range 3 {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return max(best, 50*time.Microsecond) // less is hardly measured
}

// noFigures is news in which nothing is counted.
const noFigures = "أعلنت وزارة النقل اليوم أن السفن التي وصلت إلى الميناء الشمالي ستغادره قريبا، وأن العمال بدأوا تفريغ الحمولة. " +
	"وقال مدير الميناء إن العملية ستستغرق وقتا طويلا، مضيفا أن المخازن القريبة تكفي لاستقبال الكميات كلها.\n"

// TestNoAllocationForTokens: what an Extractor allocates depends on the figures of a text
// and on the words that it meets for the first time, and not on how long the text is.
func TestNoAllocationForTokens(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector, which runs short tests, empties the pool of readers")
	}
	x := extractor(t)
	for _, times := range []int{1, 10, 100, 1000} {
		text := strings.Repeat(noFigures, times)
		if figures := x.Text("ar", text); len(figures) > 0 {
			t.Fatalf("the text has figures: %+v", figures[0])
		}
		if n := testing.AllocsPerRun(5, func() { x.Text("ar", text) }); n > 0 {
			t.Errorf("reading the text %d times over allocates %v times", times, n)
		}
	}
}

// TestMemoryIsBounded: what an Extractor keeps between texts, however many words it
// meets, all of them new.
func TestMemoryIsBounded(t *testing.T) {
	const most = 24 << 20
	x := extractor(t)
	x.Text("ar", noFigures)
	before := heap()
	for i := range 12 {
		var text strings.Builder
		for j := range 10_000 {
			fmt.Fprintf(&text, "%s ", lettered(i*10_000+j))
			if j%20 == 0 {
				text.WriteString("5%. ")
			}
		}
		x.Text("ar", text.String())
	}
	if kept := heap() - before; kept > most {
		t.Errorf("%d bytes are kept after 120,000 words, want at most %d", kept, most)
	}
	runtime.KeepAlive(x)
}

// lettered spells a number with letters for its digits: a word of no language.
func lettered(n int) string {
	const letters = "بتجدرسشكلم"
	var out []rune
	for ; n > 0; n /= 10 {
		out = append(out, []rune(letters)[n%10])
	}
	return string(out)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
