package anchor_test

import (
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/anchor"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/token"
)

var zones = []string{"UTC", "Africa/Cairo", "America/New_York", "Pacific/Apia"}

// checkInterval checks the invariants of every interval.
func checkInterval(t *testing.T, text string, v figure.Interval) {
	t.Helper()
	switch {
	case v.Stated() && !v.From.Before(v.To):
		t.Errorf("%q: from %v to %v is not an interval", text, v.From, v.To)
	case v.Stated() && (v.Missing != "" || v.Granularity == ""):
		t.Errorf("%q: %+v is stated but incomplete", text, v)
	case !v.Stated() && (v.Missing == "" || !v.From.IsZero()):
		t.Errorf("%q: %+v is not stated and has no Missing", text, v)
	case v.Stated() && v.To.Year() > 9999:
		t.Errorf("%q: %v cannot be written in RFC 3339", text, v.To)
	}
	if _, err := v.To.MarshalJSON(); err != nil {
		t.Errorf("%q: %v", text, err)
	}
}

// Whatever the article's date and zone, the result is a valid interval. An interval that does
// not depend on the date does not change with it; one that does moves by as many weeks as the
// article.
func TestIntervalsFollowTheArticle(t *testing.T) {
	for _, code := range []string{"ar", "en"} {
		p, d := pack(t, code), new(token.Doc)
		moved := 0
		for _, s := range sentences(t, "testdata/"+code+".txt") {
			found, ok := first(d, p, s.text)
			if !ok {
				continue
			}
			if undated := found.Resolve(anchor.Reference{}); undated.Stated() {
				// No article date was given, so the interval cannot depend on it.
				for _, year := range []int{1999, 2024} {
					again := found.Resolve(anchor.Reference{At: time.Date(year, 5, 17, 12, 0, 0, 0, time.UTC)})
					if !again.From.Equal(undated.From) || !again.To.Equal(undated.To) {
						t.Errorf("%q: %v without a date, %v with one in %d", s.text, undated, again, year)
					}
				}
				continue
			}
			for _, name := range zones {
				zone, err := time.LoadLocation(name)
				if err != nil {
					t.Fatal(err)
				}
				for day := range 40 {
					ref := anchor.Reference{At: time.Date(2024, 2, 1+day*11, 3*day%24, 0, 0, 0, time.UTC), Zone: zone, Ahead: day%2 == 0}
					now := found.Resolve(ref)
					checkInterval(t, s.text, now)
					if now.Granularity != figure.Week || now.Inferred != "" {
						continue
					}
					ref.At = ref.At.AddDate(0, 0, 28)
					if later := found.Resolve(ref); later.Stated() {
						moved++
						if days := later.From.Sub(now.From).Hours() / 24; days < 27.9 || days > 28.1 {
							t.Errorf("%q: four weeks later the week is %v days later", s.text, days)
						}
					}
				}
			}
		}
		if moved == 0 {
			t.Errorf("%s: no sentence has a week that moves with the article", code)
		}
	}
}

func FuzzFind(f *testing.F) {
	packs, err := lang.Load()
	if err != nil {
		f.Fatal(err)
	}
	for _, code := range []string{"ar", "en"} {
		for _, s := range sentences(f, "testdata/"+code+".txt") {
			f.Add(s.text, int64(1718703000))
		}
	}
	f.Add("خلال 19878 سنة القادمة", int64(253402300799))
	f.Fuzz(func(t *testing.T, text string, at int64) {
		if at < -62135596800 || at > 253402300799 {
			return
		}
		d := new(token.Doc)
		ref := anchor.Reference{At: time.Unix(at, 0).UTC()}
		for _, code := range packs.Langs() {
			p, _ := packs.Get(code)
			d.Read(p, text, 0)
			for i := range d.Tokens {
				found, ok := anchor.Find(d, i, len(d.Tokens))
				if !ok {
					continue
				}
				if found.First != i || found.Last < i || found.Last >= len(d.Tokens) {
					t.Fatalf("%q: tokens %d to %d of %d, found at %d", text, found.First, found.Last, len(d.Tokens), i)
				}
				checkInterval(t, text, found.Resolve(ref))
				checkInterval(t, text, found.Resolve(anchor.Reference{}))
			}
		}
	})
}
