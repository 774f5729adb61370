package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/claim"
	"github.com/arqam-io/arqam/pkg/figure"
)

var start = time.Date(2031, 5, 1, 6, 0, 0, 0, time.UTC)

// article is an article with one figure for each value, published days after start.
func article(id, source string, days int, values ...string) figure.Figures {
	in := figure.Figures{Engine: "test-1", Article: figure.Article{
		ID: figure.ArticleID(id), Source: source, Lang: "ar", URL: "https://example.org/" + id, Title: "حصيلة " + id,
		Text: "أرسلت كوريا الشمالية الذخائر: " + strings.Join(values, " و"), Published: start.AddDate(0, 0, days), Fetched: start.AddDate(0, 1, days),
	}}
	in.Article.Identify()
	for i, v := range values {
		n, err := figure.ParseNumber(v)
		if err != nil {
			panic(err)
		}
		m := figure.Mention{Field: figure.FieldText, Start: i * 10, End: i*10 + len(v), Text: v, Kind: figure.Measure,
			Relation: figure.Ge, Amount: figure.Exactly(n), Unit: figure.Term{Name: "tonne", Text: "طن"}, Subject: "الذخائر", Concept: "munitions",
			Context:    figure.Context{Sentence: fmt.Sprintf("أرسلت كوريا الشماليّة ذخائر رقم %d.", i), SentenceStart: i * 100, Claimant: "مسؤولون", Modality: figure.Asserted},
			Confidence: 0.9}
		in.Figures = append(in.Figures, figure.Figure{ID: figure.NewID(in.Article, in.Engine, m), ArticleID: in.Article.ID,
			Mention: m, UnitPer: figure.UnitPer{Unit: "tonne"}, Canonical: figure.Canonical{Amount: figure.Exactly(n), UnitPer: figure.UnitPer{Unit: "kilogram"}, Quantity: "mass"}})
	}
	return in
}

func claimsOf(in *figure.Figures, tracker string) []claim.Claim {
	from := claim.Publication{Article: &in.Article, Origin: claim.OriginOf(in.Article)}
	var out []claim.Claim
	for i := range in.Figures {
		f := &in.Figures[i]
		out = append(out, claim.New(claim.Series{Tracker: tracker, Unit: "tonne"}, from, f, f.Mention.Amount))
	}
	return out
}

