package lang

import (
	"fmt"
	"strings"
)

// A paradigm says how a stem makes its forms: inflection is stem × suffix.
type paradigm []inflection

type inflection struct {
	form   Form
	strip  string // removed from the end of the stem, which must have it
	suffix string
}

// inflect returns the forms of a lemma: its stem inflected, and the plurals
// that are written out after it.
func (p paradigm) inflect(stem string, plurals []string) ([]inflected, error) {
	out := make([]inflected, 0, len(p)+len(plurals))
	for _, in := range p {
		if in.form == Plural && len(plurals) > 0 {
			continue
		}
		base, ok := strings.CutSuffix(stem, in.strip)
		if !ok {
			return nil, fmt.Errorf("%q does not end in %q, which its paradigm requires", stem, in.strip)
		}
		out = append(out, inflected{in.form, base + in.suffix})
	}
	for _, pl := range plurals {
		out = append(out, inflected{Plural, pl})
	}
	return out, nil
}

type inflected struct {
	form Form
	text string
}

// phrases inflects every word of a lemma together, so that noun and adjective
// agree: "متر/أمتار مربع/مربعة" under the paradigm "m m". A word's plurals stand
// behind it, separated by slashes. A word whose paradigm is "-" or left out stays
// as it is.
func (p *Pack) phrases(names []string, lemma string) ([]inflected, error) {
	words := strings.Fields(lemma)
	if len(names) > len(words) {
		return nil, fmt.Errorf("%q has %d words and %d paradigms", lemma, len(words), len(names))
	}
	var out []inflected
	for i, w := range words {
		name := "-"
		if i < len(names) {
			name = names[i]
		}
		forms, err := p.inflectWord(name, w)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			out = forms
			continue
		}
		out = agree(out, forms)
	}
	return out, nil
}

func (p *Pack) inflectWord(name, w string) ([]inflected, error) {
	stem, rest, hasPlurals := strings.Cut(w, "/")
	if name == "-" {
		return []inflected{{Singular | Accusative | Dual | Construct | Plural, w}}, nil
	}
	par, ok := p.paradigms[name]
	if !ok {
		return nil, fmt.Errorf("unknown paradigm %q", name)
	}
	var plurals []string
	if hasPlurals {
		plurals = strings.Split(rest, "/")
	}
	return par.inflect(stem, plurals)
}

// agree joins the forms of two words that share a form. Where several forms
// agree, all are joined: a spelling that nobody writes does no harm.
func agree(left, right []inflected) []inflected {
	var out []inflected
	for _, l := range left {
		for _, r := range right {
			if shared := l.form & r.form; shared != 0 {
				out = append(out, inflected{shared, l.text + " " + r.text})
			}
		}
	}
	return out
}
