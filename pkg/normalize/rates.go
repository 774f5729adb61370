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

// Rates are the exchange rates from a file of the user. They are never changed after
// ReadRates, so they are safe for concurrent use.
type Rates struct {
	base   figure.UnitID
	within int // days for which a rate is valid
	of     map[figure.UnitID][]rate
}

// rate is how many units of a currency one unit of the base was worth on a day.
type rate struct {
	day  time.Time
	rate figure.Number
}

// ErrNoRates is returned for a file of rates that has only a header.
var ErrNoRates = errors.New("there is no rate")

// columnsOfRates are the header's names, in any order.
var columnsOfRates = []string{"date", "currency", "base", "rate"}

// ReadRates reads a table of exchange rates, separated by tabs or by commas; docs/rates.md
// describes it. A rate is valid on its day and for days days after it. Errors name the file as
// name, and the line.
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
	seen := map[string]bool{}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			if place == nil {
				place, err = placesOf(cells)
			} else {
				err = out.add(units, seen, func(column string) string { return strings.TrimSpace(cells[place[column]]) })
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
			return nil, fmt.Errorf("header is %q, the columns must be %s", header, strings.Join(columnsOfRates, ", "))
		}
	}
	return place, nil
}

// add adds a row. seen has the days and currencies of the rows before it.
func (r *Rates) add(units *unit.Table, seen map[string]bool, cell func(column string) string) error {
	day, err := time.Parse(time.DateOnly, cell("date"))
	if err != nil {
		return fmt.Errorf("date %q: write it as 2026-03-31", cell("date"))
	}
	for _, column := range []string{"currency", "base"} {
		if u, ok := units.Get(figure.UnitID(cell(column))); !ok || u.Quantity != unit.Money || u.Base != u.ID {
			return fmt.Errorf("%s %q is not an ISO 4217 code", column, cell(column))
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
		return fmt.Errorf("rate %q: must be a number above 0, with a decimal point and no exponent", cell("rate"))
	}
	key := cell("date") + cell("currency")
	if seen[key] {
		return fmt.Errorf("a second rate of %s on %s", currency, cell("date"))
	}
	seen[key] = true
	r.of[currency] = append(r.of[currency], rate{day, n})
	return nil
}

// on returns the latest rate of a currency that is valid on a day, or why there is none.
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

// WithRates returns a Normalizer that also converts money to the base of the rates.
func (n *Normalizer) WithRates(rates *Rates) *Normalizer {
	out := *n
	out.rates = rates
	return &out
}

// exchange converts money to the base of the rates, with the denominator of the figure.
// Amounts in the base, and prices of money in money, have no exchange.
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
