package bus

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"

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
	if _, err := b.DeadLetter(ctx, 1); !errors.Is(err, ErrNoDeadLetter) {
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
	if err := b.RetryDead(ctx, 2); !errors.Is(err, ErrNoDeadLetter) {
		t.Errorf("RetryDead again = %v", err)
	}
}

func TestDeadLetterJSON(t *testing.T) {
	want := DeadLetter{Sequence: 7, Service: "sink", Reason: ReasonTries, Error: "قاعدة البيانات", Tries: 20,
		ArticleID: "a", Subject: "figures.ar", MessageID: "figures-x", Body: []byte("\xff\x00")}
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got DeadLetter
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if string(got.Body) != string(want.Body) || got.Error != want.Error || got.Sequence != want.Sequence {
		t.Errorf("%s became %+v", text, got)
	}
}

// TestUnfitDeadLetters lists letters that no service wrote as they stand: each is
// shown, none hides those after it, and none is sent again.
func TestUnfitDeadLetters(t *testing.T) {
	b, _ := newBus(t)
	ctx := testContext(t)
	for _, o := range []Outgoing{
		{Subject: "dead.extractor", ID: "bare", Body: []byte("x")},
		{Subject: "dead.extractor", ID: "hollow", header: nats.Header{headerDead: {`{"subject":"articles.x"}`}, headerObject: {"nowhere"}}},
	} {
		if err := b.Publish(ctx, o); err != nil {
			t.Fatal(err)
		}
	}
	var got []Reason
	for letter, err := range b.DeadLetters(ctx) {
		if err != nil || letter.Service != "extractor" || letter.Error == "" {
			t.Errorf("letter %+v, %v", letter, err)
		}
		got = append(got, letter.Reason)
		if err := b.RetryDead(ctx, letter.Sequence); err == nil {
			t.Errorf("letter %d was sent again", letter.Sequence)
		}
	}
	if want := []Reason{ReasonDecode, ReasonMissing}; !slices.Equal(got, want) {
		t.Errorf("reasons %q, want %q", got, want)
	}
}

func FuzzReadLetter(f *testing.F) {
	f.Add(`{"service":"extractor","reason":"panic","error":"x","tries":3,"article_id":"a","subject":"articles.x"}`)
	f.Add(`{"tries":-1}`)
	f.Add("{\"error\":\"\xff\",\"body\":\"!\"}")
	f.Fuzz(func(t *testing.T, note string) {
		letter, err := readLetter(nats.Header{headerDead: {note}})
		if err != nil {
			if !strings.Contains(err.Error(), headerDead) {
				t.Errorf("%q does not say where", err)
			}
			return
		}
		again, err := json.Marshal(letter)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := readLetter(nats.Header{headerDead: {string(again)}}); err != nil || !reflect.DeepEqual(back, letter) {
			t.Errorf("%+v is read as %+v, %v", letter, back, err)
		}
	})
}
