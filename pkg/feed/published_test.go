package feed

import (
	"strings"
	"testing"
	"time"
)

// TestParseTime has each time once, with its spellings below it.
func TestParseTime(t *testing.T) {
	const cases = `
= 2026-02-03T00:00:00Z
2026-02-03
3/2/2026
03/02/2026
 ٠٣/٠٢/٢٠٢٦ 
= 2026-02-03T14:05:00Z
2026-02-03 14:05
2026-02-03 14:05:00
2026-02-03T14:05
2026-02-03T14:05:00
2026-02-03T14:05:00Z
2026-02-03T17:05:00+03:00
2026-02-03T17:05:00+0300
2026-02-03 17:05:00 +0300
Tue, 03 Feb 2026 14:05:00 GMT
Tue, 3 Feb 2026 14:05:00 UTC
Tue, 03 Feb 2026 17:05:00 +0300
Tue, 03 Feb 2026 09:05:00 EST
03/02/2026 14:05
= 2026-02-03T14:05:00.25Z
2026-02-03T14:05:00.25Z
= not readable
02/13/2026
2026-02-30
yesterday
Tue, 03 Feb 2026 14:05:00 AST
1760000000
`
	want := ""
	for _, line := range strings.Split(strings.Trim(cases, "\n"), "\n") {
		if then, ok := strings.CutPrefix(line, "= "); ok {
			want = then
			continue
		}
		got, err := ParseTime(line)
		if want == "not readable" {
			if err == nil || !got.IsZero() || !strings.Contains(err.Error(), line) {
				t.Errorf("ParseTime(%q) = %v, %v; want zero and an error that quotes the text", line, got, err)
			}
			continue
		}
		if err != nil || got.Format(time.RFC3339Nano) != want {
			t.Errorf("ParseTime(%q) = %v, %v; want %s", line, got, err, want)
		}
	}
}
