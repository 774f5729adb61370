package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMalformedFiles gives files that are broken, and the one line that says
// where. What belongs to one command alone stands in the test of its package.
func TestMalformedFiles(t *testing.T) {
	const header = "date,currency,base,rate\n"
	const tracker = "trackers:\n  - name: wheat\n    title: {en: Wheat}\n    match: {subject: [wheat]}\n    unit: tonne\n    measure: cumulative\n"
	for _, c := range []struct {
		name, args, file, want string // args end with the name of the file
	}{
		{"settings: nothing closes", "extract --config f.yaml", "data: {\n", `f.yaml:1: did not find expected node content`},
		{"settings: a tab", "extract --config f.yaml", "\tdata: x\n", `f.yaml:1: found character that cannot start any token`},
		{"settings: a tab further down", "extract --config f.yaml", "data: x\nlog:\n\tlevel: info\n", `f.yaml:3: found character that cannot start any token`},
		{"settings: an unknown anchor", "extract --config f.yaml", "data: x\nsource: *here\n", `f.yaml:2: unknown anchor 'here' referenced`},
		{"settings: aliases of aliases", "extract --config f.yaml", "data: &a [x,x,x,x]\nsource: &b [*a,*a,*a,*a]\n", `f.yaml:1: data: must be a single value`},
		{"settings: a merge key", "extract --config f.yaml", "<<: {data: x}\n", `f.yaml:1: unknown setting "<<"`},
		{"settings: broken UTF-8", "extract --config f.yaml", "data: x\nsource: \"\xff\"\n", `f.yaml:2: must be UTF-8 text without control characters`},
		{"settings: a NUL", "extract --config f.yaml", "source: \"\x00\"\n", `f.yaml:1: must be UTF-8 text without control characters`},
		{"settings: an archive", "extract --config f.yaml", "\x1f\x8b\x08\x00", `f.yaml:1: must be UTF-8 text without control characters`},
		{"settings: deep", "extract --config f.yaml", strings.Repeat("{", 20000), `f.yaml:1: exceeded max depth`},
		{"settings: two documents", "extract --config f.yaml", "data: x\n---\nsource: y\n", `f.yaml:2: a second YAML document begins`},
		{"settings: a key that is a mapping", "extract --config f.yaml", "? {a: b}\n: c\n", `f.yaml:1: unknown setting ""`},
		{"settings: a key that is a number", "extract --config f.yaml", "1: 2\n", `f.yaml:1: unknown setting "1"`},
		{"settings: a huge number", "extract --config f.yaml", "workers: 99999999999999999999\n", `f.yaml:1: workers: "99999999999999999999": must be a whole number of at least 1`},
		{"settings: a negative number", "extract --config f.yaml", "workers: -1\n", `f.yaml:1: workers: "-1": must be a whole number of at least 1`},
		{"settings: a fraction", "extract --config f.yaml", "workers: 1.5\n", `f.yaml:1: workers: "1.5": must be a whole number of at least 1`},
		{"settings: a truth value", "extract --config f.yaml", "workers: yes\n", `f.yaml:1: workers: "yes": must be a whole number of at least 1`},
		{"settings: no days", "extract --config f.yaml", "rates_days: 0\n", `f.yaml:1: rates_days: "0": must be a whole number of at least 1`},
		{"settings: an empty value", "extract --config f.yaml", "data:\n", `f.yaml:1: data: "": must be a path`},
		{"settings: a value where a section is", "extract --config f.yaml", "log: 5\n", `f.yaml:1: "5": must be settings`},
		{"settings: a list where a section is", "extract --config f.yaml", "nats: [a]\n", `f.yaml:1: "": must be settings`},
		{"settings: an unknown level", "extract --config f.yaml", "log:\n  level: loud\n", `f.yaml:2: log.level: "loud": must be debug, info, warn or error`},
		{"settings: a port past the last", "extract --config f.yaml", "http: 127.0.0.1:70000\n", `f.yaml:1: http: "127.0.0.1:70000": must be host:port`},
		{"settings: a negative port", "extract --config f.yaml", "http: 127.0.0.1:-1\n", `f.yaml:1: http: "xxxxx": must be host:port`},
		{"settings: a mapping for directories", "extract --config f.yaml", "watch: {a: b}\n", `f.yaml:1: watch: must be a single value`},
		{"settings: a list in a list", "extract --config f.yaml", "watch: [[a]]\n", `f.yaml:1: watch: must be a single value`},
		{"settings: a certificate that is not there", "extract --config f.yaml", "http_cert: none.pem\n", `f.yaml:1: http_cert: "none.pem": there is no file none.pem`},
		{"settings: no time", "extract --config f.yaml", "remote_write:\n  - url: http://h/w\n    timeout: -5s\n", `f.yaml:3: remote_write.timeout: "-5s": must be a duration`},

		{"feeds: two documents", "up --feeds f.yaml", "feeds: []\n---\nfeeds: []\n", `f.yaml:2: a second YAML document begins`},
		{"feeds: broken UTF-8", "up --feeds f.yaml", "feeds:\n  - \xff\n", `f.yaml:2: must be UTF-8 text`},
		{"feeds: an unknown key", "up --feeds f.yaml", "feed: []\n", `f.yaml:1: unknown key "feed"`},
		{"feeds: no address", "up --feeds f.yaml", "feeds:\n  - name: a\n", `f.yaml:2: feed "a" has no url`},
		{"feeds: another scheme", "up --feeds f.yaml", "feeds:\n  - url: file:///etc/passwd\n", `f.yaml:2: url: "file:///etc/passwd": must begin with http://`},
		{"feeds: too often", "up --feeds f.yaml", "feeds:\n  - {url: 'http://a.example', interval: 1s}\n", `f.yaml:2: interval: "1s": must be at least 1m0s`},
		{"feeds: never", "up --feeds f.yaml", "feeds:\n  - {url: 'http://a.example', interval: 999d}\n", `f.yaml:2: interval: "999d": must be at most`},
		{"feeds: no zone", "up --feeds f.yaml", "feeds:\n  - {url: 'http://a.example', zone: Local}\n", `f.yaml:2: zone: "Local" is not a time zone`},
		{"feeds: a path for a zone", "up --feeds f.yaml", "feeds:\n  - {url: 'http://a.example', zone: ../../etc/passwd}\n", `f.yaml:2: zone: "../../etc/passwd" is not a time zone`},

		{"feeds: a name twice", "up --feeds f.yaml", "feeds:\n  - {name: a, url: 'http://a.example'}\n  - {name: a, url: 'http://b.example'}\n", `f.yaml:3: duplicate name "a": the feed in line 2 has it`},
		{"feeds: a password", "up --feeds f.yaml", "feeds:\n  - url: http://u:p@a.example/\n", `f.yaml:2: url: "http://xxxxx@a.example/": must not contain a password`},
		{"feeds: a number for a feed", "up --feeds f.yaml", "feeds: [5]\n", `f.yaml:1: a feed must be a mapping`},

		{"trackers: deep", "up --trackers f.yaml", strings.Repeat("[", 20000), `f.yaml:1: exceeded max depth`},
		{"trackers: broken UTF-8", "up --trackers f.yaml", "trackers:\n  - name: \"\xff\"\n", `f.yaml:2: must be UTF-8 text`},
		{"trackers: nothing", "up --trackers f.yaml", "", `f.yaml: the file has no trackers`},
		{"trackers: an unknown key", "up --trackers f.yaml", tracker + "    colour: red\n", `f.yaml:7: unknown key "colour": must be name, title,`},
		{"trackers: an unknown unit", "up --trackers f.yaml", strings.Replace(tracker, "tonne", "tonnnes", 1), `f.yaml:5: unit: "tonnnes"`},
		{"trackers: an unknown measure", "up --trackers f.yaml", strings.Replace(tracker, "cumulative", "sum", 1), `f.yaml:6: measure: "sum"`},
		{"trackers: a tolerance below 0", "up --trackers f.yaml", tracker + "    novelty: {tolerance: -1%}\n", `f.yaml:7: novelty.tolerance: "-1%"`},
		{"trackers: a tolerance of words", "up --trackers f.yaml", tracker + "    novelty: {tolerance: some}\n", `f.yaml:7: novelty.tolerance: "some"`},
		{"trackers: a memory of no length", "up --trackers f.yaml", tracker + "    novelty: {memory: 0d}\n", `f.yaml:7: novelty.memory: "0d"`},
		{"trackers: confirmed by nobody", "up --trackers f.yaml", tracker + "    novelty: {confirm: -2}\n", `f.yaml:7: novelty.confirm`},
		{"trackers: stale at once", "up --trackers f.yaml", tracker + "    stale_after: -1d\n", `f.yaml:7: stale_after: "-1d"`},
		{"trackers: a name twice", "up --trackers f.yaml", tracker + strings.TrimPrefix(tracker, "trackers:\n"), `f.yaml:7: name: "wheat"`},
		{"trackers: an archive", "up --trackers f.yaml", "\x1f\x8b\x08\x00", `f.yaml:1: must be UTF-8 text`},

		{"concepts: a list", "concepts --concepts f.yaml", "concepts: [a]\n", `f.yaml:1: concepts: must be a mapping`},
		{"concepts: nothing", "concepts --concepts f.yaml", "", `f.yaml: the file has no concepts`},
		{"concepts: two documents", "concepts --concepts f.yaml", "concepts: {}\n---\nconcepts: {}\n", `f.yaml:2: a second YAML document begins`},
		{"concepts: broken UTF-8", "concepts --concepts f.yaml", "\xff", `f.yaml:1: must be UTF-8 text`},
		{"concepts: a name", "concepts --concepts f.yaml", "concepts:\n  Bad Name: {is-a: weapon}\n", `f.yaml:2: concept "Bad Name": must be lower-case words joined by hyphens`},
		{"concepts: a circle", "concepts --concepts f.yaml", "concepts:\n  a-a: {is-a: a-b}\n  a-b: {is-a: a-a}\n", `f.yaml:2: concept "a-a" is a kind of itself: a-a < a-b < a-a`},
		{"concepts: an unknown key", "concepts --concepts f.yaml", "concepts:\n  xx:\n    colour: red\n", `f.yaml:3: xx: unknown key "colour"`},
		{"concepts: another language", "concepts --concepts f.yaml", "concepts:\n  tank:\n    nouns:\n      zz: [{plural: x}]\n", `f.yaml:4: nouns of "zz": the language must be one of`},
		{"concepts: an empty noun", "concepts --concepts f.yaml", "concepts:\n  tank:\n    nouns:\n      en: [{plural: \"\"}]\n", `f.yaml:4: tank.nouns.en.plural: is empty`},

		{"rates: nothing", "extract --rates f.csv", "", `f.csv: there is no rate`},
		{"rates: two columns", "extract --rates f.csv", "date,currency\n", `f.csv:1: wrong number of fields`},
		{"rates: a column too many", "extract --rates f.csv", header + "2026-03-01,EGP,USD,48,7\n", `f.csv:2: wrong number of fields`},
		{"rates: an open quote", "extract --rates f.csv", header + "\"2026-03-01,EGP,USD,48\n", `f.csv:2: extraneous or missing " in quoted-field`},
		{"rates: no such day", "extract --rates f.csv", header + "2026-02-30,EGP,USD,48\n", `f.csv:2: date "2026-02-30": write it as 2026-03-31`},
		{"rates: no currency", "extract --rates f.csv", header + "2026-03-01,XXQ,USD,48\n", `f.csv:2: currency "XXQ" is not an ISO 4217 code`},
		{"rates: its own base", "extract --rates f.csv", header + "2026-03-01,EGP,EGP,1\n", `f.csv:2: currency "EGP" is the base itself`},
		{"rates: twice", "extract --rates f.csv", header + "2026-03-01,EGP,USD,48\n2026-03-01,EGP,USD,49\n", `f.csv:3: a second rate of EGP on 2026-03-01`},
		{"rates: negative", "extract --rates f.csv", header + "2026-03-01,EGP,USD,-48\n", `f.csv:2: rate "-48": must be a number above 0`},
		{"rates: huge", "extract --rates f.csv", header + "2026-03-01,EGP,USD,1e999999\n", `f.csv:2: rate "1e999999": must be a number above 0`},
		{"rates: no number", "extract --rates f.csv", header + "2026-03-01,EGP,USD,NaN\n", `f.csv:2: rate "NaN": must be a number above 0`},
		{"rates: infinite", "extract --rates f.csv", header + "2026-03-01,EGP,USD,Inf\n", `f.csv:2: rate "Inf": must be a number above 0`},
		{"rates: hexadecimal", "extract --rates f.csv", header + "2026-03-01,EGP,USD,0x10\n", `f.csv:2: rate "0x10": must be a number above 0`},
		{"rates: empty", "extract --rates f.csv", header + "2026-03-01,EGP,USD,\n", `f.csv:2: rate "": must be a number above 0`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			args := strings.Fields(c.args)
			dir := writeFiles(t, map[string]string{args[len(args)-1]: c.file, "article.txt": "12 lorries"})
			if args[0] == "extract" {
				args = append(args, "article.txt")
			}
			refused(t, dir, c.want, args...)
		})
	}
}

