package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/unit"
)

func (a *app) unitsCommand() command {
	var format, quantity string
	return command{
		group: "tool",
		use:   "units [flags] [NAME|ID]",
		short: "Look up units of measure and currencies, and convert between them",
		long: `Units bear the ids of Unicode CLDR, and money its ISO 4217 code. Given a name in
any language and any form that an article may use, a symbol or an id, it prints
the unit, its quantity, the base unit and the exact factor to it. A name that many
countries share, such as "dinar", prints each. Compounds of ids are units too,
such as gram-per-square-meter. Without one it lists every unit. The exit status
is 1 when there is none.`,
		example: `  arqam units طن متري
  arqam units -o table --quantity mass
  arqam units -o table دنانير
  arqam units gram-per-square-meter
  arqam units convert "260 ألف طن متري" kilogram`,
		below: []command{a.convertCommand()},
		own: func(flags *pflag.FlagSet) {
			formatFlag(flags, &format)
			flags.StringVar(&quantity, "quantity", "", "only units of this `quantity`, as mass")
		},
		run: func(_ context.Context, args []string) error {
			b, err := newUnitBook()
			if err != nil {
				return err
			}
			found, err := b.find(strings.Join(args, " "), figure.Quantity(quantity))
			if err != nil {
				return err
			}
			return a.unitsFound(b, found, format)
		},
	}
}

// unitBook is what can be looked up.
type unitBook struct {
	*unit.Table
	names  unit.Names
	engine *engine
}

func newUnitBook() (unitBook, error) {
	e, err := newEngine("")
	if err != nil {
		return unitBook{}, err
	}
	names, err := unit.LoadNames(e.packs)
	if err != nil {
		return unitBook{}, fmt.Errorf("load the names of units: %w", err)
	}
	return unitBook{e.units, names, e}, nil
}

// find returns the units that a name or an id means, or all of them, of one
// quantity or of any.
func (b unitBook) find(term string, quantity figure.Quantity) ([]unit.Unit, error) {
	ids := b.IDs()
	if term != "" {
		ids = b.named(term)
	}
	var found []unit.Unit
	for _, id := range ids {
		if u, ok := b.Get(id); ok && (quantity == "" || u.Quantity == quantity) {
			found = append(found, u)
		}
	}
	switch {
	case len(found) > 0:
		return found, nil
	case quantity != "" && !slices.Contains(b.quantities(), string(quantity)):
		return nil, usagef("--quantity: %q is none: want one of %s", quantity, strings.Join(b.quantities(), ", "))
	}
	return nil, b.unknown(term)
}

