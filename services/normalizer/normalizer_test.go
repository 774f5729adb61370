package normalizer

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/broker"
	"github.com/arqam-io/arqam/pkg/bus/dead"
	"github.com/arqam-io/arqam/pkg/figure"
)

const patience = 30 * time.Second

// grams reads every mention as a number of kilograms.
type grams struct{}

func (grams) Figures(m figure.Mentions) figure.Figures {
	out := figure.Figures{Article: m.Article, Engine: m.Engine + "+grams"}
	for _, n := range m.Mentions {
		if !n.Value.Stated() {
			continue // which loses it
		}
		out.Figures = append(out.Figures, figure.Figure{
			ID: figure.NewID(m.Article, m.Engine, n), ArticleID: m.Article.ID, Mention: n, UnitPer: figure.UnitPer{Unit: "kilogram"},
			Canonical: figure.Canonical{Amount: figure.Exactly(n.Value.Mul(figure.NewNumber(1000))), UnitPer: figure.UnitPer{Unit: "gram"}, Quantity: "mass"},
		})
	}
	return out
}

func mentions(id string, values ...figure.Number) figure.Mentions {
	m := figure.Mentions{Article: figure.Article{ID: figure.ArticleID(id), Lang: "EN-gb", Text: id}, Engine: "test"}
	if id != "" {
		m.Article.Identify()
	}
	for i, v := range values {
		m.Mentions = append(m.Mentions, figure.Mention{Field: figure.FieldText, Start: i, End: i + 1,
			Kind: figure.Measure, Relation: figure.Eq, Amount: figure.Exactly(v)})
	}
	return m
}

func start(t *testing.T) *bus.Bus {
	t.Helper()
	server, err := broker.Start(broker.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	b, err := bus.Connect(t.Context(), bus.Options{Server: server})
	if err == nil {
		err = b.Setup(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestMentionsBecomeFigures(t *testing.T) {
	b, reg := start(t), prometheus.NewRegistry()
	ctx, cancel := context.WithCancel(context.Background())
	figures, ended := make(chan figure.Figures, 10), make(chan error, 2)
	go func() {
		ended <- Run(ctx, Options{Bus: b, Reader: grams{}, Langs: []string{"en"}, Metrics: reg})
	}()
	go func() {
		ended <- bus.Work(ctx, b, bus.Service[figure.Figures]{Name: "reader", From: bus.Figures,
			Handle: func(_ context.Context, f figure.Figures) ([]bus.Outgoing, error) {
				figures <- f
				return nil, nil
			}})
	}()

	for _, m := range []figure.Mentions{
		mentions("", figure.NewNumber(1)),  // without an article id
		mentions("lossy", figure.Number{}), // one of which the reader loses
		mentions("two", figure.NewNumber(3), figure.NewNumber(4)),
	} {
		out, err := bus.NewMentions(m)
		if err == nil {
			err = b.Publish(t.Context(), out)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	select {
	case f := <-figures:
		if f.Article.ID != "two" || len(f.Figures) != 2 || f.Figures[1].Canonical.Value.String() != "4000" || f.Engine != "test+grams" {
			t.Errorf("figures %+v", f)
		}
	case <-time.After(patience):
		t.Fatal("timed out waiting for figures")
	}
	letters(t, b, 2)
	cancel()
	for range 2 {
		if err := <-ended; err != nil {
			t.Errorf("drain: %v", err)
		}
	}
	if got := testutil.CollectAndCount(reg, "arqam_normalizer_figures_total"); got != 2*9 {
		t.Errorf("%d series, want one for each language and kind", got)
	}
	made, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range made[0].GetMetric() {
		want := 0.0
		if m.GetLabel()[0].GetValue() == "measure" && m.GetLabel()[1].GetValue() == "en" {
			want = 2
		}
		if got := m.GetCounter().GetValue(); got != want {
			t.Errorf("%v = %v, want %v", m.GetLabel(), got, want)
		}
	}
}

// letters waits for n dead letters, each with an error that no retry could fix.
func letters(t *testing.T, b *bus.Bus, n int) {
	t.Helper()
	for end := time.Now().Add(patience); ; <-time.After(2 * time.Millisecond) {
		got := 0
		for l, err := range b.DeadLetters(t.Context()) {
			if err != nil || l.Reason != dead.ReasonPermanent {
				t.Fatalf("letter %+v, error %v", l, err)
			}
			got++
		}
		if got == n {
			return
		}
		if got > n || time.Now().After(end) {
			t.Fatalf("%d dead letters, want %d", got, n)
		}
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	if _, err := convert(grams{}, mentions("")); !errors.Is(err, ErrNoArticle) {
		t.Errorf("mentions of no article: %v", err)
	}
	if _, err := convert(grams{}, mentions("a", figure.Number{})); !errors.Is(err, ErrFigureLost) {
		t.Errorf("lost figure: %v", err)
	}
}
