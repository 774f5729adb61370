//go:build linux

package chaos

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// trackers follow the corpus. Without a tolerance, what they tell does not hang
// on the order in which articles come in.
const trackers = `trackers:
  - name: killed
    match:
      subject: [killed, dead, قتيل]
      quantity: count
      mentions: {all: [[Salma, سلمى]]}
    novelty: {tolerance: 0%, memory: 90d, confirm: 2}
    claimants:
      - [interior ministry, وزارة الداخلية]
      - [civil defence, الدفاع المدني]

  - name: flour
    match:
      subject: [flour, طحين]
      quantity: mass
      mentions: {all: [[Salma, سلمى]]}
    unit: tonne
    measure: level
    novelty: {tolerance: 0%, memory: 90d, confirm: 2}

  - name: trucks
    match:
      subject: [aid-truck]
      quantity: count
      mentions: {all: [[Salma, سلمى]]}
    unit: per-day
    measure: rate
    novelty: {tolerance: 0%, memory: 90d}
`

// article is one revision of an article, as it is posted.
type article struct {
	ID        string    `json:"id"`
	Lang      string    `json:"lang"`
	Source    string    `json:"source"`
	URL       string    `json:"url"`
	Title     string    `json:"title"`
	Text      string    `json:"text"`
	Published time.Time `json:"published"`
}

// poison is a message that no room can process, put on a stream by somebody else.
type poison struct{ subject, id, body string }

// corpus is what a round publishes: the revisions of each article in their
// order, and messages that end on DEAD.
type corpus struct {
	articles [][]article
	poison   []poison
}

// size counts the revisions.
func (c corpus) size() (n int) {
	for _, revisions := range c.articles {
		n += len(revisions)
	}
	return n
}

var sources = []string{"desk", "post", "radio", "herald", "wire"}

// sentence is what a source may report of a number, in English and in Arabic.
type sentence struct {
	en, ar      string
	least, most int
}

var sentences = []sentence{
	{"The interior ministry said %d people were killed by the floods in the Salma valley.",
		"قالت وزارة الداخلية إن %d شخصا قتلوا في سيول وادي سلمى.", 11, 19},
	{"At least %d people have been killed in the Salma valley, civil defence said.",
		"أعلن الدفاع المدني مقتل ما لا يقل عن %d شخصا في وادي سلمى.", 11, 19},
	{"The Salma valley has received %d tonnes of flour, the interior ministry said.",
		"تلقى وادي سلمى %d طنا من الطحين، بحسب وزارة الداخلية.", 300, 308},
	{"Some %d aid trucks enter the Salma valley every day.",
		"تدخل وادي سلمى نحو %d شاحنة مساعدات يوميا.", 40, 46},
	{"The market of Harmal sold %d loaves of bread on Monday.",
		"باع سوق الهرمل %d رغيفا من الخبز يوم الاثنين.", 500, 900},
}

// filler holds no figure; much of it makes an article that travels by the object
// store.
const filler = "The road along the river was closed, and the schools of the upper villages did not open. "

// bigText is over the payload of a NATS server, which is 1 MiB.
const bigText = 1100 << 10

// newCorpus makes the corpus of a seed. Every article has a time of its own.
func newCorpus(seed uint64) corpus {
	r := rand.New(rand.NewPCG(seed, 4)) // #nosec G404 -- a corpus must be the same again
	begin := time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)
	var c corpus
	for i := range 18 {
		a := article{
			ID: fmt.Sprintf("c%d-a%02d", seed, i), Lang: []string{"en", "ar"}[r.IntN(2)], Source: sources[r.IntN(len(sources))],
			Published: begin.Add(time.Duration(i) * 95 * time.Minute),
		}
		a.URL = "https://" + a.Source + ".example/" + a.ID
		a.Title = map[string]string{"en": "The Salma valley", "ar": "وادي سلمى"}[a.Lang]
		a.Text = a.write(r)
		revisions := []article{a}
		switch {
		case i%6 == 1: // edited, and told at the same time or later
			b := a
			b.Text = b.write(r)
			if r.IntN(2) == 0 {
				b.Published = b.Published.Add(41 * time.Minute)
			}
			revisions = append(revisions, b)
			if i == 7 { // and edited back
				revisions = append(revisions, a)
			}
		case i%6 == 3: // sent twice
			revisions = append(revisions, a)
		case i == 4:
			revisions[0].Text += "\n\n" + strings.Repeat(filler, bigText/len(filler))
		}
		c.articles = append(c.articles, revisions)
		if i%9 == 8 { // the same words in another paper
			b := a
			b.Source, b.ID = "gazette", a.ID+"-copy"
			b.URL, b.Published = "https://gazette.example/"+b.ID, a.Published.Add(17*time.Minute)
			c.articles = append(c.articles, []article{b})
		}
	}
	for _, p := range []poison{
		{"articles.stray", "bytes", "\xff\xfe{"},
		{"articles.stray", "blank", `{"v":1,"body":{"id":"blank","text":" "}}`},
		{"articles.stray", "later", `{"v":99,"body":{"id":"later","text":"40 missiles"}}`},
		{"mentions.en", "list", `[]`},
		{"figures.ar", "nobody", `{"v":1}`},
	} {
		p.id = fmt.Sprintf("c%d-%s", seed, p.id)
		c.poison = append(c.poison, p)
	}
	return c
}

// write makes a text of a few of the sentences.
func (a article) write(r *rand.Rand) string {
	var text []string
	for _, i := range r.Perm(len(sentences))[:1+r.IntN(3)] {
		s := sentences[i]
		form := s.en
		if a.Lang == "ar" {
			form = s.ar
		}
		text = append(text, fmt.Sprintf(form, s.least+r.IntN(s.most-s.least+1)))
	}
	return strings.Join(text, " ")
}
