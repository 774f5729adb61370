package bus

import (
	"context"
	"time"

	"github.com/arqam-io/arqam/pkg/bus/dead"
)

// DeadFilter selects dead letters; a zero field selects all.
type DeadFilter struct {
	Service string
	Reason  dead.Reason
}

func (f DeadFilter) selects(letter dead.Letter) bool {
	return (f.Service == "" || f.Service == letter.Service) && (f.Reason == "" || f.Reason == letter.Reason)
}

// SelectDead returns the letters that the filter selects, oldest first, as they are
// now: one that is buried meanwhile is left for the next time.
func (b *Bus) SelectDead(ctx context.Context, f DeadFilter) ([]dead.Letter, error) {
	begun := time.Now()
	var out []dead.Letter
	for letter, err := range b.DeadLetters(ctx) {
		if err != nil {
			return nil, err
		}
		if letter.Time.After(begun) {
			break
		}
		if f.selects(letter) {
			out = append(out, letter)
		}
	}
	return out, ctx.Err()
}
