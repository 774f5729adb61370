package fetcher

import (
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"

	"github.com/arqam-io/arqam/pkg/feed/web"
)

func webOf(h http.Handler) web.Options { return web.Options{Transport: inMemory{h}} }

// encodings are documents whose encoding is declared correctly, wrongly or not at all.
func encodings() []quirk {
	body := one(arabic, news, good)
	want := []string{"/n/1 " + arabic + " | " + clipped(news) + " | " + goodDate}
	declared := func(name string) string { return strings.Replace(body, "utf-8", name, 1) }
	return []quirk{
		{name: "windows-1256", serve: xml(encoded(charmap.Windows1256, declared("windows-1256"))), want: want},
		{name: "windows-1256 that says UTF-8", serve: xml(encoded(charmap.Windows1256, body)), want: want, refused: []string{"encoding 1"}},
		{name: "UTF-8 that says windows-1256", serve: text("text/xml; charset=windows-1256", body), want: want, refused: []string{"encoding 1"}},
		{name: "ISO-8859-6", serve: xml(encoded(charmap.ISO8859_6, declared("ISO-8859-6"))), want: want},
		{name: "UTF-16", serve: xml(encoded(utf.UTF16(utf.LittleEndian, utf.UseBOM), declared("utf-16"))), want: want},
		{name: "a byte order mark and blank lines before the declaration", serve: xml("\ufeff\r\n\n" + body), want: want},
	}
}

// texts contain mark-up, entities and control characters.
func texts() []quirk {
	line := func(title, text string) []string { return []string{"/n/1 " + title + " | " + text + " | " + goodDate} }
	return []quirk{
		{name: "a bare & and &nbsp;", serve: xml(one("الميناء & المدينة", "12&nbsp;شاحنة & 5 سفن", good)), want: line("الميناء & المدينة", "12 شاحنة & 5 سفن")},
		{name: "text that is escaped twice", serve: xml(one("a &amp;quot;b&amp;quot;", "&amp;lt;p&amp;gt;12 شاحنة&amp;lt;/p&amp;gt;", good)), want: line(`a "b"`, "12 شاحنة")},
		{name: "scripts and images in a description", serve: xml(one("ع", `<![CDATA[<img src="x.jpg" onerror="a()"/><script>a()</script><p>12 شاحنة</p><p>و5 سفن</p>]]>`, good)), want: line("ع", "12 شاحنة¶¶و5 سفن")},
		{name: "control characters", serve: xml(one("ع\x01", "12\x0b شاحنة", good)), want: line("ع", "12  شاحنة")},
		{name: "bidi marks that differ between visits", visits: 3, serve: turns(xml(one("ع", "وصلت 12 شاحنة", good)), xml(one("ع\u200f", "\u202bوصلت \u206612\u2069 شاحنة\u202c", good)), xml(one("ع", "وصلت 12 شاحنة", good))),
			want: line("ع", "وصلت 12 شاحنة")},
		{name: "bidi marks that stay in the text", serve: xml(one("ع", "وصلت \u200f12\u200f شاحنة", good)), want: line("ع", "وصلت \u200f12\u200f شاحنة")},
		{name: "a truncated feed", serve: xml(strings.TrimSuffix(rss(item("/n/1", "ع", "نص", good), "<item><title>غ"), "</channel></rss>")),
			want: line("ع", "نص"), refused: []string{"malformed 1"}},
		{name: "a duplicate entry", serve: xml(rss(item("/n/1", "ع", "نص", good), item("/n/1?utm_source=x", "ع", "نص", good))), want: line("ع", "نص")},
		{name: "an empty entry", serve: xml(rss(item("/n/1", "ع", "نص", good), "<item/>")), want: line("ع", "نص"), refused: []string{"entry 1"}},
		{name: "a huge entry", serve: xml(rss(item("/n/1", "ع", "نص", good), item("/n/2", "ع", strings.Repeat("كلمة ", 200000), good))), want: line("ع", "نص"), refused: []string{"entry 1"}},
	}
}

