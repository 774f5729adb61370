package feed

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestBatches(t *testing.T) {
	var in strings.Builder
	for i := range 300 {
		if i%100 == 50 {
			fmt.Fprintln(&in, "{")
			continue
		}
		fmt.Fprintf(&in, `{"id":"n%d","text":"x"}`+"\n", i)
	}
	line, faults := 0, 0
	for batch, err := range Batches(t.Context(), testReader().Read("a.jsonl", strings.NewReader(in.String()))) {
		if (err == nil) == (len(batch) == 0) || len(batch) > batchItems {
			t.Fatalf("a batch of %d with error %v", len(batch), err)
		}
		if err != nil {
			line, faults = line+1, faults+1
			continue
		}
		for _, item := range batch {
			if line++; item.Line != line {
				t.Fatalf("line %d in place of line %d", item.Line, line)
			}
		}
	}
	if line != 300 || faults != 3 {
		t.Errorf("%d lines, %d errors", line, faults)
	}
}

// TestBatchesDoNotWait reads a pipe that stays open.
func TestBatchesDoNotWait(t *testing.T) {
	in, out := io.Pipe()
	defer out.Close()
	go fmt.Fprintln(out, `{"id":"n1","text":"x"}`)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for batch := range Batches(ctx, testReader().Read("stdin", in)) {
		n += len(batch)
		cancel()
	}
	if n != 1 {
		t.Errorf("%d articles", n)
	}
}
