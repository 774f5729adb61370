package bus

import (
	"bufio"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/arqam-io/arqam/pkg/bus/account"
	"github.com/arqam-io/arqam/pkg/bus/memory"
	"github.com/arqam-io/arqam/pkg/figure"
)

// normalize, record and notify are the services after relay.
func normalize(name string) Service[figure.Mentions] {
	return Service[figure.Mentions]{Name: name, From: Mentions,
		Handle: func(_ context.Context, m figure.Mentions) ([]Outgoing, error) {
			out, err := NewFigures(figure.Figures{Article: m.Article, Engine: "test"})
			return []Outgoing{out}, err
		}}
}

func record(name string, handle func(figure.Figures) error) Service[figure.Figures] {
	return Service[figure.Figures]{Name: name, From: Figures,
		Handle: func(_ context.Context, f figure.Figures) ([]Outgoing, error) {
			if err := handle(f); err != nil {
				return nil, err
			}
			id := string(f.Article.ID)
			return []Outgoing{NewEvent("wheat", "figure.new", id, []byte(`{"id":"`+id+`"}`))}, nil
		}}
}

func notify(name string, sent chan<- string) Service[Event] {
	return Service[Event]{Name: name,
		Handle: func(_ context.Context, e Event) ([]Outgoing, error) { sent <- string(e); return nil, nil }}
}

// TestServicesWorkWithTheirPermissions carries articles through all services, each as
// its own user: small ones, one whose body travels by the object store, and one
// that is buried and sent again. The server refuses nothing meanwhile.
func TestServicesWorkWithTheirPermissions(t *testing.T) {
	s := startShipped(t, func(conf string) string { return strings.Replace(conf, "max_payload: 8MB", "max_payload: 256KB", 1) })
	operator, ctx := s.setUp(t), testContext(t)
	sent, fixed := make(chan string, 10), make(chan struct{})
	large := strings.Repeat("wheat ", 1<<17)
	extractor := s.service(t, "extractor", Articles, Mentions, Dead)
	defer work(t, extractor, relay("extractor"))()
	defer work(t, s.service(t, "normalizer", Mentions, Figures, Dead), normalize("normalizer"))()
	defer work(t, s.service(t, "sink", Figures, Events, Dead), record("sink", func(f figure.Figures) error {
		if f.Article.ID == "large" && f.Article.Text != large {
			t.Errorf("the large article came in with %d bytes", len(f.Article.Text))
		}
		select {
		case <-fixed:
			return nil
		default:
		}
		if f.Article.ID == "bad" || f.Article.ID == "large" {
			return Permanent(errors.New("broken"))
		}
		return nil
	}))()
	listener := s.service(t, "notifier", Events, Dead)
	deliveries, err := listener.Deliveries(ctx)
	if err != nil {
		t.Fatal(err)
	}
	listening, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- WorkEvents(listening, listener, notify("notify-desk", sent)) }()

	fetcher := s.service(t, "fetcher", Articles)
	revisions, err := fetcher.Revisions(ctx)
	if err != nil {
		t.Fatal(err)
	}
	state, err := fetcher.State(ctx)
	if err != nil {
		t.Fatal(err)
	}
	version, err := state.Set(ctx, "feed", []byte("1"), 0)
	if err == nil {
		_, err = state.Set(ctx, "feed", []byte("2"), version)
	}
	if value, _, err2 := state.Get(ctx, "feed"); err != nil || err2 != nil || string(value) != "2" {
		t.Errorf("the fetcher's state: %q, %v, %v", value, err, err2)
	}
	big := article("large")
	big.Text = large
	articles := []figure.Article{article("good"), article("bad"), big}
	for range 2 { // the second time they are known
		judgement, err := revisions.Judge(ctx, memory.Arrival{Article: articles[0]})
		if err != nil {
			t.Fatal(err)
		}
		if err := judgement.Remember(ctx); err != nil {
			t.Fatal(err)
		}
	}
	publishArticles(t, fetcher, articles...)
	publishArticles(t, fetcher, articles...) // the body is there already
	if got := receive(t, sent, "the event"); got != `{"id":"good"}` {
		t.Errorf("sent %s", got)
	}
	if err := deliveries.Add(ctx, "desk", "good", time.Now()); err != nil {
		t.Error(err)
	}
	if known, err := deliveries.Has(ctx, "desk", "good"); !known || err != nil {
		t.Errorf("the delivery is known: %v, %v", known, err)
	}
	eventually(t, "dead letters", func() bool { return messages(t, operator, Dead) == 2 })
	close(fixed)
	var again []string
	for letter, err := range operator.DeadLetters(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		again = append(again, letter.Service+" "+string(letter.ArticleID))
		if err := operator.RetryDead(ctx, letter.Sequence); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(again)
	if want := []string{"sink bad", "sink large"}; !slices.Equal(again, want) {
		t.Errorf("dead letters %q, want %q", again, want)
	}
	receive(t, sent, "the event of a letter that was sent again")
	receive(t, sent, "the other one")
	stop()
	if err := receive(t, ended, "the notifier to drain"); err != nil {
		t.Error(err)
	}
	// The reader of articles makes space on their stream.
	waitIdle(t, operator, Articles, "extractor")
	limit(t, operator, Articles, int64(messages(t, operator, Articles)))
	if taken, err := extractor.trim(ctx, Articles, "extractor"); taken == 0 || err != nil {
		t.Errorf("trim = %d, %v", taken, err)
	}
	if v := s.violations(); len(v) > 0 {
		t.Errorf("the server refused:\n%s", strings.Join(v, "\n"))
	}
}