// TestMalformedArguments gives values of the command line that are out of bounds.
func TestMalformedArguments(t *testing.T) {
	dir := writeFiles(t, map[string]string{"article.txt": "12 lorries"})
	const noTime = "is not a time: write a date, such as 2026-03-02, or how long ago, such as 30d"
	const noCount = `flag: must be a whole number of at least 1`
	for _, c := range []struct{ args, want string }{
		{"figures --limit -1", `invalid argument "-1" for "--limit" ` + noCount},
		{"figures --limit 0", `invalid argument "0" for "--limit" ` + noCount},
		{"figures --limit 1e9", `invalid argument "1e9" for "--limit" ` + noCount},
		{"figures --limit 99999999999999999999", `invalid argument "99999999999999999999" for "--limit" ` + noCount},
		{"extract --workers -5 article.txt", `invalid argument "-5" for "--workers" ` + noCount},
		{"extract --rates-days -5 article.txt", `invalid argument "-5" for "--rates-days" ` + noCount},
		{"figures --since 2026-02-30", `--since: "2026-02-30" ` + noTime},
		{"figures --since 2026-13-01", `--since: "2026-13-01" ` + noTime},
		{"figures --since 99999-01-01", `--since: "99999-01-01" ` + noTime},
		{"figures --since 2026-03-02T25:00:00Z", `--since: "2026-03-02T25:00:00Z" ` + noTime},
		{"figures --since -30d", `--since: "-30d" ` + noTime},
		{"figures --since 1e9d", `--since: "1e9d" ` + noTime},
		{"figures --since 9999999999d", `--since: "9999999999d" ` + noTime},
		{"figures --until soon", `--until: "soon" ` + noTime},
		{"figures --since 2026-03-02 --until 2026-03-01", `--since 2026-03-02 is not before --until 2026-03-01, so no article can match`},
		{"replay --since 2026-03-02 --until 2026-03-02", `--since 2026-03-02 is not before --until 2026-03-02`},
		{"extract --lang ../x article.txt", `invalid argument "../x" for "--lang" flag: must be auto or a language that arqam reads: ar, en, `},
		{"extract --lang tlh article.txt", `invalid argument "tlh" for "--lang" flag: must be auto or a language that arqam reads: ar, en, `},
		{"up --http 127.0.0.1:70000", `invalid argument "127.0.0.1:70000" for "--http" flag: must be host:port`},
		{"up --http :::1", `invalid argument "xxxxx" for "--http" flag: must be host:port`},
		{"up --listen 4222", `invalid argument "4222" for "--listen" flag: must be host:port`},
		{"up --token-file none.txt", `invalid argument "none.txt" for "--token-file" flag: there is no file none.txt`},
		{"up --token-file .", `invalid argument "." for "--token-file" flag: . is a directory, not a file`},
		{"extract article.txt/x", `article.txt/x: not a directory`},
		{"feed add --interval -1s --unchecked http://a.example/", `feeds.yaml:`},
		{"dead show 0", `"0" is not the number of a dead letter`},
		{"dead show -- -1", `"-1" is not the number of a dead letter`},
		{"dead retry 1e3", `"1e3" is not the number of a dead letter`},
		{"dead retry 99999999999999999999999", `"99999999999999999999999" is not the number of a dead letter`},
		{"dead retry", `nothing selected: give numbers, --service, --reason or --all`},
		{"extractor --ack-wait 1ms", `--ack-wait: must be at least `},
		{"extractor --ack-wait soon", `invalid argument "soon" for "--ack-wait" flag`},
		{"extractor --replicas 0", `invalid argument "0" for "--replicas" flag`},
		{"extractor --replicas 99999999999999999999", `invalid argument "99999999999999999999" for "--replicas" flag`},
		{"publish --to ftp://127.0.0.1 article.txt", `--to: "ftp://127.0.0.1" is not an address such as http://host:port`},
		{"publish --to http:// article.txt", `--to: "http://" is not an address such as http://host:port`},
	} {
		t.Run(c.args, func(t *testing.T) {
			t.Parallel()
			refused(t, dir, c.want, strings.Fields(c.args)...)
		})
	}
}

