package extractor

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/broker"
	"github.com/arqam-io/arqam/pkg/bus/dead"
	"github.com/arqam-io/arqam/pkg/figure"
)

const patience = 30 * time.Second

// digits reads every run of ASCII digits as a count, or as money after a "$".
type digits struct{}

func (digits) Article(a figure.Article) figure.Mentions {
	out := figure.Mentions{Article: a, Engine: "digits-1"}
	if strings.Contains(a.Text, "crash") {
		panic("cannot read this")
	}
	before := rune(0)
	for at, text := 0, []rune(a.Text); at < len(text); at++ {
		end := at
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		if end > at {
			value, _ := figure.ParseNumber(string(text[at:end]))
			kind := figure.Count
			if before == '$' {
				kind = figure.Money
			}
			out.Mentions = append(out.Mentions, figure.Mention{Field: figure.FieldText, Start: at, End: end,
				Text: string(text[at:end]), Kind: kind, Relation: figure.Eq, Amount: figure.Exactly(value)})
			at = end - 1
		}
		before = text[at]
	}
	return out
}

// run starts the service on its own bus, and returns the published mentions.
func run(t *testing.T, reg prometheus.Registerer) (*bus.Bus, <-chan figure.Mentions) {
	t.Helper()
	return runLogged(t, reg, zap.NewNop())
}

func runLogged(t *testing.T, reg prometheus.Registerer, log *zap.Logger) (*bus.Bus, <-chan figure.Mentions) {
	t.Helper()
	server, err := broker.Start(broker.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	b, err := bus.Connect(t.Context(), bus.Options{Server: server, Log: log})
	if err == nil {
		err = b.Setup(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	out := make(chan figure.Mentions, 10)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	go func() {
		ended <- Run(ctx, Options{Bus: b, Reader: digits{}, Langs: []string{"ar", "en"}, Metrics: reg, Workers: 2})
	}()
	go func() {
		ended <- bus.Work(ctx, b, bus.Service[figure.Mentions]{Name: "reader", From: bus.Mentions,
			Handle: func(_ context.Context, m figure.Mentions) ([]bus.Outgoing, error) {
				out <- m
				return nil, nil
			}})
	}()
	t.Cleanup(func() {
		cancel()
		for range 2 {
			if err := <-ended; err != nil {
				t.Errorf("drain: %v", err)
			}
		}
	})
	return b, out
}

func publish(t *testing.T, b *bus.Bus, articles ...figure.Article) {
	t.Helper()
	for _, a := range articles {
		out, err := bus.NewArticle(a)
		if err == nil {
			err = b.Publish(t.Context(), out)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func receive(t *testing.T, c <-chan figure.Mentions) figure.Mentions {
	t.Helper()
	select {
	case m := <-c:
		return m
	case <-time.After(patience):
		t.Fatal("timed out waiting for mentions")
		panic("unreachable")
	}
}

func TestArticleBecomesMentions(t *testing.T) {
	reg := prometheus.NewRegistry()
	b, out := run(t, reg)
	publish(t, b, figure.Article{URL: "https://wire.test/1", Lang: "ar-EG", Text: "وصل 260 طنا بقيمة $90"})
	m := receive(t, out)
	if m.Article.ID == "" || m.Article.Revision == "" {
		t.Errorf("article has no id or revision: %+v", m.Article)
	}
	if len(m.Mentions) != 2 || m.Mentions[0].Start != 4 || m.Mentions[0].Text != "260" || m.Engine != "digits-1" {
		t.Errorf("mentions %+v", m)
	}
	publish(t, b,
		figure.Article{ID: "t", Lang: "tlh", Text: "7"},
		figure.Article{ID: "title", Title: "Only a title", Lang: "en"})
	receive(t, out)
	receive(t, out)

	want := map[[2]string]float64{{"ar", "count"}: 1, {"ar", "money"}: 1, {"other", "count"}: 1}
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, s := range f.GetMetric() {
			labels := s.GetLabel() // in alphabetical order: kind, lang
			key := [2]string{labels[1].GetValue(), labels[0].GetValue()}
			if got := s.GetCounter().GetValue(); got != want[key] {
				t.Errorf("%s%v = %v, want %v", f.GetName(), key, got, want[key])
			}
			delete(want, key)
		}
	}
	if len(want) != 0 {
		t.Errorf("no series %v", want)
	}
	if problems, err := testutil.GatherAndLint(reg); err != nil || len(problems) > 0 {
		t.Errorf("metrics: %v, %v", problems, err)
	}
}

func TestWhatCannotBeReadGoesToDead(t *testing.T) {
	core, logged := observer.New(zap.ErrorLevel)
	b, out := runLogged(t, nil, zap.New(core))
	publish(t, b,
		figure.Article{ID: "blank", Text: " \n\t"},
		figure.Article{ID: "crash", Text: "crash at 5"},
		figure.Article{ID: "good", Text: "5 tonnes"})
	if m := receive(t, out); m.Article.ID != "good" {
		t.Errorf("got %q", m.Article.ID)
	}
	want := map[figure.ArticleID]dead.Reason{"blank": dead.ReasonPermanent, "crash": dead.ReasonPanic}
	letters := 0
	for end := time.Now().Add(patience); len(want) > 0; <-time.After(2 * time.Millisecond) {
		for l, err := range b.DeadLetters(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if r, ok := want[l.ArticleID]; ok && r != l.Reason {
				t.Errorf("article %q is on DEAD because of %q, want %q", l.ArticleID, l.Reason, r)
			}
			delete(want, l.ArticleID)
			letters = int(l.Sequence)
			if a, err := figure.Decode[figure.Article](l.Body); err != nil || a.ID != l.ArticleID {
				t.Errorf("the dead letter of %q has %q", l.ArticleID, l.Body)
			}
		}
		if time.Now().After(end) {
			t.Fatalf("missing dead letters of %v", want)
		}
	}
	if letters != 2 {
		t.Errorf("%d letters of 2 articles", letters)
	}
	panics := logged.FilterMessage("handler panicked").All()
	if len(panics) != 1 {
		t.Fatalf("logged %v", logged.All())
	}
	fields := panics[0].ContextMap()
	if stack, _ := fields["stack"].(string); fields["article_id"] != "crash" || !strings.Contains(stack, "digits.Article") {
		t.Errorf("the panic is reported as %v", fields)
	}
	if _, err := read(digits{}, figure.Article{ID: "blank"}); !errors.Is(err, ErrNoText) {
		t.Errorf("read of a blank article: %v", err)
	}
}

func TestInvalidUTF8IsReadAroundTheDamage(t *testing.T) {
	b, out := run(t, nil)
	// One article with invalid bytes from its publisher, one that this program encoded.
	raw := bus.Outgoing{Subject: "articles.raw", ID: "raw",
		Body: []byte("{\"v\":1,\"body\":{\"id\":\"raw\",\"text\":\"\xe3\xff 12\"}}")}
	if err := b.Publish(t.Context(), raw); err != nil {
		t.Fatal(err)
	}
	publish(t, b, figure.Article{ID: "encoded", Text: "\xe3\xff 12"})
	for range 2 {
		m := receive(t, out)
		if !utf8.ValidString(m.Article.Text) || len(m.Mentions) != 1 {
			t.Fatalf("article %q: text %q, mentions %+v", m.Article.ID, m.Article.Text, m.Mentions)
		}
		got := m.Mentions[0]
		if text := string([]rune(m.Article.Text)[got.Start:got.End]); text != "12" || got.Start != 3 {
			t.Errorf("article %q: span %d-%d is %q", m.Article.ID, got.Start, got.End, text)
		}
	}
}