// store records the article with a claim, an event and a report for each figure.
func store(ctx context.Context, l *Ledger, in figure.Figures) error {
	return l.Update(ctx, func(tx *Tx) error {
		if err := tx.Record(&in); err != nil {
			return err
		}
		added, err := tx.Claim(&in.Article, []string{"t"}, claimsOf(&in, "t"))
		if err != nil {
			return err
		}
		var events []Event
		var reports []Report
		for _, c := range added {
			events = append(events, Event{ID: string(c.ID), Tracker: "t", Type: "figure.new", Claim: c.ID, Body: []byte(c.ID)})
			reports = append(reports, Report{Tracker: "t", Unit: "tonne", Source: c.Source, At: c.AsOf, Amount: c.Amount, Claim: c.ID})
		}
		if _, err := tx.Report(reports); err != nil {
			return err
		}
		_, err = tx.Announce(events)
		return err
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// dump returns every row of every table, without sequence numbers, which depend on the order
// of arrival.
func dump(t *testing.T, l *Ledger) string {
	t.Helper()
	var b strings.Builder
	for _, q := range []string{
		"SELECT id, revision FROM articles ORDER BY id",
		"SELECT * FROM revisions ORDER BY article_id, revision",
		"SELECT * FROM figures ORDER BY id",
		"SELECT article_id, revision, field, start, folded FROM sentences ORDER BY 1, 2, 3, 4",
		"SELECT * FROM claims ORDER BY id",
		"SELECT id, tracker, type, claim_id, body, published FROM events ORDER BY id",
		"SELECT tracker, unit, source, at, value, lower, upper, claim_id FROM reports ORDER BY 1, 2, 3, 4",
	} {
		rows, err := l.read.Query(q)
		must(t, err)
		columns, _ := rows.Columns()
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(sql.NullString)
			}
			must(t, rows.Scan(values...))
			for _, v := range values {
				s := v.(*sql.NullString)
				fmt.Fprintf(&b, "%q ", s.String)
			}
			b.WriteString("\n")
		}
		must(t, rows.Err())
		rows.Close()
	}
	return b.String()
}

func TestRecordAndRead(t *testing.T) { each(t, testRecordAndRead) }

func testRecordAndRead(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	in := article("a", "wire", 0, "260000.125", "40", "123456789012345678901234567890")
	must(t, store(t.Context(), l, in))

	rows, err := l.Figures(t.Context(), Query{Tracker: "t"})
	must(t, err)
	if len(rows) != 3 {
		t.Fatalf("%d figures, want 3", len(rows))
	}
	for i, row := range rows {
		want := in.Article
		want.Text = ""
		opts := cmp.Comparer(figure.Number.Equal)
		if diff := cmp.Diff(in.Figures[i], row.Figure, opts); diff != "" {
			t.Errorf("figure %d came back changed\n%s", i, diff)
		}
		if diff := cmp.Diff(want, row.Article); diff != "" {
			t.Errorf("article came back changed\n%s", diff)
		}
		if diff := cmp.Diff(&claimsOf(&in, "t")[i], row.Claim, opts); diff != "" {
			t.Errorf("claim %d came back changed\n%s", i, diff)
		}
	}
	got, err := l.Article(t.Context(), "a")
	must(t, err)
	if diff := cmp.Diff(in.Article, got); diff != "" {
		t.Error(diff)
	}
	if _, err := l.Article(t.Context(), "none"); !errors.Is(err, sql.ErrNoRows) {
		t.Errorf("an unknown article gives %v, want sql.ErrNoRows", err)
	}
	counts, err := l.Counts(t.Context())
	must(t, err)
	want := Counts{Articles: 1, Revisions: 1, Figures: 3, Claims: 3, Events: 3, Unpublished: 3, Reports: 1}
	if counts != want {
		t.Errorf("counts %+v, want %+v", counts, want)
	}
	must(t, l.Check(t.Context()))
}

func TestFiguresQuery(t *testing.T) { each(t, testFiguresQuery) }

func testFiguresQuery(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	for _, in := range []figure.Figures{
		article("a", "wire", 0, "1", "2"), article("b", "desk", 1, "3"), article("c", "wire", 2, "4"),
	} {
		must(t, store(t.Context(), l, in))
	}
	undated := article("d", "wire", 0, "5")
	undated.Article.Published = time.Time{}
	must(t, store(t.Context(), l, undated))
	for _, c := range []struct {
		name string
		q    Query
		want string
	}{
		{"all, newest first", Query{}, "5 4 3 1 2"},
		{"limit", Query{Limit: 2}, "5 4"},
		{"source", Query{Source: "wire"}, "5 4 1 2"},
		{"article", Query{Article: "a"}, "1 2"},
		{"since", Query{Since: start.AddDate(0, 0, 1)}, "5 4 3"},
		{"until", Query{Until: start.AddDate(0, 0, 1)}, "1 2"},
		{"tracker", Query{Tracker: "t", Source: "desk"}, "3"},
		{"no such tracker", Query{Tracker: "u"}, ""},
		{"concept", Query{Concept: "munitions", Limit: 1}, "5"},
		{"words in another spelling", Query{Words: "الذخائر كوريا الشماليه", Source: "desk"}, "3"},
		{"words of one sentence", Query{Words: "رقم 1"}, "2"},
		{"no such words", Query{Words: "صواريخ"}, ""},
		{"quotes and operators are words", Query{Words: `ذخائر" OR (*`}, ""},
	} {
		rows, err := l.Figures(t.Context(), c.q)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		var got []string
		for _, r := range rows {
			got = append(got, r.Figure.Mention.Value.String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}

// The same articles in any order, any number of times, give the same rows.
func TestRecordInAnyOrder(t *testing.T) { each(t, testRecordInAnyOrder) }

func testRecordInAnyOrder(t *testing.T, fresh place) {
	edited := article("a", "wire", 0, "7")
	edited.Article.Fetched = edited.Article.Fetched.Add(time.Hour)
	undated := article("c", "wire", 0, "9")
	undated.Article.Published = time.Time{}
	all := []figure.Figures{article("a", "wire", 0, "1", "2"), edited, article("b", "desk", 1, "3", "4"), article("c", "wire", 2, "9"), undated}
	want := ""
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 3))
		l := open(t, fresh(t))
		order := append(r.Perm(len(all)), r.Perm(len(all))...)
		for _, i := range order {
			must(t, store(t.Context(), l, all[i]))
		}
		claims, err := l.Claims(t.Context(), "t", "tonne", time.Time{}, time.Time{})
		must(t, err)
		// Reports and events depend on what was recorded first.
		_, err = l.write.Exec("DELETE FROM reports")
		must(t, err)
		_, err = l.write.Exec("DELETE FROM events")
		must(t, err)
		got := dump(t, l) + fmt.Sprint(claims)
		if want == "" {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("order %v gives other rows\n%s", order, diff)
		}
	}
}

func TestCurrentRevision(t *testing.T) { each(t, testCurrentRevision) }

// The last edition is the current revision, whatever the fetch times and the order of
// recording; without editions, the fetch time decides.
func testCurrentRevision(t *testing.T, fresh place) {
	revision := func(value string, edition int, after time.Duration) figure.Figures {
		in := article("a", "wire", 0, value)
		in.Article.Edition = edition
		in.Article.Fetched = in.Article.Fetched.Add(after)
		return in
	}
	for _, c := range []struct {
		name string
		in   []figure.Figures
		want string
	}{
		{"a clock that was set back", []figure.Figures{revision("1", 1, 0), revision("2", 2, -time.Hour)}, "2"},
		{"turned", []figure.Figures{revision("2", 2, time.Hour), revision("1", 1, 0)}, "2"},
		{"edited back", []figure.Figures{revision("1", 1, 0), revision("2", 2, time.Hour), revision("1", 3, 2*time.Hour)}, "1"},
		{"not counted", []figure.Figures{revision("2", 0, time.Hour), revision("1", 0, 0)}, "2"},
	} {
		l := open(t, fresh(t))
		for _, in := range c.in {
			must(t, store(t.Context(), l, in))
		}
		got, err := l.Recorded(t.Context(), "a")
		must(t, err)
		if value := got.Figures[0].Mention.Value.String(); value != c.want {
			t.Errorf("%s: the current revision has %s, want %s", c.name, value, c.want)
		}
	}
}

func TestRecordAgainChangesNothing(t *testing.T) { each(t, testRecordAgainChangesNothing) }

func testRecordAgainChangesNothing(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	in := article("a", "wire", 0, "1", "2", "3")
	must(t, store(t.Context(), l, in))
	want := dump(t, l)
	must(t, store(t.Context(), l, in))
	if diff := cmp.Diff(want, dump(t, l)); diff != "" {
		t.Error(diff)
	}
}

func TestUpdateIsAllOrNothing(t *testing.T) { each(t, testUpdateIsAllOrNothing) }

func testUpdateIsAllOrNothing(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	in := article("a", "wire", 0, "1")
	broken := errors.New("power cut")
	err := l.Update(t.Context(), func(tx *Tx) error {
		if err := tx.Record(&in); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want the one of the transaction", err)
	}
	if got, _ := l.Counts(t.Context()); got != (Counts{}) {
		t.Errorf("a failed transaction left %+v", got)
	}
}

func TestAnotherEngineReplacesFigures(t *testing.T) { each(t, testAnotherEngineReplacesFigures) }

func testAnotherEngineReplacesFigures(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	must(t, store(t.Context(), l, article("a", "wire", 0, "1", "2")))
	in := article("a", "wire", 0, "1", "2")
	in.Engine = "test-2"
	in.Figures = in.Figures[:1]
	in.Figures[0].ID = figure.NewID(in.Article, in.Engine, in.Figures[0].Mention)
	must(t, store(t.Context(), l, in))
	rows, err := l.Figures(t.Context(), Query{Tracker: "t"})
	must(t, err)
	if len(rows) != 1 || rows[0].Engine != "test-2" || rows[0].Figure.ID != in.Figures[0].ID {
		t.Errorf("after another engine: %+v, want its one figure alone", rows)
	}
}

func TestClaimsNoLongerMadeAreRemoved(t *testing.T) { each(t, testClaimsNoLongerMadeAreRemoved) }

func testClaimsNoLongerMadeAreRemoved(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	in := article("a", "wire", 0, "1", "2")
	must(t, store(t.Context(), l, in))
	must(t, l.Update(t.Context(), func(tx *Tx) error {
		added, err := tx.Claim(&in.Article, []string{"t", "u"}, append(claimsOf(&in, "t")[:1], claimsOf(&in, "u")...))
		if len(added) != 2 || added[0].Tracker != "u" {
			t.Errorf("added %v, want the two of the new tracker", added)
		}
		return err
	}))
	for tracker, want := range map[string]int{"t": 1, "u": 2} {
		got, err := l.Claims(t.Context(), tracker, "tonne", time.Time{}, time.Time{})
		if err != nil || len(got) != want {
			t.Errorf("tracker %s has %d claims, %v; want %d", tracker, len(got), err, want)
		}
	}
}

func TestClaimsInWindow(t *testing.T) { each(t, testClaimsInWindow) }

func testClaimsInWindow(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	for day := range 5 {
		must(t, store(t.Context(), l, article(fmt.Sprint(day), "wire", day, fmt.Sprint(day))))
	}
	got, err := l.Claims(t.Context(), "t", "tonne", start.AddDate(0, 0, 1), start.AddDate(0, 0, 3))
	if err != nil || len(got) != 3 || got[0].Value.String() != "1" || got[2].Value.String() != "3" {
		t.Errorf("claims of days 1 to 3 = %v, %v", got, err)
	}
	if got, _ := l.Claims(t.Context(), "t", "kilogram", time.Time{}, time.Time{}); len(got) != 0 {
		t.Errorf("%d claims in a unit without claims", len(got))
	}
	if at, err := l.Newest(t.Context(), "t", "tonne"); err != nil || !at.Equal(start.AddDate(0, 0, 4)) {
		t.Errorf("newest claim at %v, %v; want day 4", at, err)
	}
	if at, err := l.Newest(t.Context(), "none", "tonne"); err != nil || !at.IsZero() {
		t.Errorf("newest claim of no tracker at %v, %v; want none", at, err)
	}
	if s, err := l.Sources(t.Context(), "t"); err != nil || cmp.Diff([]string{"wire"}, s) != "" {
		t.Errorf("sources %v, %v; want wire", s, err)
	}
}

func TestOutbox(t *testing.T) { each(t, testOutbox) }

func testOutbox(t *testing.T, fresh place) {
	where := fresh(t)
	l := open(t, where)
	must(t, store(t.Context(), l, article("a", "wire", 0, "1")))
	must(t, store(t.Context(), l, article("b", "wire", 1, "2")))
	events, err := l.Unpublished(t.Context(), 10)
	must(t, err)
	if len(events) != 2 {
		t.Fatalf("%d events are unpublished, want 2", len(events))
	}
	must(t, l.Published(t.Context(), []string{events[0].ID}))
	reports, err := l.Pending(t.Context(), "metrics", 10)
	must(t, err)
	if len(reports) != 2 || reports[0].Value.String() != "1" || !reports[0].At.Equal(start) {
		t.Fatalf("pending reports %+v, want those of 1 and 2", reports)
	}
	must(t, l.Advance(t.Context(), "metrics", reports[1].Seq))
	must(t, l.Advance(t.Context(), "metrics", reports[0].Seq)) // a late call for an older batch
	must(t, l.Close())

	l = open(t, where)
	left, err := l.Unpublished(t.Context(), 10)
	if err != nil || len(left) != 1 || left[0].ID != events[1].ID {
		t.Errorf("after reopening %v are unpublished, %v; want only the second event", left, err)
	}
	if pending, err := l.Pending(t.Context(), "metrics", 10); err != nil || len(pending) != 0 {
		t.Errorf("after reopening %v are pending, %v; want none", pending, err)
	}
	must(t, l.Rewind(t.Context(), "metrics"))
	if pending, err := l.Pending(t.Context(), "metrics", 10); err != nil || len(pending) != 2 {
		t.Errorf("after rewinding %d are pending, %v; want 2", len(pending), err)
	}
}

// A series keeps the first value at a time.
func TestReportHeldSeries(t *testing.T) { each(t, testReportHeldSeries) }

func testReportHeldSeries(t *testing.T, fresh place) {
	l := open(t, fresh(t))
	r := Report{Tracker: "t", Source: "wire", At: start, Amount: figure.Exactly(figure.NewNumber(1))}
	for i, want := range []int{0, 1} {
		r.Value = figure.NewNumber(int64(i))
		must(t, l.Update(t.Context(), func(tx *Tx) error {
			rejected, err := tx.Report([]Report{r})
			if rejected != want {
				t.Errorf("report %d: %d rejected, want %d", i, rejected, want)
			}
			return err
		}))
	}
	pending, err := l.Pending(t.Context(), "x", 10)
	if err != nil || len(pending) != 1 || pending[0].Value.String() != "0" {
		t.Errorf("pending %v, %v; want only the first value", pending, err)
	}
}

func TestReadBesideAWriter(t *testing.T) { each(t, testReadBesideAWriter) }

func testReadBesideAWriter(t *testing.T, fresh place) {
	where := fresh(t)
	w := open(t, where)
	must(t, store(t.Context(), w, article("a", "wire", 0, "1")))
	r, err := Read(t.Context(), where)
	must(t, err)
	defer r.Close()
	must(t, store(t.Context(), w, article("b", "wire", 0, "2")))
	if rows, err := r.Figures(t.Context(), Query{}); err != nil || len(rows) != 2 {
		t.Errorf("the reader sees %d figures, %v; want 2", len(rows), err)
	}
}

func TestUnfitFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, body []byte) string {
		path := filepath.Join(dir, name)
		must(t, os.WriteFile(path, body, 0o600))
		return path
	}
	foreign := func() string {
		path := filepath.Join(dir, "foreign.db")
		db, err := sql.Open("sqlite", path)
		must(t, err)
		_, err = db.Exec("CREATE TABLE bookmarks (url TEXT)")
		must(t, err)
		must(t, db.Close())
		return path
	}
	newer := func() string {
		path := filepath.Join(dir, "newer.db")
		l := open(t, path)
		_, err := l.write.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)")
		must(t, err)
		must(t, l.Close())
		return path
	}
	damaged := func() string {
		path := filepath.Join(dir, "damaged.db")
		l := open(t, path)
		must(t, l.Close())
		body, err := os.ReadFile(path)
		must(t, err)
		for i := 200; i < 4096; i++ {
			body[i] = 0xA5
		}
		return write("damaged.db", body)
	}
	for _, c := range []struct {
		name, path string
		reason     error
		want       string
	}{
		{"text", write("notes.txt", []byte(strings.Repeat("these are notes. ", 100))), ErrForeign, "give another path or an empty database"},
		{"another program's database", foreign(), ErrForeign, "give another path or an empty database"},
		{"newer", newer(), ErrNewer, "version 99, this build knows 4"},
		{"damaged", damaged(), ErrDamaged, "stop arqam and keep a copy"},
		{"a directory", dir, ErrUnwritable, "give the path of a writable file"},
	} {
		l, err := Open(t.Context(), c.path)
		if err == nil {
			l.Close()
		}
		if !errors.Is(err, c.reason) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.path) {
			t.Errorf("%s: %v; want %v with the path and %q", c.name, err, c.reason, c.want)
		}
	}
	if _, err := Read(t.Context(), filepath.Join(dir, "none.db")); !errors.Is(err, ErrMissing) {
		t.Errorf("reading a missing ledger gives %v, want ErrMissing", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "none.db")); err == nil {
		t.Error("reading a missing ledger made a file")
	}
	must(t, open(t, write("empty.db", nil)).Check(t.Context()))
}

