package bus

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/nats-io/nats.go"

	"github.com/arqam-io/arqam/pkg/bus/dead"
	"github.com/arqam-io/arqam/pkg/figure"
)

func TestDeadLetterIsRetried(t *testing.T) {
	b, _ := newBus(t)
	broken := make(chan struct{})
	service := relay("extractor")
	inner := service.Handle
	service.Handle = func(ctx context.Context, a figure.Article) ([]Outgoing, error) {
		select {
		case <-broken:
			return inner(ctx, a)
		default:
			return nil, Permanent(errors.New("broken"))
		}
	}
	work(t, b, service)
	publishArticles(t, b, article("a"), article("b"))
	eventually(t, "dead letters", func() bool { return messages(t, b, Dead) == 2 })
	ctx := testContext(t)
	if err := b.RetryDead(ctx, 1); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the retried letter to die again", func() bool { _, err := b.DeadLetter(ctx, 3); return err == nil })
	if _, err := b.DeadLetter(ctx, 1); !errors.Is(err, dead.ErrNotFound) {
		t.Errorf("the retried letter is still there: %v", err)
	}
	close(broken)
	for _, seq := range []uint64{2, 3} {
		if err := b.RetryDead(ctx, seq); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "both outputs", func() bool { return messages(t, b, Mentions) == 2 })
	waitIdle(t, b, Articles, "extractor")
	if n := messages(t, b, Dead); n != 0 {
		t.Errorf("%d dead letters are left", n)
	}
	if err := b.RetryDead(ctx, 2); !errors.Is(err, dead.ErrNotFound) {
		t.Errorf("RetryDead again = %v", err)
	}
}

// TestUnusableDeadLetters lists letters that no service wrote in this form: each is
// listed, none hides those after it, and none is sent again.
func TestUnusableDeadLetters(t *testing.T) {
	b, _ := newBus(t)
	ctx := testContext(t)
	for _, o := range []Outgoing{
		{Subject: "dead.extractor", ID: "bare", Body: []byte("x")},
		{Subject: "dead.extractor", ID: "hollow", header: nats.Header{dead.Header: {`{"subject":"articles.x"}`}, headerObject: {"nowhere"}}},
	} {
		if err := b.Publish(ctx, o); err != nil {
			t.Fatal(err)
		}
	}
	var got []dead.Reason
	for letter, err := range b.DeadLetters(ctx) {
		if err != nil || letter.Service != "extractor" || letter.Error == "" {
			t.Errorf("letter %+v, %v", letter, err)
		}
		got = append(got, letter.Reason)
		if err := b.RetryDead(ctx, letter.Sequence); err == nil {
			t.Errorf("letter %d was sent again", letter.Sequence)
		}
	}
	if want := []dead.Reason{dead.ReasonDecode, dead.ReasonMissing}; !slices.Equal(got, want) {
		t.Errorf("reasons %q, want %q", got, want)
	}
}
