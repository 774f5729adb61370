package word

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/lang"
)

// contexts are a pack's contexts.tsv: how much a neighbour, or the reading itself,
// speaks for a reading. The weights of all rows that fit are added up.
type contexts struct {
	own  []contextRow // that test the reading itself
	rows []contextRow // that test a neighbour
}

// lists is a set of rows.
type lists uint64

// contextRow is one row: where what it tests stands, and what it favours.
type contextRow struct {
	where   place
	test    Template
	words   lists // the row's own bit where it names words
	favours Template
	weight  int
}

type place uint8

const (
	here place = iota
	left
	right
)

var places = map[string]place{"here": here, "left": left, "right": right}

// load reads the pack's rows, and calls list for every word that one names.
func (c *contexts) load(p *lang.Pack, list func(word string, row lists)) error {
	named := 0
	return p.ReadTable(lang.Contexts, 5, func(_ int, col []string) error {
		where, ok := places[col[0]]
		if !ok {
			return fmt.Errorf("unknown place %q: want here, left or right", col[0])
		}
		row := contextRow{where: where}
		var err error
		if row.test, err = ParseTemplate(col[1]); err != nil {
			return err
		}
		if row.favours, err = ParseTemplate(col[2]); err != nil {
			return err
		}
		if row.weight, err = strconv.Atoi(col[3]); err != nil {
			return fmt.Errorf("weight: %w", err)
		}
		if col[4] != "-" {
			if named == 64 {
				return fmt.Errorf("more than 64 rows name words: join some")
			}
			row.words = 1 << named
			named++
			for w := range strings.SplitSeq(col[4], "|") {
				list(w, row.words)
			}
		}
		if where == here {
			c.own = append(c.own, row)
		} else {
			c.rows = append(c.rows, row)
		}
		return nil
	})
}

// active appends to dst the rows whose test the neighbours of a word pass.
func (c *contexts) active(dst []*contextRow, before, after *Word) []*contextRow {
	for i := range c.rows {
		r := &c.rows[i]
		switch {
		case r.where == left && r.test.Matches(before.Best) && before.lists&r.words == r.words,
			r.where == right && after.may(r):
			dst = append(dst, r)
		}
	}
	return dst
}

// alone is what speaks for a candidate whatever stands beside it.
func (c *contexts) alone(of *Candidate) int {
	sum := 0
	for i := range c.own {
		if r := &c.own[i]; r.favours.Matches(of.Analysis) && r.test.Matches(of.Analysis) && of.lists&r.words == r.words {
			sum += r.weight
		}
	}
	return sum
}

// may reports whether any reading of the word fits the row.
func (w *Word) may(r *contextRow) bool {
	if len(w.All) == 0 {
		return r.words == 0 && r.test.Matches(w.Best)
	}
	for i := range w.All {
		if r.test.Matches(w.All[i].Analysis) && w.All[i].lists&r.words == r.words {
			return true
		}
	}
	return false
}
