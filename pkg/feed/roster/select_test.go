package roster_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/feed/document"
	"github.com/arqam-io/arqam/pkg/feed/roster"
)

func decoded(t *testing.T) *roster.Roster {
	t.Helper()
	r, err := roster.Decode("feeds.yaml", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSelect(t *testing.T) {
	r := decoded(t)
	for args, want := range map[string]string{
		"": "الميناء paper.example-ar-rss.xml notice", "notice": "notice", "notice الميناء": "notice الميناء",
		"https://port.example/rss": "الميناء", "https://new.example/rss": "new.example-rss",
	} {
		feeds, err := r.Select(strings.Fields(args)...)
		var names []string
		for _, f := range feeds {
			names = append(names, f.Name)
		}
		if got := strings.Join(names, " "); err != nil || got != want {
			t.Errorf("Select(%s) = %s, %v; want %s", args, got, err, want)
		}
	}
	if _, err := r.Select("notice", "nowhere"); err == nil || err.Error() != `feeds.yaml has no feed "nowhere"` {
		t.Error(err)
	}
}

func TestUnlisted(t *testing.T) {
	outlines := []document.Outline{
		{Title: "Port", URL: "https://port.example/rss"}, // listed
		{Title: "notice", URL: "https://a.example/rss", Folders: []string{"ports"}},
		{Title: "«الميناء»: أخبار!", URL: "https://b.example/rss"},
		{URL: "https://www.c.example/rss"},
		{Title: "again", URL: "https://a.example/rss"},
		{Title: strings.Repeat("long ", 20), URL: "https://d.example/rss"},
	}
	var got []string
	feeds := decoded(t).Unlisted(outlines)
	for _, f := range feeds {
		got = append(got, f.Name+" <"+f.Source+"> "+f.URL+" "+strings.Join(f.Tags, ","))
	}
	long := strings.TrimSpace(strings.Repeat("long ", 20)[:48])
	want := []string{
		"notice 2 <notice 2> https://a.example/rss ports",
		"الميناء أخبار <الميناء أخبار> https://b.example/rss ",
		"c.example-rss <c.example-rss> https://www.c.example/rss ",
		long + " <" + long + "> https://d.example/rss ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := roster.Append("f.yaml", []byte(sample), feeds...); err != nil {
		t.Errorf("they cannot be added: %v", err)
	}
	var none *roster.Roster
	if got := none.Unlisted(outlines); len(got) != 5 {
		t.Errorf("%d feeds are not in an empty list, want 5", len(got))
	}
}

func TestAppendFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "feeds.yaml")
	for i, name := range []string{"one", "two"} {
		f := roster.Feed{Name: name, URL: "https://" + name + ".example/", Kind: roster.Auto, Fulltext: roster.AutoText, Source: name}
		if err := roster.AppendFile(file, f); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if err := os.Chmod(file, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := roster.Decode(file, data)
	if err != nil || len(r.Feeds) != 2 {
		t.Errorf("%v in %s", err, data)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: want mode 0600 unchanged", info.Mode(), err)
	}
	if err := roster.AppendFile(file, r.Feeds[0]); err == nil || !strings.Contains(err.Error(), "duplicate name") {
		t.Errorf("duplicate feed: error %v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
