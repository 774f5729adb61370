package word

import (
	"fmt"
	"math/bits"
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

// lists is a set of the rows that name words.
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

// rowSet is a set of the rows that test a neighbour.
type rowSet [2]uint64

// maxRows is how many rows a rowSet can hold.
const maxRows = 128

func (s *rowSet) add(row int) { s[row>>6] |= 1 << (row & 63) }

func (s rowSet) or(t rowSet) rowSet { return rowSet{s[0] | t[0], s[1] | t[1]} }

func (s rowSet) and(t rowSet) rowSet { return rowSet{s[0] & t[0], s[1] & t[1]} }

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
			return nil
		}
		if len(c.rows) == maxRows {
			return fmt.Errorf("more than %d rows test a neighbour: join some", maxRows)
		}
		c.rows = append(c.rows, row)
		return nil
	})
}

// alone is what speaks for a reading whatever stands beside it.
func (c *contexts) alone(a Analysis, l lists) int {
	sum := 0
	for i := range c.own {
		if r := &c.own[i]; r.favours.Matches(a) && r.passes(a, l) {
			sum += r.weight
		}
	}
	return sum
}

// passes reports whether a reading of a word passes the row's test.
func (r *contextRow) passes(a Analysis, l lists) bool {
	return r.test.Matches(a) && l&r.words == r.words
}

// passed are the rows of a place whose test a reading passes.
func (c *contexts) passed(where place, a Analysis, l lists) (rows rowSet) {
	for i := range c.rows {
		if r := &c.rows[i]; r.where == where && r.passes(a, l) {
			rows.add(i)
		}
	}
	return rows
}

// favouring are the rows that favour a reading.
func (c *contexts) favouring(a Analysis) (rows rowSet) {
	for i := range c.rows {
		if c.rows[i].favours.Matches(a) {
			rows.add(i)
		}
	}
	return rows
}

// weight is the sum of the weights of some rows.
func (c *contexts) weight(rows rowSet) int {
	sum := 0
	for half, set := range rows {
		for ; set != 0; set &= set - 1 {
			sum += c.rows[half<<6+bits.TrailingZeros64(set)].weight
		}
	}
	return sum
}
