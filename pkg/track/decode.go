package track

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang/search"
	"github.com/arqam-io/arqam/pkg/unit"
	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// Units knows the units and currencies; *unit.Table does.
type Units interface {
	Get(figure.UnitID) (unit.Unit, bool)
	Quantities() []figure.Quantity
}

// ratio is the quantity of percent, permille and other units without a dimension.
const ratio figure.Quantity = "ratio"

func quantityOf(units Units, id figure.UnitID) figure.Quantity {
	if id == "" {
		return figure.BareCount
	}
	u, _ := units.Get(id)
	if u.Quantity == unit.Portion {
		return ratio
	}
	return u.Quantity
}

// The defaults of a tracker.
const (
	defaultHorizon = 30 * day
	defaultMemory  = 90 * day
	day            = 24 * time.Hour
)

// Decode reads the trackers of one file; errors contain its name. It rejects unknown keys,
// units and measures, duplicate names and invalid values. The error joins a *yamlfile.Error
// for each fault, in the order of their lines; the trackers are usable only if it is nil.
func Decode(name string, data []byte, units Units, words *search.Folder) ([]Tracker, error) {
	top, ok, err := yamlfile.Parse(name, data)
	if err != nil {
		return nil, err
	}
	d := decoder{units: units, folder: words}
	if ok {
		err = top.Fields(field("trackers", d.list))
	}
	if len(d.trackers) == 0 && err == nil {
		err = &yamlfile.Error{File: name, Fault: "the file has no trackers", Advice: "list them under the key trackers:"}
	}
	return d.trackers, yamlfile.Join(err, d.duplicates())
}

// decoder reads the trackers of one file.
type decoder struct {
	units    Units
	folder   *search.Folder
	trackers []Tracker
}

func field(key string, read func(yamlfile.Node) error) yamlfile.Field {
	return yamlfile.Field{Key: key, Read: read}
}

func into[T any](key string, to *T, read func(yamlfile.Node) (T, error)) yamlfile.Field {
	return field(key, yamlfile.Into(to, read))
}

func choice[T ~string](options ...T) func(yamlfile.Node) (T, error) {
	return func(n yamlfile.Node) (T, error) { return yamlfile.Choice(n, options...) }
}

// each reads every entry of a list; a single value is a list of one.
func each[T any](read func(yamlfile.Node) (T, error)) func(yamlfile.Node) ([]T, error) {
	return func(n yamlfile.Node) ([]T, error) {
		items, err := n.Items()
		faults := []error{err}
		var out []T
		for _, item := range items {
			v, err := read(item)
			out, faults = append(out, v), append(faults, err)
		}
		return out, yamlfile.Join(faults...)
	}
}

func (d *decoder) list(n yamlfile.Node) error {
	trackers, err := each(d.tracker)(n.At(""))
	d.trackers = append(d.trackers, trackers...)
	return err
}

func (d *decoder) duplicates() error {
	var faults []error
	first := map[string]int{}
	for _, t := range d.trackers {
		if line, ok := first[t.Name]; ok && t.Name != "" {
			faults = append(faults, &yamlfile.Error{File: t.File, Line: t.Line, Path: "name",
				Fault: fmt.Sprintf("%q is taken by the tracker at line %d", t.Name, line), Advice: "give each tracker its own name"})
			continue
		}
		first[t.Name] = t.Line
	}
	return yamlfile.Join(faults...)
}

func (d *decoder) tracker(n yamlfile.Node) (Tracker, error) {
	t := Tracker{
		File: n.File(), Line: n.Line(), Title: map[string]string{}, Measure: Cumulative, Severity: "info",
		Match:    Rule{Mentions: Mentions{Within: WithinArticle}},
		Estimate: Estimate{Best: "latest", Horizon: defaultHorizon},
		Novelty:  Novelty{Tolerance: figure.NewNumber(0), Memory: defaultMemory, Confirm: 1},
	}
	unit := n.At("unit")
	err := n.Fields(
		into("name", &t.Name, trackerName),
		field("title", func(v yamlfile.Node) error { return title(v, t.Title) }),
		field("match", func(v yamlfile.Node) error { return d.rule(v, &t.Match) }),
		field("unit", func(v yamlfile.Node) (err error) {
			unit = v
			t.UnitPer, err = d.unit(v)
			return err
		}),
		into("measure", &t.Measure, choice(Cumulative, Increment, Rate, Level)),
		field("estimate", func(v yamlfile.Node) error { return estimate(v, &t.Estimate) }),
		field("novelty", func(v yamlfile.Node) error { return novelty(v, &t.Novelty) }),
		into("claimants", &t.Claimants, each(d.words)),
		field("sanity", func(v yamlfile.Node) error { return sanity(v, &t.Sanity) }),
		into("stale_after", &t.StaleAfter, duration),
		field("alert", func(v yamlfile.Node) error {
			return v.Fields(into("severity", &t.Severity, choice("info", "warning", "critical")))
		}),
	)
	if err == nil {
		err = d.complete(n, unit, &t)
	}
	return t, err
}