// refused runs the command and expects exit status 2 and one line.
func refused(t *testing.T, dir, want string, args ...string) {
	t.Helper()
	got := arqam(t, dir, "", nil, args...)
	if got.status != exitUsage || got.stdout != "" || strings.Count(got.stderr, "\n") != 1 || !strings.HasPrefix(got.stderr, "arqam: "+want) {
		t.Errorf("exit status %d, stdout %q, stderr %q, want %d and one line %q", got.status, got.stdout, got.stderr, exitUsage, "arqam: "+want)
	}
}

// TestMalformedRequests sends what is not right to every path that "arqam up"
// serves. Bodies of articles are the fetcher's own test.
func TestMalformedRequests(t *testing.T) {
	address := freeAddress(t)
	up := start(t, binary, "up", "--data", t.TempDir(), "--http", address)
	up.until("arqam is up")
	t.Cleanup(up.stop)
	const form, json = "application/x-www-form-urlencoded", "application/json"
	const badData, noArticle = `"errorType":"bad_data","error":"`, `not an article: `
	for _, c := range []struct {
		name, method, path, kind, body string
		status                         int
		want                           string
	}{
		{"no path", "GET", "/nowhere", "", "", 404, "404 page not found"},
		{"dots", "GET", "/%2e%2e/%2e%2e/etc/passwd", "", "", 404, ""},
		{"a NUL in the path", "GET", "/%00", "", "", 404, ""},
		{"profiles", "GET", "/debug/pprof/", "", "", 404, ""},
		{"metrics, posted", "POST", "/metrics", form, "a=b", 405, ""},
		{"health, deleted", "DELETE", "/healthz", "", "", 405, ""},
		{"readiness, put", "PUT", "/readyz", json, "{}", 405, ""},
		{"the root, posted", "POST", "/", form, "a=b", 405, ""},
		{"articles, fetched", "GET", "/v1/articles", "", "", 405, ""},
		{"articles, put", "PUT", "/v1/articles", json, "{}", 405, ""},
		{"articles, traced", "TRACE", "/v1/articles", "", "", 405, ""},
		{"articles below", "POST", "/v1/articles/1", json, "{}", 404, ""},

		{"null", "POST", "/v1/articles", json, "null", 400, `it has neither \"text\" nor \"title\"`},
		{"a number", "POST", "/v1/articles", json, "17", 400, noArticle + `a JSON number where an object was expected`},
		{"a string", "POST", "/v1/articles", json, `"x"`, 400, noArticle + `a JSON string where an object was expected`},
		{"a truth value", "POST", "/v1/articles", json, "true", 400, noArticle + `a JSON bool where an object was expected`},
		{"arrays in arrays", "POST", "/v1/articles", json, "[[[]]]", 400, noArticle + `a JSON array where an object was expected`},
		{"an empty array", "POST", "/v1/articles", json, "[]", 400, "the body has no article"},
		{"something after the object", "POST", "/v1/articles", json, `{"id":"n","text":"x"} x`, 400, noArticle + `bad JSON at byte 23`},
		{"a deep array", "POST", "/v1/articles", json, strings.Repeat("[", 200000), 400, "exceeded max depth"},
		{"a deep object", "POST", "/v1/articles", json, strings.Repeat(`{"text":`, 100000), 400, "exceeded max depth"},
		{"a deep member that nobody reads", "POST", "/v1/articles", json, `{"id":"n","text":"x","more":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + "}", 400, "exceeded max depth"},
		{"an id with a NUL", "POST", "/v1/articles", json, `{"id":"a\u0000b","text":"x"}`, 400, "has a control character"},
		{"an id that turns the line", "POST", "/v1/articles", json, `{"id":"a\u202eb","text":"x"}`, 400, "has a control character"},
		{"an id that isolates", "POST", "/v1/articles", json, `{"id":"a\u2066b","text":"x"}`, 400, "has a control character"},
		{"a long id", "POST", "/v1/articles", json, `{"id":"` + strings.Repeat("i", 513) + `","text":"x"}`, 400, "its id is longer than 512 bytes"},
		{"an id that is an object", "POST", "/v1/articles", json, `{"id":{},"text":"x"}`, 400, `member \"id\" is neither a string nor a number`},
		{"a text that is a number", "POST", "/v1/articles", json, `{"id":"n","text":5}`, 400, `member \"text\" is a number, not a string`},
		{"a source of two lines", "POST", "/v1/articles", json, `{"id":"s1","text":"12","source":"a\nb"}`, 202, "its source had control characters, which were removed"},
		{"a long source", "POST", "/v1/articles", json, `{"id":"s2","text":"12","source":"` + strings.Repeat("س", 300) + `"}`, 202, "its source is longer than 512 bytes; cut"},
		{"no day of any year", "POST", "/v1/articles", json, `{"id":"d1","text":"12","published":"2026-13-45"}`, 202, `cannot be read; the article is kept without a date`},
		{"a year of five digits", "POST", "/v1/articles", json, `{"id":"d2","text":"12","published":"99999-01-01T00:00:00Z"}`, 202, `cannot be read; the article is kept without a date`},
		{"a date of a million digits", "POST", "/v1/articles", json, `{"id":"d3","text":"12","published":"` + strings.Repeat("9", 1000000) + `"}`, 202, `cannot be read; the article is kept without a date`},
		{"broken UTF-8", "POST", "/v1/articles", json, "{\"id\":\"u1\",\"text\":\"وصلت \xd9 12 شاحنة\"}", 202, `1 bytes are not UTF-8`},
		{"a page of HTML as its id", "POST", "/v1/articles", json, `{"id":"<script>&","text":"12"}`, 202, `"id":"\u003cscript\u003e\u0026"`},
		{"a page of HTML", "POST", "/v1/articles", "text/html", "<html><p>12 people died", 202, `"status":"published"`},
		{"a PDF", "POST", "/v1/articles", "text/plain", "%PDF-1.7\n1 0 obj", 400, noArticle + "it is a PDF: extract its text first"},
		{"XML", "POST", "/v1/articles", "application/xml", "<a/>", 415, "is not supported"},
		{"many parts", "POST", "/v1/articles", "multipart/form-data; boundary=x", "--x", 415, "is not supported"},
		{"no content type at all", "POST", "/v1/articles", ";;;", "x", 415, "is not supported"},
		{"a NUL in a text", "POST", "/v1/articles", "text/plain", "12\x00lorries", 400, "it has NUL bytes"},
		{"an empty text", "POST", "/v1/articles", "text/plain", "", 400, "it has neither"},
		{"an event of another version", "POST", "/v1/articles", "application/cloudevents+json", `{"specversion":"9","id":"e","source":"/s","type":"t","data":{"text":"12"}}`, 400, `specversion \"9\" is not supported: use 1.0`},
		{"an event with broken base64", "POST", "/v1/articles", "application/cloudevents+json", `{"specversion":"1.0","id":"e","source":"/s","type":"t","data_base64":"!"}`, 400, "illegal base64"},
		{"an event that carries a string", "POST", "/v1/articles", "application/cloudevents+json", `{"specversion":"1.0","id":"e","source":"/s","type":"t","data":"x"}`, 400, "its data is not an article in JSON"},

		{"a packed body", "POST", "/v1/articles", json, "\x1f\x8b\x08\x00", 400, noArticle + "it is compressed by gzip: decompress it first"},
		{"half a packed text", "POST", "/v1/articles", "text/plain", "\x1f\x8b\x08\x00\x00", 400, "it is compressed by gzip: decompress it first"},
		{"an article of another character set", "POST", "/v1/articles", "application/json; charset=windows-1256", `{"text":"12"}`, 415, `JSON in \"windows-1256\" is not supported: send UTF-8`},
		{"a text of no character set", "POST", "/v1/articles", "text/plain; charset=\"", "12", 415, "is not supported"},
		{"lines of nothing", "POST", "/v1/articles", "application/x-ndjson", "\n\n \n", 400, "the body has no article"},
		{"a line that is cut short", "POST", "/v1/articles", "application/x-ndjson", `{"id":"l1","text":"12"}` + "\n{\"id\":", 202, `item 2: not an article: bad JSON`},
		{"half a surrogate", "POST", "/v1/articles", json, `{"id":"u2","text":"\ud83d 12"}`, 202, `"published":1`},
		{"the same member twice", "POST", "/v1/articles", json, `{"id":"m1","id":"m2","text":"12"}`, 202, `"id":"m2"`},
		{"a batch that is no array", "POST", "/v1/articles", "application/cloudevents-batch+json", `"x"`, 400, "item 1: not a CloudEvent: json: cannot unmarshal string"},

		{"no query", "GET", "/api/v1/query", "", "", 400, badData},
		{"half a query", "GET", "/api/v1/query?query=%7B", "", "", 400, "unexpected end of input"},
		{"a query in broken UTF-8", "GET", "/api/v1/query?query=%ff", "", "", 400, badData},
		{"a broken escape", "GET", "/api/v1/query?query=%zz", "", "", 400, badData},
		{"a deep query", "POST", "/api/v1/query", form, "query=" + strings.Repeat("(", 100000), 400, badData},
		{"a long query", "GET", "/api/v1/query?query=" + strings.Repeat("a", 32<<10), "", "", 431, "Request Header Fields Too Large"},
		{"a longer form", "POST", "/api/v1/query", form, "query=" + strings.Repeat("a", 1<<20), 413, "the body is larger than 1048576 bytes"},
		{"a query in JSON", "POST", "/api/v1/query", json, `{"query":"up"}`, 400, badData},
		{"a query, put", "PUT", "/api/v1/query", form, "query=up", 405, ""},
		{"a query, deleted", "DELETE", "/api/v1/query?query=up", "", "", 405, ""},
		{"no time", "GET", "/api/v1/query?query=up&time=soon", "", "", 400, badData},
		{"a huge time", "GET", "/api/v1/query?query=up&time=1e400", "", "", 400, badData},
		{"a negative patience", "GET", "/api/v1/query?query=up&timeout=-1s", "", "", 400, badData},
		{"a negative limit", "GET", "/api/v1/query?query=up&limit=-1", "", "", 400, "limit must be non-negative"},
		{"a range without a start", "GET", "/api/v1/query_range?query=up", "", "", 400, badData},
		{"a range that ends first", "GET", "/api/v1/query_range?query=up&start=1&end=0&step=1", "", "", 400, "end timestamp must not be before start time"},
		{"a range of a billion points", "GET", "/api/v1/query_range?query=up&start=0&end=1e9&step=1", "", "", 400, "exceeded maximum resolution"},
		{"a step of 0", "GET", "/api/v1/query_range?query=up&start=0&end=1&step=0", "", "", 400, "zero or negative query resolution"},
		{"a step backwards", "GET", "/api/v1/query_range?query=up&start=0&end=1&step=-1", "", "", 400, "zero or negative query resolution"},
		{"series of nothing", "GET", "/api/v1/series", "", "", 400, "no match[] parameter provided"},
		{"series of everything", "GET", "/api/v1/series?match[]=%7B%7D", "", "", 400, badData},
		{"series, deleted", "DELETE", "/api/v1/series?match[]=up", "", "", 405, ""},
		{"labels, a negative limit", "GET", "/api/v1/labels?limit=-1", "", "", 400, "limit must be non-negative"},
		{"metadata, a negative limit", "GET", "/api/v1/metadata?limit=-5", "", "", 400, "limit must be a number from 0"},
		{"metadata, a huge limit", "GET", "/api/v1/metadata?limit=99999999999999999999", "", "", 400, "limit must be a number from 0"},
		{"metadata, no number", "GET", "/api/v1/metadata?limit_per_metric=x", "", "", 400, "limit_per_metric must be a number from 0"},
		{"statistics, a negative limit", "GET", "/api/v1/status/tsdb?limit=-1", "", "", 400, "limit must be a positive number"},
		{"remote read of garbage", "POST", "/api/v1/read", "application/x-protobuf", "x", 400, "snappy: corrupt input"},
		{"remote write", "POST", "/api/v1/write", "application/x-protobuf", "x", 404, ""},
		{"OTLP", "POST", "/api/v1/otlp/v1/metrics", "application/x-protobuf", "x", 404, ""},
		{"series deleted by the operator's path", "POST", "/api/v1/admin/tsdb/delete_series?match[]=up", "", "", 500, "admin APIs disabled"},
		{"a snapshot", "POST", "/api/v1/admin/tsdb/snapshot", "", "", 500, "admin APIs disabled"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), c.method, "http://"+address+c.path, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if c.kind != "" {
				r.Header.Set("Content-Type", c.kind)
			}
			client := http.Client{Timeout: 30 * time.Second}
			resp, err := client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if err != nil {
				t.Fatal(err)
			}
			if resp.StatusCode != c.status || !strings.Contains(string(body), c.want) {
				t.Errorf("%d %.300s, want %d %s", resp.StatusCode, body, c.status, c.want)
			}
			if got := resp.Header.Get("Content-Type"); strings.Contains(got, "html") {
				t.Errorf("content type %q", got)
			}
			if c.status != 431 && resp.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("header %v", resp.Header)
			}
		})
	}
}

// TestFeedFileStaysPrivate adds to a file that only its owner may read.
func TestFeedFileStaysPrivate(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "feeds.yaml")
	if err := os.WriteFile(file, []byte("feeds: []\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := arqam(t, dir, "", nil, "feed", "add", "--unchecked", "http://a.example/rss"); got.status != exitOK {
		t.Fatalf("%+v", got)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}