// dateQuirks are dates as feeds print them, and impossible dates.
func dateQuirks() []quirk {
	date := func(name, settings, printed, want string) quirk {
		q := quirk{name: "the date " + name, settings: settings, serve: xml(one("ع", "نص", printed)), want: []string{"/n/1 ع | نص | " + want}}
		if !strings.HasPrefix(want, "2") {
			q.refused = []string{"date " + want + " 1"}
		}
		return q
	}
	return []quirk{
		date("of the Levant", "zone: Asia/Beirut", "الأحد 22 شباط 2026 - 10:30", "2026-02-22T08:30Z"),
		date("of the Maghreb", "zone: Africa/Algiers", "22 فيفري 2026 10:30", "2026-02-22T09:30Z"),
		date("with Arabic digits", "zone: Asia/Riyadh", "٢٢ فبراير ٢٠٢٦ ٠٩:٣٠ م", "2026-02-22T18:30Z"),
		date("relative", "zone: Asia/Riyadh", "قبل 3 ساعات", "2026-03-01T09:00Z"),
		date("in the Hijri calendar", "zone: Asia/Riyadh", "5 رمضان 1447 هـ", "2026-02-21T21:00Z"),
		date("of RFC 822, misspelt", "", "Sund, 1 March 2026 9:00 GMT", goodDate),
		date("without a zone", "zone: Africa/Cairo", "2026-03-01 11:00:00", goodDate),
		date("local time labelled GMT", "zone: Asia/Baghdad", "Sun, 01 Mar 2026 14:30:00 GMT", "2026-03-01T11:30Z"),
		date("missing", "", "", "missing"),
		date("not a date", "", "soon", "unreadable"),
		date("of next year", "", "Mon, 01 Mar 2027 09:00:00 GMT", "future"),
		date("of 1970", "", "Thu, 01 Jan 1970 00:00:00 GMT", "past"),
	}
}

// identities are entries whose URL, GUID or text changes between visits.
func identities() []quirk {
	line := func(title, text string) string { return "/n/1 " + title + " | " + text + " | " + goodDate }
	guid := func(n int, title string) site {
		return xml(rss(fmt.Sprintf("<item><title>%s</title><link>/n/1</link><guid isPermaLink=\"false\">urn:1#%d</guid><description>نص</description><pubDate>%s</pubDate></item>", title, n, good)))
	}
	return []quirk{
		{name: "tracking parameters that change", visits: 2, serve: turns(xml(rss(item("/n/1?utm_source=a&amp;id=4", "ع", "نص", good))), xml(rss(item("/n/1?id=4&amp;utm_source=b#x", "ع", "نص", good)))),
			want: []string{"/n/1?id=4 ع | نص | " + goodDate}},
		{name: "a text that is edited, and edited back", visits: 4, serve: turns(xml(one("ع", "12 شاحنة", good)), xml(one("ع", "13 شاحنة", good)), xml(one("ع", "12 شاحنة", good)), xml(one("ع", "12 شاحنة", good))),
			want: []string{line("ع", "12 شاحنة"), line("ع", "13 شاحنة"), line("ع", "12 شاحنة")}},
		{name: "a GUID that changes while the text does not", visits: 3, serve: turns(guid(0, "ع"), guid(1, "ع"), guid(2, "ع")), want: []string{line("ع", "نص")}},
		{name: "entries without a URL", visits: 2, serve: xml(rss("<item><title>أ</title><guid>1</guid></item>", "<item><title>ب</title><guid>2</guid></item>")),
			want: []string{" ب |  | missing", " أ |  | missing"}, refused: []string{"date missing 2"}},
		{name: "URLs with other schemes", serve: xml(rss("<item><title>أ</title><link>javascript:alert(1)</link></item>")), want: []string{" أ |  | missing"}, refused: []string{"date missing 1"}},
	}
}
