package claim

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/figure"
)

var start = time.Date(2031, 5, 1, 6, 0, 0, 0, time.UTC)

func number(n int64) figure.Number { return figure.NewNumber(n) }

// say is a claim of a value, made by claimant days after start.
func say(id ID, claimant string, days int, relation figure.Relation, value int64) Claim {
	f := &figure.Figure{Mention: figure.Mention{Field: figure.FieldText, Relation: relation,
		Context: figure.Context{Claimant: claimant}}}
	a := figure.Article{ID: figure.ArticleID(id), Published: start.AddDate(0, 0, days)}
	stated := figure.Exactly(number(value))
	switch relation {
	case figure.Range:
		stated = figure.Between(number(value), number(value+2))
	case figure.Indefinite:
		stated = figure.Between(number(value), figure.Number{})
	}
	c := New(Series{Tracker: "t"}, Publication{Article: &a}, f, stated)
	c.ID = id
	return c
}

func TestNewKeepsBoundsApart(t *testing.T) {
	for _, c := range []struct {
		relation            figure.Relation
		value, lower, upper string
	}{
		{figure.Eq, "40", "", ""},
		{figure.Approx, "40", "", ""},
		{figure.Gt, "40", "40", ""},
		{figure.Ge, "40", "40", ""},
		{figure.Lt, "40", "", "40"},
		{figure.Le, "40", "", "40"},
		{figure.Range, "", "40", "42"},
		{figure.Indefinite, "", "40", ""},
	} {
		got := say("c", "x", 0, c.relation, 40)
		if s := [3]string{got.Value.String(), got.Lower.String(), got.Upper.String()}; s != [3]string{c.value, c.lower, c.upper} {
			t.Errorf("%s 40: value, lower, upper = %q, want %q", c.relation, s, [3]string{c.value, c.lower, c.upper})
		}
	}
}

func TestNewClaimant(t *testing.T) {
	a := figure.Article{Source: "wire"}
	f := &figure.Figure{ID: "f"}
	if got := New(Series{Tracker: "t"}, Publication{Article: &a}, f, figure.Exactly(number(1))).Claimant; got != "wire" {
		t.Errorf("claimant without one in the sentence = %q, want the source", got)
	}
	f.Mention.Context.Claimant = " وزارة الصحة "
	if got := New(Series{Tracker: "t"}, Publication{Article: &a}, f, figure.Exactly(number(1))).Claimant; got != "وزارة الصحة" {
		t.Errorf("claimant = %q, want the one of the sentence", got)
	}
}

func TestAsOf(t *testing.T) {
	later := start.Add(time.Hour)
	for _, c := range []struct {
		name                     string
		published, fetched, want time.Time
	}{
		{"published", start.Add(1500 * time.Microsecond), later, start.Add(time.Millisecond)},
		{"published in the future of its fetching", later, start, start},
		{"never fetched", start, time.Time{}, start},
		{"undated", time.Time{}, later, time.Time{}},
	} {
		if got := AsOf(figure.Article{Published: c.published, Fetched: c.fetched}); !got.Equal(c.want) {
			t.Errorf("%s: as of %v, want %v", c.name, got, c.want)
		}
	}
}

func TestEstimate(t *testing.T) {
	toll := []Claim{
		say("a", "ministry", 0, figure.Ge, 30),
		say("b", "ministry", 1, figure.Eq, 45),
		say("c", "mayor", 1, figure.Range, 40),
		say("d", "medics", 2, figure.Approx, 50),
		say("e", "medics", 2, figure.Le, 60),
	}
	for _, c := range []struct {
		name                string
		policy              Policy
		claims              []Claim
		value, lower, upper string
		claimants           int
	}{
		{"nothing", Policy{}, nil, "", "", "", 0},
		{"undated alone", Policy{}, []Claim{{Amount: figure.Exactly(number(4))}}, "", "", "", 0},
		// The ministry's 45 replaces its "at least 30"; the lower bound is the mayor's.
		{"latest", Policy{Best: "latest"}, toll, "60", "40", "60", 3},
		{"max", Policy{Best: "max"}, toll[:4], "50", "40", "42", 3},
		{"median of two", Policy{Best: "median"}, toll[:4], "47.5", "40", "42", 3},
		{"median of three", Policy{Best: "median"}, toll, "50", "40", "60", 3},
		{"horizon", Policy{Best: "latest", Horizon: 12 * time.Hour}, toll[:4], "50", "", "", 1},
		{"only a lower bound", Policy{}, []Claim{say("a", "x", 0, figure.Indefinite, 1000)}, "", "1000", "", 1},
	} {
		got := c.policy.Of(c.claims)
		if s := [3]string{got.Value.String(), got.Lower.String(), got.Upper.String()}; s != [3]string{c.value, c.lower, c.upper} || got.Claimants != c.claimants {
			t.Errorf("%s: value, lower, upper = %q of %d claimants, want %q of %d",
				c.name, s, got.Claimants, [3]string{c.value, c.lower, c.upper}, c.claimants)
		}
	}
}

// The order in which claims arrive does not matter.
func TestEstimateInAnyOrder(t *testing.T) {
	relations := []figure.Relation{figure.Eq, figure.Approx, figure.Ge, figure.Le, figure.Range, figure.Indefinite}
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 7))
		claims := make([]Claim, 2+r.IntN(20))
		for i := range claims {
			c := say(ID(rune('a'+i)), string(rune('A'+r.IntN(3))), r.IntN(4), relations[r.IntN(len(relations))], r.Int64N(100))
			c.Article, c.Start = figure.ArticleID(rune('a'+r.IntN(4))), r.IntN(3)
			claims[i] = c
		}
		for _, p := range []Policy{{Best: "latest"}, {Best: "max", Horizon: 30 * time.Hour}, {Best: "median"}} {
			want := p.Of(claims)
			r.Shuffle(len(claims), func(i, j int) { claims[i], claims[j] = claims[j], claims[i] })
			if diff := cmp.Diff(want, p.Of(claims)); diff != "" {
				t.Fatalf("seed %d, %+v: the estimate depends on the order\n%s", seed, p, diff)
			}
		}
	}
}

func TestSettle(t *testing.T) {
	title := say("z", "x", 0, figure.Range, 5)
	title.Field = figure.FieldTitle
	lead := say("y", "x", 0, figure.Eq, 45)
	lead.Start = 3
	background := say("b", "x", 0, figure.Eq, 12)
	background.Start = 90
	if got := Settle([]Claim{background, lead, title}).ID; got != "y" {
		t.Errorf("Settle chose %q, want the first with a stated value", got)
	}
	if got := Settle([]Claim{title}).ID; got != "z" {
		t.Errorf("Settle chose %q, want the range if there is no stated value", got)
	}
}
