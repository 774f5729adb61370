package bus

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/arqam-io/arqam/pkg/bus/dead"
	"github.com/arqam-io/arqam/pkg/bus/memory"
	"github.com/arqam-io/arqam/pkg/figure"
)

// atOnce is far below the time after which a request that nobody answers is
// given up.
const atOnce = 2 * time.Second

// TestRefusalsAreReported does what permissions forbid, or what is not set up, and expects
// a clear error at once: the server itself leaves such requests unanswered.
func TestRefusalsAreReported(t *testing.T) {
	s := startShipped(t, nil)
	extractor, fetcher := s.as(t, "extractor"), s.as(t, "fetcher")
	operator, ctx := s.as(t, "operator"), testContext(t)
	missing := func(what string) string { return what + " is missing and this user may not create it" }
	check := func(name, want string, do func() error) {
		t.Helper()
		begun := time.Now()
		err := do()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
		if took := time.Since(begun); took > atOnce {
			t.Errorf("%s took %v", name, took)
		}
	}
	check("no stream", missing(`stream "ARTICLES"`), func() error { return extractor.Setup(ctx, Articles, Mentions, Dead) })
	if err := operator.Setup(ctx); err != nil {
		t.Fatal(err)
	}
	if err := extractor.Setup(ctx, Articles, Mentions, Dead); err != nil {
		t.Errorf("once there are streams: %v", err)
	}
	check("no bucket", missing(`bucket "arqam-seen"`), func() error { _, err := fetcher.Revisions(ctx); return err })
	check("no consumer", missing(`consumer "extractor" of stream "ARTICLES"`), func() error { return Work(ctx, extractor, relay("extractor")) })
	if err := Open(ctx, operator, relay("extractor")); err != nil {
		t.Fatal(err)
	}
	other := relay("extractor")
	other.AckWait = time.Minute
	check("another consumer", `consumer "extractor" of stream "ARTICLES" has other settings than this service needs, and this user may not change it`,
		func() error { return Work(ctx, extractor, other) })
	check("the work of another service", `NATS permissions do not allow this user to publish to "$JS.API.CONSUMER.INFO.MENTIONS.normalizer"`,
		func() error { return Work(ctx, extractor, normalize("normalizer")) })
	check("the streams of another service", `NATS permissions do not allow this user to publish to "$JS.API.STREAM.INFO.FIGURES"`,
		func() error { return extractor.Setup(ctx, Figures) })
	check("another service's output", `NATS permissions do not allow this user to publish to "figures.en"`, func() error {
		out, err := NewFigures(figure.Figures{Article: article("forged")})
		if err != nil {
			return err
		}
		return extractor.Publish(ctx, out)
	})
	check("the inbox of another", `NATS permissions do not allow this user to subscribe to "_INBOX.sink.`, func() error {
		o := s.options("extractor")
		o.Inbox = "sink"
		_, err := Connect(ctx, o)
		return err
	})
	check("a stream that is too narrow", `stream "DEAD" has other settings than this service needs, and this user may not change it`, func() error {
		config := streams(1)[4]
		config.MaxAge = time.Hour
		if _, err := operator.js.UpdateStream(ctx, config); err != nil {
			return err
		}
		return extractor.Setup(ctx, Dead)
	})
	if _, err := operator.js.Stream(ctx, "FIGURES"); err != nil {
		t.Error(err)
	}
}

