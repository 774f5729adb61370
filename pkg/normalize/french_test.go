package normalize

import (
	"testing"

	"github.com/arqam-io/arqam/pkg/figure"
)

// french is the figure of a French sentence.
func french(t *testing.T, n *Normalizer, title, sentence, value, name string) figure.Figure {
	t.Helper()
	a, m := mention(t, sentence, value, name)
	a.Lang, a.Title = "fr", title
	return n.Figures(figure.Mentions{Article: a, Mentions: []figure.Mention{m}}).Figures[0]
}

func TestMoneyInFrench(t *testing.T) {
	n := newNormalizer(t)
	for _, c := range []struct {
		sentence, name string
		want           figure.UnitID
		by, word       string
	}{
		{"Le gouvernement algérien a versé [5 millions de dinars]", "dinar", "DZD", "sentence", "algérien"},
		{"L'Algérie et l’Égypte ont signé pour [5 millions de dinars]", "dinar", "DZD", "sentence", "Algérie"},
		{"Les autorités tunisiennes ont saisi [5 millions de dinars]", "dinar", "TND", "sentence", "tunisiennes"},
		{"La banque centrale d'Irak a vendu [5 millions de dinars]", "dinar", "IQD", "sentence", "Irak"},
		{"Une aide de [5 millions de dirhams] marocains", "dirham", "MAD", "adjective", "marocains"},
		{"Les déposants libanais ont perdu [5 millions de livres]", "pound", "LBP", "sentence", "libanais"},
		{"En Côte d’Ivoire, le projet coûte [5 millions de francs]", "franc", "XOF", "sentence", "Côte d’Ivoire"},
		{"Aux États-Unis, il a coûté [5 dollars] canadiens", "dollar", "CAD", "adjective", "canadiens"},
		{"Dans les Émirats arabes unis, il a coûté [5 millions de dirhams]", "dirham", "AED", "sentence", "Émirats arabes unis"},
		{"Le Caire a prêté [5 millions de livres]", "pound", "EGP", "sentence", "Le Caire"},
		{"Le chef a versé [5 millions de dinars]", "dinar", "", "", ""},
	} {
		f := french(t, n, "", c.sentence, "5", c.name)
		if c.want != "" && f.Unit != c.want || f.UnitEvidence != (figure.Evidence{By: c.by, Text: c.word}) {
			t.Errorf("%s: %s by %+v, want %s by %s %q", c.sentence, f.Unit, f.UnitEvidence, c.want, c.by, c.word)
		}
	}
}

// French writes the metal gold like the conjunction "or": the words before it decide.
func TestOuncesInFrench(t *testing.T) {
	n := newNormalizer(t)
	const gold, goods = "0.311034768", "0.28349523125"
	for _, c := range []struct{ title, sentence, canonical, by, word string }{
		{"", "La banque a vendu [10 onces] d'or à Alger", gold, "sentence", "d'or"},
		{"L’or à son plus haut", "Elle a cédé [10 onces] à des épargnants", gold, "article", "L’or"},
		{"", "Le fonds détient [10 onces] d'argent", gold, "sentence", "onces d'argent"},
		{"", "Il a pesé [10 onces] de thé, or la balance était fausse", goods, "", ""},
		{"", "Il a perdu [10 onces] de thé et beaucoup d'argent", goods, "", ""},
		{"", "Il a bu [10 onces] d'eau ordinaire", goods, "", ""},
	} {
		f := french(t, n, c.title, c.sentence, "10", "ounce")
		if f.Canonical.Value.String() != c.canonical || f.UnitEvidence != (figure.Evidence{By: c.by, Text: c.word}) {
			t.Errorf("%s: %s %s by %+v, want %s by %s %q", c.sentence, f.Canonical.Value, f.Canonical.Unit, f.UnitEvidence, c.canonical, c.by, c.word)
		}
	}
}