// service is the bus of a service that begins its work: it sets up what it can.
func (s *shipped) service(t *testing.T, user string, streams ...Stream) *Bus {
	t.Helper()
	b := s.as(t, user)
	if err := b.Setup(testContext(t), streams...); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestPermissions tries every line of testdata/permissions.tsv as every user: the server
// allows it to the users that the line names, and to no other.
func TestPermissions(t *testing.T) {
	s := startShipped(t, nil)
	s.setUp(t)
	conns := map[string]*nats.Conn{}
	for _, user := range account.Users() {
		nkey, err := nats.NkeyOptionFromSeed(s.seed(user))
		if err != nil {
			t.Fatal(err)
		}
		if conns[user], err = nats.Connect(s.ClientURL(), nkey, nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {})); err != nil {
			t.Fatal(err)
		}
		defer conns[user].Close()
	}
	f, err := os.Open("testdata/permissions.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	refusals := 0
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if lines.Text() == "" || strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) != 3 {
			t.Fatalf("permissions.tsv:%d: %d columns, want 3", n, len(cells))
		}
		who := strings.Fields(cells[2])
		for _, user := range account.Users() {
			got := refused(t, conns[user], cells[0], cells[1])
			if want := !slices.Contains(who, user) && user != "operator"; got != want {
				t.Errorf("permissions.tsv:%d: %s, %s %s: refused %v, want %v", n, user, cells[0], cells[1], got, want)
			}
			if got {
				refusals++
			}
		}
	}
	if lines.Err() != nil || refusals < 60 {
		t.Errorf("%d refusals, want 60 at least; %v", refusals, lines.Err())
	}
	t.Logf("%d refusals", refusals)
	if got := len(s.violations()); got != refusals {
		t.Errorf("the server logged %d of %d refusals", got, refusals)
	}
}

// refused does something and reports whether the server refuses it. The answer
// to a ping comes after that to all that was sent before.
func refused(t *testing.T, c *nats.Conn, verb, subject string) bool {
	t.Helper()
	before := c.LastError()
	switch verb {
	case "publish":
		if err := c.Publish(subject, []byte("{}")); err != nil {
			t.Fatal(err)
		}
	case "subscribe":
		sub, err := c.SubscribeSync(subject)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = sub.Unsubscribe() }()
	default:
		t.Fatalf("verb %q", verb)
	}
	if err := c.FlushTimeout(patience); err != nil {
		t.Fatal(err)
	}
	after := c.LastError()
	return after != before && errors.Is(after, nats.ErrPermissionViolation)
}
