package refusal_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/arqam-io/arqam/pkg/feed/refusal"
)

func TestOf(t *testing.T) {
	cause := errors.New("no such host")
	err := fmt.Errorf("fetch: %w", refusal.Because(refusal.Unreachable, cause))
	if refusal.Of(err) != refusal.Unreachable || !errors.Is(err, cause) {
		t.Errorf("%v has the reason %q", err, refusal.Of(err))
	}
	if refusal.Of(cause) != refusal.Internal {
		t.Errorf("an error that is not a refusal has the reason %q", refusal.Of(cause))
	}
	if s := refusal.New(refusal.Size, "%d bytes", 9).Error(); s != "size: 9 bytes" {
		t.Errorf("prints %q", s)
	}
}
