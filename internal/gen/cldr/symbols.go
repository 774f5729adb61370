package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// symbolRows are what every language reads alike: the ISO 4217 codes of the
// currencies in use, their signs, and the symbols of units in Latin letters, those
// with a prefix included. Packs' own rows come before them.
func symbolRows(files map[string][]byte, known, inUse func(id string) bool) (*rows, error) {
	money, err := currencies(files, english)
	if err != nil {
		return nil, err
	}
	named, err := units(files, english)
	if err != nil {
		return nil, err
	}
	rows := newRows(language{script: unicode.Latin})
	signs := map[string]int{}
	for _, n := range money {
		if inUse(n.id) {
			signs[n.narrow]++
		}
	}
	for _, n := range money {
		if !inUse(n.id) {
			continue
		}
		rows.add("currency", n.id, "-", "capitals,prefix", strings.ToLower(n.id))
		for _, s := range []string{cell(n.symbol), cell(n.narrow)} {
			if hasSign(s) && signs[s] <= 1 {
				rows.add("currency", n.id, "-", "prefix", s)
			}
		}
	}
	for _, n := range named {
		if known(n.id) {
			rows.unitSymbol(n, n.short)
		}
	}
	if err := rows.prefixed(files, named); err != nil {
		return nil, err
	}
	return rows, nil
}

// calls reports whether a name or one of its forms is written so.
func (n *name) calls(s string) bool {
	for _, form := range n.forms {
		if strings.EqualFold(bare(form), s) {
			return true
		}
	}
	return strings.EqualFold(n.plain, s)
}

func hasSign(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return unicode.Is(unicode.Sc, c) })
}

// unitSymbol enters a symbol of letters, with a power or without, that is not a name
// written out. One letter is a word or a magnitude as well, so that packs say which
// of them count.
func (r *rows) unitSymbol(n name, symbol string) {
	symbol = strings.TrimSuffix(cell(symbol), ".")
	if n.calls(symbol) {
		return
	}
	letters := 0
	for _, c := range symbol {
		switch {
		case unicode.In(c, r.script, unicode.Greek):
			letters++
		case c == '²', c == '³', c == ' ', c == '.':
		default:
			return
		}
	}
	if letters > 1 || letters == 1 && strings.ContainsAny(symbol, "²³") {
		r.add("measure", n.id, "-", "after-digits", symbol)
	}
}

// prefixes are those that the press writes before the symbols of units, where CLDR
// has no name for the whole. Of two that letter case alone tells apart the one that
// is meant stands here.
var prefixes = []struct {
	unit string
	keys []string // of CLDR, with the name of each
}{
	{"ampere", []string{"10p3 kilo"}},
	{"becquerel", []string{"10p3 kilo", "10p6 mega", "10p9 giga", "10p12 tera"}},
	{"gram", []string{"10p-9 nano"}},
	{"gray", []string{"10p-3 milli", "10p-6 micro"}},
	{"hertz", []string{"10p12 tera"}},
	{"joule", []string{"10p6 mega", "10p9 giga", "10p12 tera", "10p15 peta"}},
	{"newton", []string{"10p3 kilo"}},
	{"pascal", []string{"10p9 giga"}},
	{"sievert", []string{"10p-3 milli", "10p-6 micro"}},
	{"tonne", []string{"10p3 kilo", "10p6 mega", "10p9 giga"}},
	{"volt", []string{"10p3 kilo"}},
	{"watt", []string{"10p12 tera"}},
}

// prefixed enters the symbols of units with a prefix: "kt", "TW", "μSv".
func (r *rows) prefixed(files map[string][]byte, named []name) error {
	var f struct {
		Main map[string]struct {
			Units struct {
				Short map[string]struct {
					Pattern string `json:"unitPrefixPattern"`
				} `json:"short"`
			} `json:"units"`
		} `json:"main"`
	}
	file := "main/" + english + "/units.json"
	if err := json.Unmarshal(files[file], &f); err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	patterns := f.Main[english].Units.Short
	for _, p := range prefixes {
		i := slices.IndexFunc(named, func(n name) bool { return n.id == p.unit })
		if i < 0 {
			continue
		}
		for _, k := range p.keys {
			key, prefix, _ := strings.Cut(k, " ")
			r.unitSymbol(name{id: prefix + p.unit}, strings.ReplaceAll(patterns[key].Pattern, "{0}", named[i].short))
		}
	}
	return nil
}
