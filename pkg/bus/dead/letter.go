// Package dead is the form of a dead letter: a message that a service could not process,
// the reason, and how both are written. The worker loop of pkg/bus puts letters on the
// stream DEAD, and its Bus lists them and sends them again; "arqam dead" shows them.
package dead

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
)

// Reason says why a message was put on DEAD.
type Reason string

// The reasons.
const (
	ReasonPermanent Reason = "permanent" // the handler returned an error that no retry can fix
	ReasonDecode    Reason = "decode"    // it could not be decoded
	ReasonVersion   Reason = "version"   // its version is not one that this build reads
	ReasonPanic     Reason = "panic"     // the handler panicked
	ReasonTries     Reason = "tries"     // every try failed, or ended the process
	ReasonMissing   Reason = "missing"   // its body is no longer in the object store
	ReasonCopied    Reason = "copied"    // the server copied it here; no service published it
)

// ErrNotFound says that DEAD has no letter at a sequence.
var ErrNotFound = errors.New("no such dead letter")

// Letter is a message that a service could not process.
type Letter struct {
	Sequence  uint64           `json:"sequence"` // on DEAD
	Time      time.Time        `json:"time"`
	Service   string           `json:"service"`
	Reason    Reason           `json:"reason"`
	Error     string           `json:"error"`
	Tries     uint64           `json:"tries"` // how often it was delivered
	ArticleID figure.ArticleID `json:"article_id,omitempty"`
	Subject   string           `json:"subject"` // where it was published
	MessageID string           `json:"message_id,omitempty"`
	Body      []byte           `json:"body"` // the original bytes
}

const (
	// Header is the message header with the letter's note; the message's data is the
	// Body.
	Header = "Arqam-Dead"

	// maxError bounds the error in a note, in bytes; the log has all of it.
	maxError = 4096
)

// Note is the letter as its header holds it: without what the message itself says, and
// with a long error cut.
func (l Letter) Note() string {
	if n := len(l.Error); n > maxError {
		l.Error = fmt.Sprintf("%s… (%d bytes in all, see the log)", strings.ToValidUTF8(l.Error[:maxError], ""), n)
	}
	l.Body = nil
	note, err := json.Marshal(l)
	if err != nil {
		return "{}" // unreachable: a letter is strings and numbers
	}
	return string(note)
}

// ParseNote reads what Note wrote.
func ParseNote(note string) (Letter, error) {
	var letter Letter
	if err := json.Unmarshal([]byte(note), &letter); err != nil {
		return letter, fmt.Errorf("header %q: %w", Header, err)
	}
	return letter, nil
}
