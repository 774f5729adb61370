//go:build linux

package chaos

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// trackers follow the corpus. Without a tolerance, the reported facts do not depend on the
// order in which articles arrive.
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

// poison is a message that no service can process, put on a stream from outside.
type poison struct{ subject, id, body string }

// corpus is what a round publishes: the revisions of each article in order, and messages that
// go to DEAD.
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

// sentence is a source's report of a number, in English and in Arabic.
type sentence struct{ en, ar string }

var (
	toll  = sentence{"The interior ministry said %d people were killed by the floods in the Salma valley.", "قالت وزارة الداخلية إن %d شخصا قتلوا في سيول وادي سلمى."}
	floor = sentence{"At least %d people have been killed in the Salma valley, civil defence said.", "أعلن الدفاع المدني مقتل ما لا يقل عن %d شخصا في وادي سلمى."}
	flour = []sentence{
		{"The Salma valley has received %d tonnes of flour, the interior ministry said.", "تلقى وادي سلمى %d طنا من الطحين، بحسب وزارة الداخلية."},
		{"Civil defence said %d tonnes of flour have reached the Salma valley.", "قال الدفاع المدني إن %d طنا من الطحين وصلت إلى وادي سلمى."},
	}
	trucks = sentence{"Some %d aid trucks enter the Salma valley every day.", "تدخل وادي سلمى نحو %d شاحنة مساعدات يوميا."}
	loaves = sentence{"The market of Harmal sold %d loaves of bread on Monday.", "باع سوق الهرمل %d رغيفا من الخبز يوم الاثنين."}
)

// filler has no figure; much of it makes an article too large for a message.
const filler = "The road along the river was closed, and the schools of the upper villages did not open. "

// bigText exceeds the message limit of a NATS server, which is 1 MiB.
const bigText = 1100 << 10

// newCorpus makes the corpus of a seed. Every article has a different time.
func newCorpus(seed uint64) corpus {
	r := rand.New(rand.NewPCG(seed, 4)) // #nosec G404 -- a corpus must be the same again
	begin := time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)
	var c corpus
	tale := tale{r: r, toll: 10 + r.IntN(5)}
	for i := range 18 {
		a := article{
			ID: fmt.Sprintf("c%d-a%02d", seed, i), Lang: []string{"en", "ar"}[r.IntN(2)], Source: sources[r.IntN(len(sources))],
			Published: begin.Add(time.Duration(i) * 95 * time.Minute),
		}
		a.URL = "https://" + a.Source + ".example/" + a.ID
		a.Title = map[string]string{"en": "The Salma valley", "ar": "وادي سلمى"}[a.Lang]
		tale.dip = i == 11
		a.Text = tale.write(a.Lang)
		revisions := []article{a}
		switch {
		case i%6 == 1: // edited, and reported at the same time or later
			b := a
			b.Text = tale.write(b.Lang)
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
		if i%9 == 8 { // the same text in another paper
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

// tale generates the numbers to report over time. The reported facts must not depend on the
// order in which articles arrive: a toll grows, and where the ministry lowers it, to a number
// that it had not stated, the next number is the highest again. A late article must not make a
// published fact untrue.
type tale struct {
	r    *rand.Rand
	toll int
	dip  bool // the ministry lowers the toll now
}

// write makes a text from some of the sentences.
func (t *tale) write(lang string) string {
	var text []string
	say := func(s sentence, n int) {
		form := s.en
		if lang == "ar" {
			form = s.ar
		}
		text = append(text, fmt.Sprintf(form, n))
	}
	if t.dip || t.r.IntN(2) == 0 {
		if t.dip {
			say(toll, t.toll-1)
		} else {
			t.toll += []int{0, 2, 4}[t.r.IntN(3)]
			say(toll, t.toll)
		}
	}
	if t.r.IntN(3) == 0 {
		say(floor, t.toll)
	}
	if t.r.IntN(2) == 0 {
		say(flour[t.r.IntN(2)], 300+t.r.IntN(6))
	}
	if t.r.IntN(2) == 0 {
		say(trucks, 40+t.r.IntN(6))
	}
	if len(text) == 0 || t.r.IntN(3) == 0 {
		say(loaves, 500+t.r.IntN(300))
	}
	t.r.Shuffle(len(text), func(i, k int) { text[i], text[k] = text[k], text[i] })
	return strings.Join(text, " ")
}
