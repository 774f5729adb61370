package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/engine"
	"github.com/arqam-io/arqam/pkg/figure"
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
			found, err := b.Find(strings.Join(args, " "), figure.Quantity(quantity))
			if wrong, ok := errors.AsType[*unit.UnknownQuantityError](err); ok {
				return usagef("--quantity: %w", wrong)
			}
			if errors.Is(err, unit.ErrNoUnit) {
				return fmt.Errorf("%w: \"arqam units\" lists them", err)
			}
			if err != nil {
				return err
			}
			return a.unitsFound(b, found, format)
		},
	}
}

// unitBook is what can be looked up, and the engine that reads quantities.
type unitBook struct {
	*unit.Book
	engine *engine.Engine
}

func newUnitBook() (unitBook, error) {
	e, err := newEngine("")
	if err != nil {
		return unitBook{}, err
	}
	b, err := unit.NewBook(e.Units, e.Packs, e.Normalizer.Means)
	return unitBook{b, e}, err
}

func (a *app) unitsFound(b unitBook, found []unit.Unit, format string) error {
	s := a.screen()
	switch {
	case format == formatCSV:
		return a.unitsCSV(b, found)
	case format == formatJSONL || format == formatAuto && s.Width == 0:
		lines := make([]unit.Entry, len(found))
		for i, u := range found {
			lines[i] = b.Entry(u)
		}
		return jsonLines(a.stdout, lines)
	}
	t := s.Table(a.stdout, "unit", "quantity", "is", "of", "ar", "en")
	for _, u := range found {
		line := b.Entry(u)
		factor := line.Factor
		if line.Offset != "" {
			factor += " + " + line.Offset
		}
		name := func(code string) string {
			if names := line.Names[code]; len(names) > 0 {
				return s.Show(names[0], 0)
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
	languages := b.engine.Packs.Langs()
	err := out.Write(append([]string{"id", "quantity", "factor", "offset", "base"}, languages...))
	for _, u := range found {
		line := b.Entry(u)
		row := []string{string(u.ID), string(u.Quantity), line.Factor, line.Offset, string(u.Base)}
		for _, code := range languages {
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
		short: "Read a quantity as an article would state it, and convert it to another unit",
		long: `TEXT is read as the text of an article is, in any language, so that numerals and
units may stand in words; it must state one figure. UNIT is an id, or a name that
means one unit. The conversion is exact; a quotient without a decimal end is
rounded, half to even, at the ` + fmt.Sprint(figure.MaxScale) + `th decimal. Money keeps its currency:
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
	found := b.engine.Figures(figure.Article{ID: "convert", Text: text}).Figures
	if len(found) != 1 {
		return converted{}, usagef("%q states %d figures: want one, such as \"260 ألف طن متري\"", text, len(found))
	}
	f := found[0]
	if f.Unit == "" {
		return converted{}, usagef("%q counts, and has no unit that could be converted", f.Mention.Text)
	}
	to, err := b.Find(target, "")
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
	case format == formatJSONL || format == formatAuto && s.Width == 0:
		return jsonLines(a.stdout, []converted{c})
	}
	t := s.Table(a.stdout, "text", "relation", "states", "is")
	t.AppendRow(table.Row{s.Show(c.Text, 0), c.Relation, c.From.write(c.Relation), c.To.write(c.Relation)})
	t.Render()
	return nil
}