// complete checks combinations of keys, and derives the quantity if the unit determines it.
func (d *decoder) complete(at, unit yamlfile.Node, t *Tracker) error {
	if t.Name == "" {
		return at.At("name").Advise("is missing", "give the tracker a name of a-z, 0-9 and '-'")
	}
	if m := t.Match.Mentions; len(t.Match.Subject)+len(m.All)+len(m.Any) == 0 {
		return at.At("match").Advise("has neither a subject nor mentions, so every figure would match",
			"add match.subject or match.mentions")
	}
	switch {
	case t.Measure == Rate && t.Per == "":
		return unit.Advise("is not a rate, but the measure is rate", "write the unit as tonne-per-day or per-day, or change the measure")
	case t.Per != "" && (t.Measure == Cumulative || t.Measure == Increment):
		return unit.Advise(fmt.Sprintf("%q is a rate, but the measure is %s", t.UnitLabel(), t.Measure),
			"change the measure to rate or level")
	case t.Per != "":
		return nil
	}
	own := quantityOf(d.units, t.Unit)
	if t.Match.Quantity != "" && t.Match.Quantity != own {
		return unit.Advise(fmt.Sprintf("%q is a unit of %s, but match.quantity is %s", t.UnitLabel(), own, t.Match.Quantity),
			"change one of them")
	}
	t.Match.Quantity = own
	return nil
}

var namePattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

const maxName = 64

func trackerName(n yamlfile.Node) (string, error) {
	s, err := n.Text()
	if err == nil && (len(s) > maxName || !namePattern.MatchString(s)) {
		err = n.Advise(fmt.Sprintf("%q is not a tracker name", s), fmt.Sprintf("use up to %d of a-z, 0-9 and single '-', such as dprk-munitions", maxName))
	}
	return s, err
}

var langPattern = regexp.MustCompile(`^[a-z]{2,3}$`)

// langFault returns the fault of an invalid language code, or nil.
func langFault(n yamlfile.Node, code string) error {
	if langPattern.MatchString(code) {
		return nil
	}
	return n.Advise(fmt.Sprintf("%q is not a language code", code), "use an ISO 639 code such as ar or en")
}

func langCode(n yamlfile.Node) (string, error) {
	s, err := n.Text()
	if err == nil {
		err = langFault(n, s)
	}
	return s, err
}

// title reads a title in each language.
func title(n yamlfile.Node, to map[string]string) error {
	if n.IsScalar() {
		return n.Advise(fmt.Sprintf("%q has no language", n.Value()), "write it as {en: …, ar: …}")
	}
	return n.Pairs(func(k, v yamlfile.Node) error {
		s, err := v.Text()
		to[k.Value()] = s
		return yamlfile.Join(langFault(k, k.Value()), err)
	})
}

func (d *decoder) rule(n yamlfile.Node, to *Rule) error {
	return n.Fields(
		into("subject", &to.Subject, d.words),
		into("quantity", &to.Quantity, d.quantity),
		field("mentions", func(v yamlfile.Node) error { return d.mentions(v, &to.Mentions) }),
		into("sources", &to.Sources, each(yamlfile.Node.Text)),
		into("langs", &to.Langs, each(langCode)),
		into("modality", &to.Modality, each(choice(figure.Asserted, figure.Denied, figure.Planned, figure.Expected, figure.Conditional))),
	)
}

// quantity reads a quantity that at least one unit has. The quantity of a rate of two units is
// named like its base unit.
func (d *decoder) quantity(n yamlfile.Node) (figure.Quantity, error) {
	s, err := n.Text()
	if err != nil {
		return "", err
	}
	q := figure.Quantity(s)
	if _, rate := d.units.Get(figure.UnitID(s)); rate || q == figure.BareCount || q == ratio || slices.Contains(d.units.Quantities(), q) {
		return q, nil
	}
	return "", n.Advise(fmt.Sprintf("%q is not a known quantity", s),
		"use count, money, ratio or a quantity of the CLDR, such as mass, length or energy, or omit it: the unit determines it")
}

