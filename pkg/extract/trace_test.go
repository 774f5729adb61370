package extract_test

import (
	"slices"
	"testing"

	"github.com/arqam-io/arqam/pkg/extract"
)

// TestExplainSaysWhy: a number that is no figure says which rule dropped it.
func TestExplainSaysWhy(t *testing.T) {
	x := extractor(t)
	for _, tt := range []struct {
		lang, text, number string
		want               extract.Reason
	}{
		{"ar", "في 12 مارس", "12", extract.Date},
		{"ar", "منذ 1990", "1990", extract.Year},
		{"ar", "الساعة 10:30", "10", extract.Clock},
		{"ar", "القرار 2231", "2231", extract.Label},
		{"ar", "مقاتلات إف-16", "16", extract.Model},
		{"ar", "مجموعة العشرين", "العشرين", extract.Proper},
		{"ar", "في المرتبة 44", "44", extract.Rank},
		{"ar", "بنتيجة 2-1", "2", extract.Score},
		{"ar", "كان معه 44 هناك", "44", extract.Bare},
		{"en", "on March 12", "12", extract.Date},
		{"en", "in 2022", "2022", extract.Year},
		{"en", "at 10:30", "10", extract.Clock},
		{"en", "Article 5", "5", extract.Label},
		{"en", "an F-16", "16", extract.Model},
		{"en", "the 14th session", "14", extract.Ordinal},
		{"en", "ranked 44", "44", extract.Rank},
		{"en", "call 0800123456", "0800123456", extract.Code},
	} {
		trace, mentions := x.Explain(tt.lang, tt.text)
		i := slices.IndexFunc(trace.Candidates, func(c extract.Candidate) bool { return c.Text == tt.number })
		if i < 0 || len(mentions) > 0 {
			t.Errorf("%q has the candidates %+v and the figures %q", tt.text, trace.Candidates, figureLines(mentions))
			continue
		}
		if got := trace.Candidates[i].Dropped; got != tt.want {
			t.Errorf("%s in %q is dropped as %q, want %q", tt.number, tt.text, got, tt.want)
		}
	}
}

// TestExplainNamesTheLicense: a figure says what made it one.
func TestExplainNamesTheLicense(t *testing.T) {
	x := extractor(t)
	for _, tt := range []struct {
		lang, text string
		want       extract.License
	}{
		{"ar", "260 طنا", extract.ByUnit},
		{"ar", "40 صاروخا", extract.ByNoun},
		{"ar", "3 ملايين", extract.ByMagnitude},
		{"ar", "واحد من كل خمسة", extract.ByRatio},
		{"ar", "ارتفع العدد إلى 44", extract.ByChange},
		{"ar", "نحو 44", extract.ByModifier},
		{"ar", "مقتل 44 في انفجار", extract.ByCue},
		{"ar", "40 من أصل 50", extract.ByPair},
		{"en", "aged 14,", extract.ByAge},
		{"en", "44 killed", extract.ByEvent},
		{"en", "44 a day", extract.ByRate},
		{"en", "it was 2,706", extract.ByGroups},
	} {
		trace, _ := x.Explain(tt.lang, tt.text)
		if len(trace.Candidates) == 0 || trace.Candidates[0].License != tt.want {
			t.Errorf("%q has the candidates %+v, want the first kept because %s", tt.text, trace.Candidates, tt.want)
		}
	}
}

func TestExplainShowsTheParts(t *testing.T) {
	trace, mentions := extractor(t).Explain("ar", "قال إن نحو 260 ألف طن متري من القمح وصلت")
	if trace.Lang != "ar" || len(trace.Tokens) != 10 || len(mentions) != 1 || len(trace.Candidates) != 1 {
		t.Fatalf("language %q, %d tokens, %d mentions, candidates %+v", trace.Lang, len(trace.Tokens), len(mentions), trace.Candidates)
	}
	c := trace.Candidates[0]
	if c.Text != "260 ألف طن متري" || c.Unit != "طن متري" || c.Cue != "نحو" || c.Noun != "القمح" || c.Value.String() != "260000" || c.Dropped != "" {
		t.Errorf("the candidate is %+v", c)
	}
	if tok := trace.Tokens[3]; tok.Text != "260" || tok.Folded != "260" {
		t.Errorf("token 3 is %+v", tok)
	}
	if tok := trace.Tokens[4]; tok.Text != "ألف" || tok.Folded != "الف" || !slices.Contains(tok.Classes, "magnitude") {
		t.Errorf("token 4 is %+v", tok)
	}
}
