package main

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
)

// packTable is the CLDR part of a language pack: rows of class, id, paradigms, attributes,
// lemmas, as docs/language-pack.md describes them. Hand-written rows have priority.
func packTable(l language, files map[string][]byte, known, inUse func(id string) bool) (table, error) {
	rows := newRows(l)
	for _, locale := range l.Locales {
		measures, err := units(files, locale)
		if err != nil {
			return table{}, err
		}
		for _, n := range measures {
			// The engine itself reads what is on either side of "per".
			if rate := strings.Contains(n.id, "-per-") && !strings.HasPrefix(n.id, "part-per-"); known(n.id) && !rate {
				rows.name("measure", n)
			}
		}
	}
	money, err := currencies(files, l.Locales[len(l.Locales)-1])
	if err != nil {
		return table{}, err
	}
	for _, n := range money {
		if inUse(n.id) {
			rows.name("currency", n)
			rows.symbol(n)
		}
	}
	if err := rows.calendars(files); err != nil {
		return table{}, err
	}
	t := write(path.Join(l.code, "cldr.tsv"), "# class\tid\tparadigms\tattributes\tlemmas", rows.list)
	return t, nil
}

// rows collects the rows of a pack without duplicates.
type rows struct {
	language
	list []string
	seen map[string]string // lemma by class -> id
}

func newRows(l language) *rows { return &rows{language: l, seen: map[string]string{}} }

// add adds a row. If two things have the same name, the first keeps it.
func (r *rows) add(class, id, paradigms, attributes, lemma string) {
	key := class + " " + strings.ToLower(lemma)
	if _, taken := r.seen[key]; taken {
		return
	}
	r.seen[key] = id
	r.list = append(r.list, strings.Join([]string{class, id, paradigms, attributes, lemma}, "\t"))
}

// name adds a name with its plurals.
func (r *rows) name(class string, n name) {
	one, many := bare(n.form(r.Singular)), bare(n.form(r.Plural))
	dual := ""
	if r.Dual != "" {
		dual = bare(n.form(r.Dual))
	}
	if !r.readable(one) || !r.readable(many) {
		return
	}
	paradigms, lemma, ok := r.inflect(strings.Fields(one), strings.Fields(many), dual)
	if !ok {
		for _, form := range []string{one, many} {
			r.phrase(class, n.id, "-", form)
		}
		return
	}
	r.phrase(class, n.id, paradigms, lemma)
}

// phrase adds a name, and again after the word that the language puts between a magnitude word
// and its unit.
func (r *rows) phrase(class, id, paradigms, lemma string) {
	r.add(class, id, paradigms, "-", lemma)
	if r.BeforeUnit == "" || class == "measure" && strings.HasPrefix(id, "part-per-") {
		return
	}
	behind := "-"
	if paradigms != "-" {
		behind = "- " + paradigms
	}
	if first := unicode.ToLower([]rune(lemma)[0]); !strings.ContainsRune(r.ElidesBefore, first) {
		r.add(class, id, behind, "-", r.BeforeUnit+" "+lemma)
	}
}

// inflect finds the paradigms by which a name forms its plural, word by word. It reports false
// if there are none.
func (r *rows) inflect(one, many []string, dual string) (paradigms, lemma string, ok bool) {
	if len(one) != len(many) {
		return "", "", false
	}
	two := strings.Fields(dual)
	var names, words []string
	last := 0
	for i, w := range one {
		changes := w != many[i]
		if len(two) == len(one) && two[i] != w {
			changes = true
		}
		paradigm, word := "-", w
		if changes {
			if paradigm, word = r.paradigm(w, many[i]); paradigm == "" {
				return "", "", false
			}
			last = i + 1
		}
		names, words = append(names, paradigm), append(words, word)
	}
	if last == 0 {
		return "-", strings.Join(words, " "), true
	}
	return strings.Join(names[:last], " "), strings.Join(words, " "), true
}

// paradigm returns the paradigm of one word, and the word with its plural if the plural must
// be listed.
func (r *rows) paradigm(one, many string) (paradigm, word string) {
	one, many = unmarked(one), unmarked(many)
	for _, p := range r.inflections {
		if stem, ok := strings.CutSuffix(one, p.strip); ok && many == stem+p.suffix {
			return p.paradigm, one
		}
	}
	for _, w := range r.Written {
		if strings.HasSuffix(one, w.Ending) {
			return w.Paradigm, one + "/" + many
		}
	}
	return "", ""
}

// unmarked removes the marks on letters, such as vowel signs.
func unmarked(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Mn, c) {
			return -1
		}
		return c
	}, s)
}

// readable reports whether a name consists of words in the language's own script, without
// brackets, digits or elided words, which a lemma cannot contain.
func (r *rows) readable(s string) bool {
	letters := false
	for _, c := range s {
		switch {
		case unicode.IsLetter(c):
			letters = true
			if !unicode.In(c, r.script, unicode.Common) {
				return false
			}
		case c == ' ', c == '-', unicode.Is(unicode.Mn, c):
		default:
			return false
		}
	}
	return letters
}

// symbol adds a currency's symbol. Symbols of letters alone are codes or words and left out,
// except abbreviations with dots, which follow the number.
func (r *rows) symbol(n name) {
	s := cell(n.symbol)
	if strings.ContainsFunc(s, func(c rune) bool { return unicode.Is(unicode.Sc, c) }) {
		r.add("currency", n.id, "-", "prefix", s)
		return
	}
	if s, dotted := strings.CutSuffix(s, "."); dotted && r.DottedSymbols && strings.ContainsFunc(s, func(c rune) bool { return unicode.Is(r.script, c) }) {
		r.add("currency", n.id, "-", "-", s)
	}
}

type calendarFile struct {
	Main map[string]struct {
		Dates struct {
			Calendars map[string]struct {
				Months map[string]map[string]map[string]string `json:"months"`
				Days   map[string]map[string]map[string]string `json:"days"`
			} `json:"calendars"`
		} `json:"dates"`
	} `json:"main"`
}

// calendars adds the months of the Gregorian calendar in every country's names, those of the
// Islamic one as h1 to h12, and the weekdays.
func (r *rows) calendars(files map[string][]byte) error {
	var names []string
	for file := range files {
		base, locale := path.Base(file), path.Base(path.Dir(file))
		if strings.HasPrefix(base, "ca-") && (locale == r.code || strings.HasPrefix(locale, r.code+"-")) {
			names = append(names, file)
		}
	}
	slices.Sort(names)
	for _, file := range names {
		var f calendarFile
		if err := json.Unmarshal(files[file], &f); err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		for calendar, c := range f.Main[path.Base(path.Dir(file))].Dates.Calendars {
			prefix := ""
			if calendar == "islamic" {
				prefix = "h"
			}
			for i := 1; i <= 12; i++ {
				id := fmt.Sprint(i)
				if month := c.Months["format"]["wide"][id]; r.readable(month) {
					r.add("month", prefix+id, "-", "-", month)
				}
			}
			for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
				if name := c.Days["format"]["wide"][day]; prefix == "" && r.readable(name) {
					r.add("weekday", "-", "-", "-", name)
				}
			}
		}
	}
	return nil
}