func (d *decoder) mentions(n yamlfile.Node, to *Mentions) error {
	return n.Fields(
		into("all", &to.All, each(d.words)),
		into("any", &to.Any, d.words),
		into("not", &to.Not, d.words),
		into("within", &to.Within, choice(WithinArticle, WithinSentence)),
	)
}

// words reads texts that each contain at least one word.
func (d *decoder) words(n yamlfile.Node) ([]string, error) {
	out, err := each(func(item yamlfile.Node) (string, error) {
		s, err := item.Text()
		if err == nil && len(d.folder.Stems(s)) == 0 {
			err = item.Advise(fmt.Sprintf("%q contains no letter or digit", s), "write a word to look for")
		}
		return s, err
	})(n)
	if err == nil && n.IsList() && len(out) == 0 {
		err = n.Advise("is an empty list, so nothing would match", "add a word or remove the key")
	}
	return out, err
}

// unit reads "tonne", "kilometer-per-hour", "per-day" or "count".
func (d *decoder) unit(n yamlfile.Node) (figure.UnitPer, error) {
	s, err := n.Text()
	if err != nil || s == string(figure.BareCount) {
		return figure.UnitPer{}, err
	}
	id := figure.UnitID(s)
	u, isRate := id.Cut()
	// Some CLDR ids contain -per- but are not a rate of two other units.
	if d.known(id) && isRate && (u.Unit != "" && !d.known(u.Unit) || !d.known(u.Per)) {
		return figure.UnitPer{Unit: id}, nil
	}
	var faults []error
	for _, id := range []figure.UnitID{u.Unit, u.Per} {
		if id != "" && !d.known(id) {
			faults = append(faults, n.Advise(fmt.Sprintf("%q is not a known unit", id),
				"use a CLDR unit id such as tonne or percent, an ISO 4217 code such as USD, or count"))
		}
	}
	if isRate && u.Per == "" {
		faults = append(faults, n.Advise(fmt.Sprintf("%q has no unit after -per-", s), "write it as tonne-per-day"))
	}
	return u, yamlfile.Join(faults...)
}

func (d *decoder) known(id figure.UnitID) bool {
	_, ok := d.units.Get(id)
	return ok
}

func estimate(n yamlfile.Node, to *Estimate) error {
	return n.Fields(
		into("best", &to.Best, choice("latest", "max", "median")),
		into("horizon", &to.Horizon, duration),
	)
}

func novelty(n yamlfile.Node, to *Novelty) error {
	return n.Fields(
		into("tolerance", &to.Tolerance, percent),
		into("memory", &to.Memory, duration),
		into("confirm", &to.Confirm, func(v yamlfile.Node) (int, error) { return v.Int(1, 100) }),
	)
}

func sanity(n yamlfile.Node, to *Sanity) error {
	err := n.Fields(into("min", &to.Min, number), into("max", &to.Max, number))
	if err == nil && to.Min.Stated() && to.Max.Stated() && to.Min.Cmp(to.Max) > 0 {
		err = n.Advise("has a min above its max, so every figure would be reviewed", "swap them")
	}
	return err
}

// number reads an exact decimal.
func number(n yamlfile.Node) (figure.Number, error) {
	return yamlfile.Parsed(n, figure.ParseNumber, "a number, such as 100000 or 0.5")
}

// duration reads a minute or more.
func duration(n yamlfile.Node) (time.Duration, error) { return n.Duration(time.Minute, 0) }

// percent reads "1%" as the ratio 0.01.
func percent(n yamlfile.Node) (figure.Number, error) {
	s, err := n.Text()
	if err != nil {
		return figure.Number{}, err
	}
	digits, found := strings.CutSuffix(s, "%")
	share, err := figure.ParseNumber(strings.TrimSpace(digits))
	hundred := figure.NewNumber(100)
	if !found || err != nil || share.Cmp(figure.NewNumber(0)) < 0 || share.Cmp(hundred) > 0 {
		return figure.Number{}, n.Advise(fmt.Sprintf("%q is not a percentage", s), "write 0% to 100% with the sign, such as 1%")
	}
	return share.Div(hundred), nil
}
