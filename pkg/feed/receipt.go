package feed

import "github.com/arqam-io/arqam/pkg/figure"

// Status is the outcome for an article that was to be published.
type Status string

// What may become of an article: it was published, or this revision of it had
// been before, or it could not be read.
const (
	Published Status = "published"
	Known     Status = "known"
	Rejected  Status = "rejected"
)

// Tally counts articles by what became of them.
type Tally struct {
	Published int `json:"published"`
	Known     int `json:"known"`
	Rejected  int `json:"rejected"`
}

// Add counts one article.
func (t *Tally) Add(s Status) {
	switch s {
	case Published:
		t.Published++
	case Known:
		t.Known++
	case Rejected:
		t.Rejected++
	}
}

// Plus is the sum of two tallies.
func (t Tally) Plus(u Tally) Tally {
	return Tally{t.Published + u.Published, t.Known + u.Known, t.Rejected + u.Rejected}
}

// Delivery is the outcome for one article of a request. Index counts from 0.
type Delivery struct {
	Index    int              `json:"index"`
	ID       figure.ArticleID `json:"id,omitempty"`
	Revision figure.Revision  `json:"revision,omitempty"`
	Status   Status           `json:"status"`
	Error    string           `json:"error,omitempty"`
	Notes    []string         `json:"notes,omitempty"`
}

// Receipt is the JSON that POST /v1/articles answers. Error is set when the
// request as a whole failed; what was done before stands in Articles.
type Receipt struct {
	Tally
	Error    string     `json:"error,omitempty"`
	Articles []Delivery `json:"articles,omitempty"`
}