// named returns what a term means: as an id, in the languages that articles are
// read in, or by a name or symbol of CLDR's.
func (b unitBook) named(term string) []figure.UnitID {
	if u, ok := b.Get(figure.UnitID(term)); ok {
		return []figure.UnitID{u.ID}
	}
	var ids []figure.UnitID
	for _, name := range b.read(term) {
		shared, part := b.engine.normalizer.Means(name)
		if part {
			continue
		}
		if ids = append(ids, shared...); len(shared) == 0 {
			ids = append(ids, figure.UnitID(name))
		}
	}
	ids = append(ids, b.names.Find(term)...)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// read returns what the language packs call the units of a term.
func (b unitBook) read(term string) []string {
	var out []string
	for _, code := range b.engine.packs.Langs() {
		p, _ := b.engine.packs.Get(code)
		words := strings.Fields(term)
		if len(words) == 0 {
			return nil
		}
		at, known := p.Begin(p.Lookup([]byte(p.Fold.String(words[0])))), true
		for _, w := range words[1:] {
			known = known && at.Step(p.Lookup([]byte(p.Fold.String(w))))
		}
		for _, e := range at.Entries() {
			if known && (e.Class == lang.Measure || e.Class == lang.Currency) && !slices.Contains(out, e.ID) {
				out = append(out, e.ID)
			}
		}
	}
	return out
}

// unknown says why a term is no unit, and what to do.
func (b unitBook) unknown(term string) error {
	for _, name := range b.read(term) {
		if codes, part := b.engine.normalizer.Means(name); part {
			return fmt.Errorf("%q is a part of %s, and no unit of its own: name the whole", term, list(codes))
		}
	}
	var unknown *unit.UnknownError
	if _, err := b.Conversion(figure.UnitID(term), figure.UnitID(term)); errors.As(err, &unknown) && len(unknown.Near) > 0 {
		return fmt.Errorf("%q names no unit: did you mean %s?", term, list(unknown.Near))
	}
	return fmt.Errorf("%q names no unit: \"arqam units\" lists them", term)
}

func (b unitBook) quantities() []string {
	var out []string
	for _, id := range b.IDs() {
		u, _ := b.Get(id)
		out = append(out, string(u.Quantity))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// unitLine is the JSON of a unit. Factor and offset are exact: a decimal, or a
// quotient where that would not end; a value v of the unit is v·factor + offset
// of the base.
type unitLine struct {
	ID       figure.UnitID       `json:"id"`
	Quantity figure.Quantity     `json:"quantity"`
	Base     figure.UnitID       `json:"base"`
	Factor   string              `json:"factor,omitempty"`
	Offset   string              `json:"offset,omitempty"`
	Symbols  map[string]string   `json:"symbols"`
	Names    map[string][]string `json:"names"`
	Source   string              `json:"source,omitempty"`
}

func (b unitBook) line(u unit.Unit) unitLine {
	out := unitLine{ID: u.ID, Quantity: u.Quantity, Base: u.Base, Source: u.Source, Symbols: map[string]string{}, Names: map[string][]string{}}
	if f := u.Factor(); f != nil {
		out.Factor = exact(f)
		if o := u.Offset(); o.Cmp(new(big.Rat)) != 0 {
			out.Offset = exact(o)
		}
	}
	for _, n := range b.names[u.ID] {
		if n.Symbol != "" {
			out.Symbols[n.Lang] = n.Symbol
		}
		for _, name := range []string{n.Name, n.Plural} {
			if name != "" && !slices.Contains(out.Names[n.Lang], name) {
				out.Names[n.Lang] = append(out.Names[n.Lang], name)
			}
		}
	}
	return out
}

// exact prints r as a decimal where that ends, else as a quotient.
func exact(r *big.Rat) string {
	if digits, ends := r.FloatPrec(); ends {
		return r.FloatString(digits)
	}
	return r.RatString()
}

func (a *app) unitsFound(b unitBook, found []unit.Unit, format string) error {
	s := a.screen()
	switch {
	case format == formatCSV:
		return a.unitsCSV(b, found)
	case format == formatJSONL || format == formatAuto && s.width == 0:
		lines := json.NewEncoder(a.stdout)
		lines.SetEscapeHTML(false)
		for _, u := range found {
			if err := lines.Encode(b.line(u)); err != nil {
				return fmt.Errorf("print unit %q: %w", u.ID, err)
			}
		}
		return nil
	}
	t := s.table(a.stdout, "unit", "quantity", "is", "of", "ar", "en")
	for _, u := range found {
		line := b.line(u)
		factor := line.Factor
		if line.Offset != "" {
			factor += " + " + line.Offset
		}
		name := func(code string) string {
			if names := line.Names[code]; len(names) > 0 {
				return s.show(names[0], 0)
			}
			return ""
		}
		t.AppendRow(table.Row{u.ID, u.Quantity, factor, u.Base, name("ar"), name("en")})
	}
	t.Render()
	return nil
}

func (a *app) unitsCSV(b unitBook, found []unit.Unit) error {
	out := csv.NewWriter(a.stdout)
	err := out.Write([]string{"id", "quantity", "factor", "offset", "base", "ar", "en", "fr"})
	for _, u := range found {
		line := b.line(u)
		row := []string{string(u.ID), string(u.Quantity), line.Factor, line.Offset, string(u.Base)}
		for _, code := range []string{"ar", "en", "fr"} {
			row = append(row, strings.Join(line.Names[code], ", "))
		}
		err = errors.Join(err, out.Write(row))
	}
	out.Flush()
	return errors.Join(err, out.Error())
}

func (a *app) convertCommand() command {
	var format string
	return command{
		use:   "convert [flags] TEXT UNIT",
		short: "Read a quantity as an article would state it, and tell it in another unit",
		long: `TEXT is read as the text of an article is, in any language, so that numerals and
units may stand in words; it must state one figure. UNIT is an id, or a name that
means one unit. The conversion is exact; a quotient without a decimal end is
rounded, half to even, at the ` + fmt.Sprint(figure.MaxScale) + `th decimal. Money is told in its own currency:
for exchange rates see "arqam extract --help".`,
		example: `  arqam units convert "260 ألف طن متري" kilogram
  arqam units convert "between 5 and 7 miles" kilometer
  arqam units convert "90 كيلومترا في الساعة" meter-per-second
  arqam units convert -- "-5 degrees Celsius" fahrenheit`,
		args: cobra.ExactArgs(2),
		own:  func(flags *pflag.FlagSet) { formatFlag(flags, &format) },
		run: func(_ context.Context, args []string) error {
			b, err := newUnitBook()
			if err != nil {
				return err
			}
			c, err := b.convert(args[0], args[1])
			if err != nil {
				return err
			}
			return a.converted(c, format)
		},
	}
}

// converted is a figure in another unit.
type converted struct {
	Text     string          `json:"text"`
	Relation figure.Relation `json:"relation"`
	From     amount          `json:"from"`
	To       amount          `json:"to"`
}

// amount is an amount in a unit, per another or not.
type amount struct {
	figure.Amount
	Unit     figure.UnitID `json:"unit"`
	Per      figure.UnitID `json:"per,omitempty"`
	PerCount figure.Number `json:"per_count,omitzero"`
}

func (m amount) write(r figure.Relation) string {
	out := figure.Symbols().Write(r, m.Amount) + " " + string(m.Unit)
	if m.Per != "" {
		out += " per " + strings.TrimSpace(m.PerCount.String()+" "+string(m.Per))
	}
	return out
}

func (b unitBook) convert(text, target string) (converted, error) {
	found := b.engine.figures(figure.Article{ID: "convert", Text: text}).Figures
	if len(found) != 1 {
		return converted{}, usagef("%q states %d figures: want one, such as \"260 ألف طن متري\"", text, len(found))
	}
	f := found[0]
	if f.Unit == "" {
		return converted{}, usagef("%q counts, and bears no unit that could be converted", f.Mention.Text)
	}
	to, err := b.find(target, "")
	if err != nil {
		return converted{}, usage(err)
	}
	if len(to) > 1 {
		ids := make([]figure.UnitID, len(to))
		for i, u := range to {
			ids[i] = u.ID
		}
		return converted{}, usagef("%q may be %s: give the id of one", target, list(ids))
	}
	m := f.Mention
	out := converted{Text: m.Text, Relation: m.Relation,
		From: amount{m.Amount, f.Unit, f.Per, m.PerCount},
		To:   amount{Unit: to[0].ID, Per: f.Per, PerCount: m.PerCount}}
	from := f.Unit
	if _, divides := to[0].ID.Cut(); divides && f.Per != "" && !m.PerCount.Stated() {
		from, out.To.Per = f.UnitPer.Join(), ""
	}
	out.To.Amount, err = m.Map(func(n figure.Number) (figure.Number, error) { return b.Convert(n, from, to[0].ID) })
	if err != nil {
		return converted{}, usage(err)
	}
	return out, nil
}

func (a *app) converted(c converted, format string) error {
	s := a.screen()
	switch {
	case format == formatCSV:
		out := csv.NewWriter(a.stdout)
		err := errors.Join(
			out.Write([]string{"text", "relation", "from", "to"}),
			out.Write([]string{c.Text, string(c.Relation), c.From.write(c.Relation), c.To.write(c.Relation)}))
		out.Flush()
		return errors.Join(err, out.Error())
	case format == formatJSONL || format == formatAuto && s.width == 0:
		lines := json.NewEncoder(a.stdout)
		lines.SetEscapeHTML(false)
		return lines.Encode(c)
	}
	t := s.table(a.stdout, "text", "relation", "states", "is")
	t.AppendRow(table.Row{s.show(c.Text, 0), c.Relation, c.From.write(c.Relation), c.To.write(c.Relation)})
	t.Render()
	return nil
}
