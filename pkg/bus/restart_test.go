package bus

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/arqam-io/arqam/pkg/bus/broker"
	"github.com/arqam-io/arqam/pkg/figure"
)

func TestRestartLosesNothing(t *testing.T) {
	dir := t.TempDir()
	const n = 30
	s := startServer(t, dir)
	b := connect(t, s, nil)
	if err := b.Setup(testContext(t)); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		publishArticles(t, b, article(fmt.Sprint("a", i)))
	}
	stop := work(t, b, relay("extractor"))
	eventually(t, "some outputs", func() bool { return messages(t, b, Mentions) > 2 })
	stop()
	s.Shutdown()

	b = connect(t, startServer(t, dir), nil)
	if err := b.Setup(testContext(t)); err != nil {
		t.Fatal(err)
	}
	if got := messages(t, b, Articles); got != n {
		t.Errorf("%d articles of %d survived", got, n)
	}
	publishArticles(t, b, article("a0")) // the stream still knows what it has seen
	work(t, b, relay("extractor"))
	waitIdle(t, b, Articles, "extractor")
	if got := messages(t, b, Mentions); got != n {
		t.Errorf("%d outputs of %d articles", got, n)
	}
}

// A service on a connection of its own works on after the server was away.
func TestServiceOutlivesTheServer(t *testing.T) {
	dir := t.TempDir()
	start := func(listen string) *broker.Server {
		t.Helper()
		s, err := broker.Start(broker.Options{Dir: dir, Listen: listen})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Shutdown)
		return s
	}
	s := start("127.0.0.1:0")
	b, err := Connect(testContext(t), Options{URL: s.URL()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	if err := b.Setup(testContext(t)); err != nil {
		t.Fatal(err)
	}
	stop := work(t, b, relay("extractor"))
	publishArticles(t, b, article("before"))
	eventually(t, "the first output", func() bool { return messages(t, b, Mentions) == 1 })

	address := strings.TrimPrefix(s.URL(), "nats://")
	s.Shutdown()
	published := make(chan error, 1)
	go func() { // published while the server is away
		out, _ := NewArticle(article("during"))
		published <- b.Publish(context.Background(), out)
	}()
	s = start(address)
	if err := receive(t, published, "the publish"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the second output", func() bool { return messages(t, b, Mentions) == 2 })

	s.Shutdown()
	eventually(t, "the connection to break", func() bool { return !b.conn.IsConnected() })
	began := time.Now()
	stop()
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the drain waited %v for a server that is away", took)
	}
}

// childDir makes the test binary the victim of the kill test.
const childDir = "ARQAM_BUS_TEST_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		fmt.Fprintln(os.Stderr, victim(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// crashService makes one output an article, and is slow to acknowledge, so that a
// kill finds work in every state.
func crashService() Service[figure.Article] {
	r := relay("extractor")
	r.Workers, r.AckWait = 4, time.Second
	return r
}

// victim runs a server and a service and publishes articles, printing the id of
// each one once it is acknowledged, until it is killed.
func victim(dir string) error {
	s, err := broker.Start(broker.Options{Dir: dir})
	if err != nil {
		return err
	}
	ctx := context.Background()
	b, err := Connect(ctx, Options{Server: s})
	if err != nil {
		return err
	}
	if err := b.Setup(ctx); err != nil {
		return err
	}
	worked := make(chan error, 1)
	go func() { worked <- Work(ctx, b, crashService()) }()
	for i := 0; ; i++ {
		out, err := NewArticle(article(fmt.Sprintf("%d-%d", os.Getpid(), i)))
		if err == nil {
			err = b.Publish(ctx, out)
		}
		if err != nil {
			return err
		}
		fmt.Printf("%d-%d\n", os.Getpid(), i)
		select {
		case err := <-worked:
			return err
		default:
		}
	}
}

// killed runs a victim, kills it after n acknowledged articles, and returns
// their ids.
func killed(t *testing.T, dir string, n int) (ids []string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		ids = append(ids, lines.Text())
		if len(ids) == n {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // it was killed
	if len(ids) < n {
		t.Fatalf("the child ended by itself after %d articles", len(ids))
	}
	return ids
}

func TestKillLosesAndDoublesNothing(t *testing.T) {
	dir := t.TempDir()
	var acked []string
	for _, n := range []int{1, 200, 500} {
		acked = append(acked, killed(t, dir, n)...)
	}
	b := connect(t, startServer(t, dir), nil)
	if err := b.Setup(testContext(t)); err != nil {
		t.Fatal(err)
	}
	stop := work(t, b, crashService())
	waitIdle(t, b, Articles, "extractor")
	stop()

	articles, outputs := ids[figure.Article](t, b, Articles), ids[figure.Mentions](t, b, Mentions)
	for _, id := range acked {
		if articles[figure.ArticleID(id)] == 0 {
			t.Errorf("article %q was acknowledged and is lost", id)
		}
	}
	for id := range articles {
		if outputs[id] != 1 {
			t.Errorf("article %q has %d outputs", id, outputs[id])
		}
	}
	if len(outputs) != len(articles) || messages(t, b, Dead) != 0 {
		t.Errorf("%d outputs of %d articles, %d dead", len(outputs), len(articles), messages(t, b, Dead))
	}
	t.Logf("killed 3 times: %d acknowledged, %d stored, %d outputs", len(acked), len(articles), len(outputs))
}

// ids counts the messages of each article on a stream, without taking them.
func ids[M figure.Message](t *testing.T, b *Bus, s Stream) map[figure.ArticleID]int {
	t.Helper()
	stream, err := b.js.Stream(testContext(t), string(s))
	if err != nil {
		t.Fatal(err)
	}
	count := map[figure.ArticleID]int{}
	for seq := uint64(1); ; seq++ {
		msg, err := stream.GetMsg(testContext(t), seq, jetstream.WithGetMsgSubject(">"))
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return count
		}
		if err != nil {
			t.Fatal(err)
		}
		m, err := figure.Decode[M](msg.Data)
		if err != nil {
			t.Fatal(err)
		}
		count[articleID(m)]++
		seq = msg.Sequence
	}
}
