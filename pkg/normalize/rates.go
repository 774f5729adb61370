package normalize

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/unit"
)

// Rates are the exchange rates of a file that the user supplies. They are never
// changed after ReadRates, so they may be used from many goroutines.
type Rates struct {
	base   figure.UnitID
	within int // days that a rate holds for
	of     map[figure.UnitID][]rate
}

// rate is how many of a currency one of the base was worth on a day.
type rate struct {
	day  time.Time
	rate figure.Number
}

// ErrNoRates is returned for a file of rates that has a header and nothing else.
var ErrNoRates = errors.New("there is no rate")

// columnsOfRates are the header's names, which may stand in any order.
var columnsOfRates = []string{"date", "currency", "base", "rate"}

// ReadRates reads a table of exchange rates, separated by tabs or by commas;
// docs/rates.md describes it. A rate holds on its day and for so many days after
// it. Errors name the file as name, and the line.
func ReadRates(name string, r io.Reader, units *unit.Table, within int) (*Rates, error) {
	body, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	text := strings.TrimPrefix(string(body), "\ufeff")
	in := csv.NewReader(strings.NewReader(text))
	in.Comment, in.FieldsPerRecord, in.TrimLeadingSpace = '#', len(columnsOfRates), true
	if strings.Contains(text, "\t") {
		in.Comma, in.TrimLeadingSpace = '\t', false
	}
	out := &Rates{within: within, of: map[figure.UnitID][]rate{}}
	var place map[string]int
	told := map[string]bool{}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			if place == nil {
				place, err = placesOf(cells)
			} else {
				err = out.add(units, told, func(column string) string { return strings.TrimSpace(cells[place[column]]) })
			}
			if err != nil {
				line, _ := in.FieldPos(0)
				return nil, fmt.Errorf("%s:%d: %w", name, line, err)
			}
			continue
		}
		var syntax *csv.ParseError
		if errors.As(err, &syntax) {
			return nil, fmt.Errorf("%s:%d: %w", name, syntax.Line, syntax.Err)
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(out.of) == 0 {
		return nil, fmt.Errorf("%s: %w", name, ErrNoRates)
	}
	for _, list := range out.of {
		slices.SortFunc(list, func(a, b rate) int { return a.day.Compare(b.day) })
	}
	return out, nil
}

// placesOf finds each column in the header.
func placesOf(header []string) (map[string]int, error) {
	place := map[string]int{}
	for i, cell := range header {
		place[strings.ToLower(strings.TrimSpace(cell))] = i
	}
	for _, column := range columnsOfRates {
		if _, ok := place[column]; !ok {
			return nil, fmt.Errorf("header is %q, want the columns %s", header, strings.Join(columnsOfRates, ", "))
		}
	}
	return place, nil
}

// add enters a row. Told are the days and currencies of the rows before it.
func (r *Rates) add(units *unit.Table, told map[string]bool, cell func(column string) string) error {
	day, err := time.Parse(time.DateOnly, cell("date"))
	if err != nil {
		return fmt.Errorf("date %q: want one as 2026-03-31", cell("date"))
	}
	for _, column := range []string{"currency", "base"} {
		if u, ok := units.Get(figure.UnitID(cell(column))); !ok || u.Quantity != unit.Money || u.Base != u.ID {
			return fmt.Errorf("%s %q is no ISO 4217 code", column, cell(column))
		}
	}
	currency, base := figure.UnitID(cell("currency")), figure.UnitID(cell("base"))
	switch {
	case r.base == "":
		r.base = base
	case base != r.base:
		return fmt.Errorf("base %q after %q: all rates are of one base", base, r.base)
	}
	if currency == base {
		return fmt.Errorf("currency %q is the base itself", currency)
	}
	n, err := figure.ParseNumber(cell("rate"))
	if err != nil || n.Cmp(figure.NewNumber(0)) <= 0 {
		return fmt.Errorf("rate %q: want a number above 0, with a point for the decimals and no exponent", cell("rate"))
	}
	key := cell("date") + cell("currency")
	if told[key] {
		return fmt.Errorf("a second rate of %s on %s", currency, cell("date"))
	}
	told[key] = true
	r.of[currency] = append(r.of[currency], rate{day, n})
	return nil
}

// on returns the latest rate of a currency that holds on a day, or why there is
// none.
func (r *Rates) on(currency figure.UnitID, day time.Time) (rate, string) {
	list, known := r.of[currency]
	if !known {
		return rate{}, fmt.Sprintf("no rate of %s", currency)
	}
	day = day.UTC().Truncate(24 * time.Hour)
	i, found := slices.BinarySearchFunc(list, day, func(one rate, day time.Time) int { return cmp.Compare(one.day.Unix(), day.Unix()) })
	if !found {
		i--
	}
	if i < 0 || day.Sub(list[i].day) > time.Duration(r.within)*24*time.Hour {
		return rate{}, fmt.Sprintf("no rate of %s on %s or in the %d days before", currency, day.Format(time.DateOnly), r.within)
	}
	return list[i], ""
}

// WithRates returns a Normalizer that also tells money in the base of the rates.
func (n *Normalizer) WithRates(rates *Rates) *Normalizer {
	out := *n
	out.rates = rates
	return &out
}

// exchange tells money in the base of the rates, in the denominator that the
// figure states. What needs no conversion, and a price of money in money, has
// none.
func (r *reading) exchange(m *figure.Mention, over, under measure) figure.Exchange {
	if r.rates == nil || over.q != unit.Money || under.q == unit.Money || over.base == r.rates.base {
		return figure.Exchange{}
	}
	out := figure.Exchange{Unit: r.rates.base}
	switch {
	case !over.known:
		out.Missing = "it is not settled which currency it is"
		return out
	case r.article.Published.IsZero():
		out.Missing = "the article bears no date"
		return out
	}
	found, missing := r.rates.on(over.base, r.article.Published)
	if missing != "" {
		out.Missing = missing
		return out
	}
	to := over.to.Times(new(big.Rat).Inv(found.rate.Rat()))
	var err error
	if out.Amount, err = m.Map(to.Number); err != nil {
		return figure.Exchange{Unit: r.rates.base, Missing: err.Error()}
	}
	out.Rate, out.Date = found.rate, found.day.Format(time.DateOnly)
	return out
}
