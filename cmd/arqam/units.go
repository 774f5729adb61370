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
	"github.com/arqam-io/arqam/pkg/terminal"
	"github.com/arqam-io/arqam/pkg/unit"
)

func (a *app) unitsCommand() command {
	var format, quantity string
	return command{
		group: "tool",
		use:   "units [flags] [NAME|ID]",
		short: "Look up units of measure and currencies, and convert between them",
		long: `Units have the ids of Unicode CLDR, and money has ISO 4217 codes. Given an id, a
symbol, or a name in any language and in any form that an article may use, the
command prints the unit, its quantity, its base unit and the exact factor to it. For
a name that several countries share, such as "dinar", it prints all of them.
Compounds of ids such as gram-per-square-meter are units too. Without an argument it
lists all units. The exit status is 1 if none is found.`,
		example: `  arqam units طن متري
  arqam units -o table --quantity mass
  arqam units -o table دنانير
  arqam units gram-per-square-meter
  arqam units convert "260 ألف طن متري" kilogram`,
		below: []command{a.convertCommand()},
		own: func(flags *pflag.FlagSet) {
			formatFlag(flags, &format)
			flags.StringVar(&quantity, "quantity", "", "only units of this `quantity`, such as mass")
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
				return fmt.Errorf("%w: \"arqam units\" lists the units", err)
			}
			if err != nil {
				return err
			}
			return a.unitsFound(b, found, format)
		},
	}
}

// unitBook looks up units, and has the engine to read quantities.
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
		short: "Convert a quantity, written as in an article, to another unit",
		long: `TEXT is read like the text of an article, in any language, so numbers and units can
be written in words; it must state exactly one figure. UNIT is an id, or a name of
exactly one unit. The conversion is exact; a quotient with infinitely many decimals
is rounded half to even at the ` + fmt.Sprint(figure.MaxScale) + `th decimal. Money stays in its currency: for
exchange rates see "arqam extract --help".`,
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

// converted is a figure and its conversion to another unit.
type converted struct {
	Text     string          `json:"text"`
	Relation figure.Relation `json:"relation"`
	From     amount          `json:"from"`
	To       amount          `json:"to"`
}

// amount is an amount in a unit, which may be a rate.
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
		return converted{}, usagef("%q states %s: it must state exactly one, such as \"260 ألف طن متري\"", text, terminal.Count(len(found), "figure"))
	}
	f := found[0]
	if f.Unit == "" {
		return converted{}, usagef("%q is a count, so it has no unit to convert", f.Mention.Text)
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
		return converted{}, usagef("%q could be %s: give the id of one of them", target, list(ids))
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
