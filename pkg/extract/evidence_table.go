package extract

import (
	"math/bits"
	"slices"
)

// rowSet is a set of rows of a table of evidence.
type rowSet [2]uint64

// rowLimit is how many rows a rowSet can hold.
const rowLimit = 128

// The build fails here when a table has more rows: the constant would be negative.
const _ = rowLimit - max(uint(len(evidenceOfNumber)), uint(len(evidenceOfSentence)))

func (s *rowSet) add(row int) { s[row/64] |= 1 << (row % 64) }

func (s *rowSet) drop(row int) { s[row/64] &^= 1 << (row % 64) }

func (s *rowSet) remove(t *rowSet) {
	for i := range s {
		s[i] &^= t[i]
	}
}

// first is the first row of both sets.
func (s *rowSet) first(t *rowSet) (row int, ok bool) {
	for i, rows := range s {
		if rows &= t[i]; rows != 0 {
			return 64*i + bits.TrailingZeros64(rows), true
		}
	}
	return 0, false
}

// table is rows of evidence, and what settles them.
type table struct {
	rows []evidence
	all  rowSet
	// plain are the rows that ask for no analysis of words.
	plain rowSet
	// needs are the facts that each row asks for.
	needs []factSet
	// needing are the rows that a fact must hold for, and against those that it rules out.
	needing, against [numFacts]rowSet
}

// tableOfNumber and tableOfSentence are the two tables of evidence.
var tableOfNumber, tableOfSentence = tableOf(evidenceOfNumber[:]), tableOf(evidenceOfSentence[:])

func tableOf(rows []evidence) *table {
	t := &table{rows: rows, needs: make([]factSet, len(rows))}
	for i, e := range rows {
		t.all.add(i)
		if !slices.ContainsFunc(slices.Concat(e.when, e.unless), func(f fact) bool { return f >= firstOfWords }) {
			t.plain.add(i)
		}
		for _, f := range e.when {
			t.needs[i].add(f)
			t.needing[f].add(i)
		}
		for _, f := range e.unless {
			t.needs[i].add(f)
			t.against[f].add(i)
		}
	}
	return t
}