func BenchmarkRecord(b *testing.B) { eachBenchmark(b, benchmarkRecord) }

func benchmarkRecord(b *testing.B, fresh place) {
	l := open(b, fresh(b))
	for i := 0; b.Loop(); i++ {
		if err := store(b.Context(), l, article(fmt.Sprint(i), "wire", i%90, "1", "2", "3", "4", "5", "6")); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}

// A full disk is temporary and not damage.
func TestFull(t *testing.T) {
	l := open(t, filepath.Join(t.TempDir(), "ledger.db"))
	must(t, store(t.Context(), l, article("a", "wire", 0, "1")))
	if _, err := l.write.Exec("PRAGMA max_page_count = 1"); err != nil { // no more pages than the file has
		t.Fatal(err)
	}
	var err error
	for i := 0; err == nil && i < 1000; i++ {
		err = store(t.Context(), l, article(fmt.Sprint("b", i), "wire", 0, "2"))
	}
	if !errors.Is(err, ErrFull) || !strings.Contains(err.Error(), "free space on its disk") {
		t.Errorf("%v, want ErrFull", err)
	}
	must(t, l.Ping(t.Context()))
	if _, err := l.write.Exec("PRAGMA max_page_count = 100000"); err != nil {
		t.Fatal(err)
	}
	must(t, store(t.Context(), l, article("c", "wire", 0, "3")))
	must(t, l.Close())
	if err := l.Ping(t.Context()); err == nil {
		t.Error("a closed ledger answers Ping")
	}
}
