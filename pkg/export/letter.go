package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"github.com/arqam-io/arqam/pkg/bus/dead"
)

// Letter is a dead letter in a list, without its body.
type Letter struct {
	Sequence uint64      `json:"sequence"`
	Time     time.Time   `json:"time"`
	Service  string      `json:"service"`
	Reason   dead.Reason `json:"reason"`
	Tries    uint64      `json:"tries"`
	Article  string      `json:"article_id,omitempty"`
	Subject  string      `json:"subject"`
	Bytes    int         `json:"bytes"`
	Error    string      `json:"error"`
}

// LetterOf converts a dead letter to a row.
func LetterOf(l dead.Letter) Letter {
	return Letter{l.Sequence, l.Time.UTC(), l.Service, l.Reason, l.Tries, string(l.ArticleID), l.Subject, len(l.Body), l.Error}
}

// LettersCSV writes dead letters as CSV with a header.
func LettersCSV(w io.Writer, letters []Letter) error {
	rows := [][]string{{"sequence", "time", "service", "reason", "tries", "article_id", "subject", "bytes", "error"}}
	for _, r := range letters {
		rows = append(rows, []string{strconv.FormatUint(r.Sequence, 10), r.Time.Format(time.RFC3339), r.Service, string(r.Reason),
			strconv.FormatUint(r.Tries, 10), r.Article, r.Subject, strconv.Itoa(r.Bytes), r.Error})
	}
	return csv.NewWriter(w).WriteAll(rows)
}
