package settings_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/settings"
)

// A file is read again once it was written, also where another takes its place; its
// neighbours are not.
func TestWatch(t *testing.T) {
	file := filepath.Join(t.TempDir(), "t.yaml")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	read, ended := make(chan string), make(chan error, 1)
	go func() {
		ended <- settings.Watch(ctx, file, func(err error) { t.Error(err) }, func() {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Error(err)
			}
			read <- string(data)
		})
	}()
	// The watch may begin after the first writes: write until it is seen.
	deadline := time.After(20 * time.Second)
	for _, want := range []string{"one", "two"} {
		write := time.NewTicker(time.Second)
		for seen := false; !seen; {
			select {
			case <-write.C:
				if err := os.WriteFile(file+".new", []byte(want), 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Rename(file+".new", file); err != nil {
					t.Fatal(err)
				}
			case got := <-read:
				seen = got == want
			case <-deadline:
				t.Fatalf("%q is not read", want)
			}
		}
		write.Stop()
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