// TestAnswersOnForeignStreams has the server answer requests on subjects of
// streams that the user may not publish to, which NATS allows. What comes in so is
// put on DEAD and never handled, and on DEAD it is never sent again.
func TestAnswersOnForeignStreams(t *testing.T) {
	s := startShipped(t, nil)
	operator, ctx := s.setUp(t), testContext(t)
	extractor := s.service(t, "extractor", Articles, Mentions, Dead)
	forged, err := NewFigures(figure.Figures{Article: article("forged"), Engine: "test"})
	if err != nil {
		t.Fatal(err)
	}
	// The extractor has a part of a body sent as figures, and as a letter of the sink.
	part := "$O." + bodiesBucket + ".C.forged"
	note := nats.Header{dead.Header: {`{"subject":"figures.en"}`}}
	if _, err := extractor.js.PublishMsg(ctx, &nats.Msg{Subject: part, Data: forged.Body, Header: note}); err != nil {
		t.Fatal(err)
	}
	for _, subject := range []string{"figures.en", "dead.sink"} {
		if err := extractor.conn.PublishRequest("$JS.API.DIRECT.GET."+bodiesStream, subject, []byte(`{"last_by_subj":"`+part+`"}`)); err != nil {
			t.Fatal(err)
		}
	}
	// It has its input sent as figures, and the fetcher its memory.
	fetcher := s.service(t, "fetcher", Articles)
	publishArticles(t, fetcher, article("a"))
	if err := extractor.conn.PublishRequest("$JS.API.CONSUMER.MSG.NEXT.ARTICLES.extractor", "figures.en", []byte("1")); err != nil {
		t.Fatal(err)
	}
	state, err := fetcher.State(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := state.Set(ctx, "feed", forged.Body, 0); err != nil {
		t.Fatal(err)
	}
	if err := fetcher.conn.PublishRequest("$JS.API.STREAM.MSG.GET.KV_"+stateBucket, "figures.en",
		[]byte(`{"last_by_subj":"$KV.`+stateBucket+`.`+keyOf(memory.Key{"feed"})+`"}`)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the copies", func() bool { return messages(t, operator, Figures) == 3 && messages(t, operator, Dead) == 1 })
	work(t, s.service(t, "sink", Figures, Events, Dead), record("sink", func(f figure.Figures) error {
		t.Errorf("%s was handled", f.Article.ID)
		return nil
	}))
	eventually(t, "their burial", func() bool { return messages(t, operator, Dead) == 4 })
	var why []string
	for letter, err := range operator.DeadLetters(ctx) {
		if err != nil {
			t.Error(err)
		}
		why = append(why, string(letter.Reason)+" "+regexp.MustCompile(`"[^"]*"`).FindString(letter.Error))
	}
	slices.Sort(why)
	// What the server says of a memory is no figures of any version.
	if want := []string{`copied "ARTICLES"`, `copied "OBJ_arqam-bodies"`, `copied "OBJ_arqam-bodies"`, "version "}; !slices.Equal(why, want) {
		t.Errorf("buried as %q, want %q", why, want)
	}
	// The first is the forged letter.
	if letter, err := operator.DeadLetter(ctx, 1); err != nil || letter.Reason != dead.ReasonCopied || operator.RetryDead(ctx, 1) == nil {
		t.Errorf("the forged letter was sent again, or seems true: %+v, %v", letter, err)
	}
	if v := s.violations(); len(v) > 0 {
		t.Errorf("NATS refuses it by now; SECURITY.md says otherwise: %q", v)
	}
}

// TestForgedDeadLetters has a service bury what would make the operator publish for
// it.
func TestForgedDeadLetters(t *testing.T) {
	s := startShipped(t, nil)
	operator, ctx := s.setUp(t), testContext(t)
	extractor := s.service(t, "extractor", Articles, Mentions, Dead)
	for _, subject := range []string{"figures.en", "$KV.arqam-seen.x", "nowhere"} {
		letter := Outgoing{Subject: "dead.extractor", ID: "forged-" + token(subject), Body: []byte("{}"),
			header: nats.Header{dead.Header: {`{"service":"sink","subject":"` + subject + `"}`},
				jetstream.SubjectHeader: {"dead.sink"}, jetstream.SequenceHeader: {"0"}}}
		if err := extractor.Publish(ctx, letter); err != nil {
			t.Fatal(err)
		}
	}
	seq := uint64(0)
	for letter, err := range operator.DeadLetters(ctx) {
		if seq++; err != nil || letter.Service != "extractor" || letter.Sequence != seq {
			t.Errorf("letter %+v, %v", letter, err)
		}
		if err := operator.RetryDead(ctx, letter.Sequence); err == nil || !strings.Contains(err.Error(), `service "extractor" reads no stream with the subject`) {
			t.Errorf("retry to %q: %v", letter.Subject, err)
		}
	}
	if n := messages(t, operator, Figures); n != 0 || seq != 3 {
		t.Errorf("%d letters were listed, want 3; %d messages were published", seq, n)
	}
}

// TestBodyOfAnother puts another body under the name of one that a message
// refers to.
func TestBodyOfAnother(t *testing.T) {
	b, _ := newBus(t)
	ctx := testContext(t)
	info, err := b.storeBody(ctx, "body", []byte("true"))
	if err != nil {
		t.Fatal(err)
	}
	h := nats.Header{headerObject: {info.Name}, headerDigest: {info.Digest}}
	if body, err := b.unpack(ctx, h, nil); err != nil || string(body) != "true" {
		t.Errorf("unpack = %q, %v", body, err)
	}
	store, err := b.js.ObjectStore(ctx, bodiesBucket)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.PutBytes(ctx, info.Name, []byte("forged")); err != nil {
		t.Fatal(err)
	}
	if body, err := b.unpack(ctx, h, nil); !errors.Is(err, errBodyMissing) {
		t.Errorf("unpack of the other body = %q, %v", body, err)
	}
	h.Del(headerDigest) // as messages were written before
	if body, err := b.unpack(ctx, h, nil); err != nil || string(body) != "forged" {
		t.Errorf("unpack without a digest = %q, %v", body, err)
	}
}

// TestOperatorHasNoSystem makes requests that only the system account may make.
func TestOperatorHasNoSystem(t *testing.T) {
	s := startShipped(t, nil)
	b := s.as(t, "operator")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if _, err := b.conn.RequestWithContext(ctx, "$SYS.REQ.SERVER.PING", nil); !errors.Is(err, nats.ErrNoResponders) {
		t.Errorf("the system answers: %v", err)
	}
	if _, err := nats.Connect(s.ClientURL()); !errors.Is(err, nats.ErrAuthorization) {
		t.Errorf("whoever has no key: %v", err)
	}
	if _, err := b.js.Stream(ctx, "ARTICLES"); !errors.Is(err, jetstream.ErrStreamNotFound) {
		t.Error(err)
	}
}
