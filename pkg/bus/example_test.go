package bus_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/bus/broker"
	"github.com/arqam-io/arqam/pkg/figure"
)

func Example() {
	dir, err := os.MkdirTemp("", "arqam")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	server, err := broker.Start(broker.Options{Dir: dir})
	if err != nil {
		log.Fatal(err)
	}
	defer server.Shutdown()

	ctx, cancel := context.WithCancel(context.Background())
	b, err := bus.Connect(ctx, bus.Options{Server: server, Name: "example"})
	if err != nil {
		log.Fatal(err)
	}
	if err := b.Setup(ctx); err != nil {
		log.Fatal(err)
	}

	article := figure.Article{Source: "reuters.com", Lang: "en", Text: "At least 40 missiles were fired."}
	article.Identify()
	out, err := bus.NewArticle(article)
	if err != nil {
		log.Fatal(err)
	}
	if err := b.Publish(ctx, out); err != nil {
		log.Fatal(err)
	}
	fmt.Println("published on", out.Subject)

	err = bus.Work(ctx, b, bus.Service[figure.Article]{Name: "reader", From: bus.Articles,
		Handle: func(_ context.Context, a figure.Article) ([]bus.Outgoing, error) {
			fmt.Println("received:", a.Text)
			cancel()
			return nil, nil
		}})
	fmt.Println("drained:", err)
	// Output:
	// published on articles.reuters=2Ecom
	// received: At least 40 missiles were fired.
	// drained: <nil>
}
