package feed

import "github.com/arqam-io/arqam/pkg/figure"

// Status is the result for one submitted article.
type Status string

// The statuses: the article was published, this revision was published before, or it could not
// be read.
const (
	Published Status = "published"
	Known     Status = "known"
	Rejected  Status = "rejected"
)

// Tally counts articles by status.
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

// Delivery is the result for one article of a request. Index counts from 0.
type Delivery struct {
	Index    int              `json:"index"`
	ID       figure.ArticleID `json:"id,omitempty"`
	Revision figure.Revision  `json:"revision,omitempty"`
	Status   Status           `json:"status"`
	Error    string           `json:"error,omitempty"`
	Notes    []string         `json:"notes,omitempty"`
}

// Receipt is the JSON response of POST /v1/articles. Error is set if the request as a whole
// failed; Articles then has the results until the failure.
type Receipt struct {
	Tally
	Error    string     `json:"error,omitempty"`
	Articles []Delivery `json:"articles,omitempty"`
}
