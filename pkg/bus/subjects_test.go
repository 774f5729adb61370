package bus

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/arqam-io/arqam/pkg/figure"
)

func TestToken(t *testing.T) {
	long := strings.Repeat("x", maxToken)
	for in, want := range map[string]string{
		"":              "=",
		"reuters":       "reuters",
		"Al-Ahram_2":    "Al-Ahram_2",
		"bbc.com":       "bbc=2Ecom",
		"bbc=2Ecom":     "bbc=3D2Ecom",
		"sky news":      "sky=20news",
		"*":             "=2A",
		">":             "=3E",
		"a\r\nb":        "a=0D=0Ab",
		"سانا":          "=D8=B3=D8=A7=D9=86=D8=A7",
		long:            long,
		long + "y":      long + "=~" + digest(long+"y"),
		long[1:] + "ع":  long[1:] + "=~" + digest(long[1:]+"ع"),
		"=":             "=3D",
		"https://a/?b#": "https=3A=2F=2Fa=2F=3Fb=23",
	} {
		if got := token(in); got != want {
			t.Errorf("token(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzToken(f *testing.F) {
	f.Add("bbc.com", "bbc=2Ecom")
	f.Add("", "=")
	f.Add("وكالة الأنباء", strings.Repeat("=~", 60))
	f.Fuzz(func(t *testing.T, a, b string) {
		ta, tb := token(a), token(b)
		if (ta == tb) != (a == b) {
			t.Errorf("token(%q) = %q, token(%q) = %q", a, ta, b, tb)
		}
		if err := (Outgoing{Subject: articlesPrefix + ta, ID: "x"}).validate(); err != nil {
			t.Error(err)
		}
		if strings.Contains(ta, ".") || len(ta) > maxToken+2+26 {
			t.Errorf("token(%q) = %q", a, ta)
		}
	})
}

func TestMessagesOfOneArticle(t *testing.T) {
	a := figure.Article{ID: "http://x/1\r\n", Source: "الوكالة", Lang: "AR", Text: "نص"}
	a.Identify()
	edited := a
	edited.Text = "نص آخر"
	edited.Identify()
	pair := func(o Outgoing, err error) Outgoing {
		t.Helper()
		if err == nil {
			err = o.validate()
		}
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	all := map[string]Outgoing{
		"article":          pair(NewArticle(a)),
		"edited":           pair(NewArticle(edited)),
		"mentions":         pair(NewMentions(figure.Mentions{Article: a, Engine: "1"})),
		"mentions, engine": pair(NewMentions(figure.Mentions{Article: a, Engine: "2"})),
		"figures":          pair(NewFigures(figure.Figures{Article: a, Engine: "1"})),
		"event":            pair(NewEvent("t.1", "figure.new", "e", nil), nil),
		"event, other":     pair(NewEvent("t", "1.figure.new", "e", nil), nil),
	}
	ids := map[string]string{}
	for name, o := range all {
		if other, ok := ids[o.ID]; ok {
			t.Errorf("%s and %s have one id %q", name, other, o.ID)
		}
		ids[o.ID] = name
	}
	if again := pair(NewArticle(a)); again.ID != all["article"].ID {
		t.Errorf("ids %q and %q of one article", again.ID, all["article"].ID)
	}
	for name, want := range map[string]string{
		"article":  "articles." + token("الوكالة"),
		"mentions": "mentions.ar",
		"figures":  "figures.ar",
		"event":    "events.t=2E1.figure.new",
	} {
		if got := all[name].Subject; got != want {
			t.Errorf("%s: subject %q, want %q", name, got, want)
		}
	}
	if o := pair(NewMentions(figure.Mentions{})); o.Subject != "mentions.und" {
		t.Errorf("subject of an unknown language: %q", o.Subject)
	}
}

func streamConfigs(t *testing.T, b *Bus) map[string]jetstream.StreamConfig {
	t.Helper()
	configs := map[string]jetstream.StreamConfig{}
	list := b.js.ListStreams(testContext(t))
	for info := range list.Info() {
		configs[info.Config.Name] = info.Config
	}
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
	return configs
}

func TestSetupTwiceChangesNothing(t *testing.T) {
	b, _ := newBus(t)
	first := streamConfigs(t, b)
	if len(first) != 6 {
		t.Errorf("%d streams", len(first))
	}
	for name, want := range map[string]jetstream.RetentionPolicy{
		"ARTICLES": jetstream.LimitsPolicy, "MENTIONS": jetstream.WorkQueuePolicy,
		"FIGURES": jetstream.WorkQueuePolicy, "EVENTS": jetstream.LimitsPolicy, "DEAD": jetstream.LimitsPolicy,
	} {
		c := first[name]
		aged := c.MaxAge > 0
		if c.Retention != want || c.Storage != jetstream.FileStorage || c.MaxBytes <= 0 || aged != (want == jetstream.LimitsPolicy) {
			t.Errorf("%s: %+v", name, c)
		}
		if onItsWay := name != "EVENTS" && name != "DEAD"; onItsWay != (c.Discard == jetstream.DiscardNew) {
			t.Errorf("%s: when it is full it does %s", name, c.Discard)
		}
	}
	if err := b.Setup(testContext(t)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, streamConfigs(t, b)); diff != "" {
		t.Error(diff)
	}
}

func TestSetupWidensAndNeverNarrows(t *testing.T) {
	b := connect(t, startServer(t, t.TempDir()), nil)
	ctx := testContext(t)
	create := func(c jetstream.StreamConfig) {
		t.Helper()
		if _, err := b.js.CreateStream(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	create(jetstream.StreamConfig{Name: "ARTICLES", Subjects: []string{"articles.>", "wire.*"},
		MaxAge: 365 * day, MaxBytes: -1, Duplicates: time.Hour, MaxMsgs: 1_000_000, Description: "ours"})
	create(jetstream.StreamConfig{Name: "EVENTS", Subjects: []string{"events.t.*"}, MaxAge: day, MaxBytes: mib})
	create(jetstream.StreamConfig{Name: "MENTIONS", Subjects: []string{"mentions.*"}})
	before := streamConfigs(t, b)
	if err := b.Setup(ctx); err != nil {
		t.Fatal(err)
	}
	after := streamConfigs(t, b)

	want := before["ARTICLES"]
	want.AllowDirect, want.Discard = true, jetstream.DiscardNew
	if diff := cmp.Diff(want, after["ARTICLES"]); diff != "" {
		t.Errorf("ARTICLES was wider:\n%s", diff)
	}
	e := after["EVENTS"]
	if e.MaxAge != 90*day || e.MaxBytes != 512*mib || e.Duplicates != dedupWindow || !cmp.Equal(e.Subjects, []string{"events.*.>"}) {
		t.Errorf("EVENTS was narrower: %+v", e)
	}
	if m := after["MENTIONS"]; m.Retention != jetstream.LimitsPolicy || m.Discard != jetstream.DiscardOld || m.MaxMsgs != -1 {
		t.Errorf("MENTIONS kept all, and now would hold up the service before it for ever: %+v", m)
	}
}

// A queue without a limit that would discard the old is as earlier versions made
// it. Any other limit, none among them, was chosen.
func TestSetupBoundsQueues(t *testing.T) {
	old := jetstream.StreamConfig{Retention: jetstream.WorkQueuePolicy, MaxBytes: -1, MaxMsgs: -1}
	for _, c := range []struct {
		name            string
		have            func(*jetstream.StreamConfig)
		messages, bytes int64
	}{
		{"earlier version", func(*jetstream.StreamConfig) {}, queueMessages, queueBytes},
		{"no limit, chosen", func(c *jetstream.StreamConfig) { c.Discard = jetstream.DiscardNew }, -1, -1},
		{"few messages", func(c *jetstream.StreamConfig) { c.MaxMsgs = 10 }, 10, -1},
		{"many bytes", func(c *jetstream.StreamConfig) { c.MaxBytes = 4096 * mib }, -1, 4096 * mib},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := connect(t, startServer(t, t.TempDir()), nil)
			have := old
			have.Name, have.Subjects = "FIGURES", []string{"figures.*"}
			c.have(&have)
			if _, err := b.js.CreateStream(testContext(t), have); err != nil {
				t.Fatal(err)
			}
			if err := b.Setup(testContext(t)); err != nil {
				t.Fatal(err)
			}
			got := streamConfigs(t, b)["FIGURES"]
			if got.MaxMsgs != c.messages || got.MaxBytes != c.bytes || got.Discard != jetstream.DiscardNew {
				t.Errorf("%d messages, %d bytes, %s; want %d and %d", got.MaxMsgs, got.MaxBytes, got.Discard, c.messages, c.bytes)
			}
		})
	}
}

func TestSetupRefusesStreamsThatCannotServe(t *testing.T) {
	for name, c := range map[string]jetstream.StreamConfig{
		"in memory":      {Name: "DEAD", Subjects: []string{"dead.*"}, Storage: jetstream.MemoryStorage},
		"deletes on ack": {Name: "ARTICLES", Subjects: []string{"articles.*"}, Retention: jetstream.WorkQueuePolicy},
	} {
		b := connect(t, startServer(t, t.TempDir()), nil)
		if _, err := b.js.CreateStream(testContext(t), c); err != nil {
			t.Fatal(err)
		}
		if err := b.Setup(testContext(t)); !errors.Is(err, ErrStreamConflict) || !strings.Contains(err.Error(), c.Name) {
			t.Errorf("%s: Setup = %v", name, err)
		}
	}
}

func TestSetupByManyAtOnce(t *testing.T) {
	s := startServer(t, t.TempDir())
	const n = 8
	errs := make(chan error, n)
	for range n {
		b := connect(t, s, nil)
		go func() { errs <- b.Setup(testContext(t)) }()
	}
	for range n {
		if err := receive(t, errs, "Setup"); err != nil {
			t.Error(err)
		}
	}
}

func TestCovers(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"articles.*", "articles.*", true},
		{"articles.>", "articles.*", true},
		{">", "events.*.*", true},
		{"events.*.*", "events.t.*", true},
		{"events.t.*", "events.*.*", false},
		{"articles.*", "articles.>", false},
		{"articles.*", "articles", false},
		{"articles.>", "articles", false},
		{"articles.x", "articles.*", false},
	} {
		if got := covers(c.a, c.b); got != c.want {
			t.Errorf("covers(%q, %q) = %v", c.a, c.b, got)
		}
	}
}
