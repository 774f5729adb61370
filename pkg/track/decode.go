package track

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/lang/search"
	"github.com/arqam-io/arqam/pkg/unit"
)

// Units knows the units and currencies; *unit.Table does.
type Units interface {
	Get(figure.UnitID) (unit.Unit, bool)
	Quantities() []figure.Quantity
}

// ratio is how figures name the quantity of percent and its kin.
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

// What a tracker has that does not say otherwise.
const (
	defaultHorizon = 30 * day
	defaultMemory  = 90 * day
	day            = 24 * time.Hour
)

// Decode reads the trackers of one file; name stands in the errors. Unknown
// keys, units and measures, terms without a word, duplicate names and bad values
// are refused. The error joins a *Problem for each of them; the trackers are
// usable only when it is nil.
func Decode(name string, data []byte, units Units, words *search.Folder) ([]Tracker, error) {
	r := &reader{file: name, folder: words}
	root, ok := r.parse(data)
	if !ok {
		return nil, errors.Join(r.problems...)
	}
	var trackers []Tracker
	r.mapping(root, key{"trackers", func(at item) {
		for _, it := range r.list(at) {
			trackers = append(trackers, r.tracker(item{it.Node, ""}, units))
		}
	}})
	if len(trackers) == 0 && len(r.problems) == 0 {
		r.fail(item{&yaml.Node{}, ""}, "holds no trackers", "list them under the key trackers:")
	}
	r.duplicates(trackers)
	slices.SortStableFunc(r.problems, func(a, b error) int { return a.(*Problem).Line - b.(*Problem).Line })
	return trackers, errors.Join(r.problems...)
}

var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

func (r *reader) parse(data []byte) (item, bool) {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc yaml.Node
	err := dec.Decode(&doc)
	if errors.Is(err, io.EOF) {
		r.fail(item{&yaml.Node{}, ""}, "holds no trackers", "list them under the key trackers:")
		return item{}, false
	}
	if err != nil {
		p := &Problem{File: r.file, Fault: err.Error(), Advice: "correct the YAML"}
		if m := yamlError.FindStringSubmatch(err.Error()); m != nil {
			p.Line, _ = strconv.Atoi(m[1])
			p.Fault = m[2]
		}
		r.problems = append(r.problems, p)
		return item{}, false
	}
	var second yaml.Node
	if err := dec.Decode(&second); !errors.Is(err, io.EOF) {
		r.fail(item{&second, ""}, "a second YAML document begins", "put all trackers under one trackers: key")
		return item{}, false
	}
	return item{resolve(doc.Content[0]), ""}, true
}

func (r *reader) duplicates(trackers []Tracker) {
	first := map[string]int{}
	for _, t := range trackers {
		if line, ok := first[t.Name]; ok && t.Name != "" {
			r.problems = append(r.problems, &Problem{File: r.file, Line: t.Line, Field: "name", Value: t.Name, Quoted: true,
				Fault: fmt.Sprintf("is taken by the tracker at line %d", line), Advice: "give each tracker its own name"})
			continue
		}
		first[t.Name] = t.Line
	}
}

func (r *reader) tracker(at item, units Units) Tracker {
	t := Tracker{
		File: r.file, Line: at.Line, Title: map[string]string{}, Measure: Cumulative, Severity: "info",
		Match:    Rule{Mentions: Mentions{Within: WithinArticle}},
		Estimate: Estimate{Best: "latest", Horizon: defaultHorizon},
		Novelty:  Novelty{Tolerance: figure.NewNumber(0), Memory: defaultMemory, Confirm: 1},
	}
	before := len(r.problems)
	unit := item{at.Node, "unit"}
	r.mapping(at,
		key{"name", func(v item) { t.Name = r.name(v) }},
		key{"title", func(v item) { t.Title = r.title(v) }},
		key{"match", func(v item) { t.Match = r.rule(v, units) }},
		key{"unit", func(v item) { unit = v; t.UnitPer = r.unit(v, units) }},
		key{"measure", func(v item) { t.Measure = choice(r, v, Cumulative, Increment, Rate, Level) }},
		key{"estimate", func(v item) { r.estimate(v, &t.Estimate) }},
		key{"novelty", func(v item) { r.novelty(v, &t.Novelty) }},
		key{"claimants", func(v item) {
			for _, names := range r.list(v) {
				t.Claimants = append(t.Claimants, r.words(names))
			}
		}},
		key{"sanity", func(v item) { r.sanity(v, &t.Sanity) }},
		key{"stale_after", func(v item) { t.StaleAfter = r.duration(v) }},
		key{"alert", func(v item) { r.alert(v, &t.Severity) }},
	)
	if len(r.problems) == before {
		r.complete(at, unit, &t, units)
	}
	return t
}

// complete checks what holds between the keys of a tracker, and derives the
// quantity where the unit settles it.
func (r *reader) complete(at, unit item, t *Tracker, units Units) {
	if t.Name == "" {
		r.fail(item{at.Node, "name"}, "is missing", "give the tracker a name of a-z, 0-9 and '-'")
		return
	}
	if m := t.Match.Mentions; len(t.Match.Subject)+len(m.All)+len(m.Any) == 0 {
		r.fail(item{at.Node, "match"}, "names neither a subject nor mentions, so every figure would match",
			"add match.subject or match.mentions")
	}
	switch {
	case t.Measure == Rate && t.Per == "":
		r.fail(unit, "is per nothing, but the measure is rate", "write the unit as tonne-per-day or per-day, or change the measure")
	case t.Per != "" && (t.Measure == Cumulative || t.Measure == Increment):
		r.fail(unit, fmt.Sprintf("%q is per something, but the measure is %s", t.UnitLabel(), t.Measure),
			"change the measure to rate or level")
	}
	if t.Per != "" {
		return
	}
	own := quantityOf(units, t.Unit)
	if t.Match.Quantity != "" && t.Match.Quantity != own {
		r.fail(unit, fmt.Sprintf("%q is a unit of %s, but match.quantity is %s", t.UnitLabel(), own, t.Match.Quantity),
			"change one of them")
	}
	t.Match.Quantity = own
}

var namePattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

const maxName = 64

func (r *reader) name(at item) string {
	s, ok := r.text(at)
	if ok && (len(s) > maxName || !namePattern.MatchString(s)) {
		r.refuse(at, "is no tracker name", fmt.Sprintf("use up to %d of a-z, 0-9 and single '-', as in dprk-munitions", maxName))
	}
	return s
}

var langPattern = regexp.MustCompile(`^[a-z]{2,3}$`)

func (r *reader) lang(at item, code string) {
	if !langPattern.MatchString(code) {
		r.problems = append(r.problems, &Problem{File: r.file, Line: at.Line, Field: at.path, Value: code, Quoted: true,
			Fault: "is no language code", Advice: "use ISO 639 codes such as ar or en"})
	}
}

func (r *reader) title(at item) map[string]string {
	out := map[string]string{}
	if at.Kind == yaml.ScalarNode {
		r.refuse(at, "has no language", "write it as {en: …, ar: …}")
		return out
	}
	if at.Kind != yaml.MappingNode {
		r.fail(at, "is not a mapping", "write it as {en: …, ar: …}")
		return out
	}
	r.pairs(at, func(k, v item) {
		r.lang(k, k.Value)
		if s, ok := r.text(v); ok {
			out[k.Value] = s
		}
	})
	return out
}

func (r *reader) rule(at item, units Units) Rule {
	rule := Rule{Mentions: Mentions{Within: WithinArticle}}
	r.mapping(at,
		key{"subject", func(v item) { rule.Subject = r.words(v) }},
		key{"quantity", func(v item) { rule.Quantity = r.quantity(v, units) }},
		key{"mentions", func(v item) { r.mentions(v, &rule.Mentions) }},
		key{"sources", func(v item) { rule.Sources = r.texts(v) }},
		key{"langs", func(v item) {
			rule.Langs = r.texts(v)
			for _, code := range rule.Langs {
				r.lang(v, code)
			}
		}},
		key{"modality", func(v item) {
			for _, it := range r.list(v) {
				rule.Modality = append(rule.Modality, choice(r, it, figure.Asserted, figure.Denied,
					figure.Planned, figure.Expected, figure.Conditional))
			}
		}},
	)
	return rule
}

// quantity reads one that some unit has. A rate of two units has its base unit
// for a name.
func (r *reader) quantity(at item, units Units) figure.Quantity {
	s, ok := r.text(at)
	q := figure.Quantity(s)
	if _, rate := units.Get(figure.UnitID(s)); !ok || rate || q == figure.BareCount || q == ratio || slices.Contains(units.Quantities(), q) {
		return q
	}
	r.refuse(at, "is no known quantity", "use count, money, ratio or one of the CLDR's, such as mass, length or energy, or leave it out: the unit settles it")
	return q
}

func (r *reader) mentions(at item, m *Mentions) {
	r.mapping(at,
		key{"all", func(v item) {
			for _, group := range r.list(v) {
				m.All = append(m.All, r.words(group))
			}
		}},
		key{"any", func(v item) { m.Any = r.words(v) }},
		key{"not", func(v item) { m.Not = r.words(v) }},
		key{"within", func(v item) { m.Within = choice(r, v, WithinArticle, WithinSentence) }},
	)
}

// unit reads "tonne", "kilometer-per-hour", "per-day" or "count".
func (r *reader) unit(at item, units Units) figure.UnitPer {
	s, ok := r.text(at)
	if !ok || s == figure.BareCount {
		return figure.UnitPer{}
	}
	id := figure.UnitID(s)
	u, isRate := id.Cut()
	// Some ids of CLDR divide without being a rate of two others.
	if known(units, id) && isRate && (u.Unit != "" && !known(units, u.Unit) || !known(units, u.Per)) {
		return figure.UnitPer{Unit: id}
	}
	for _, id := range []figure.UnitID{u.Unit, u.Per} {
		if id != "" && !known(units, id) {
			r.refuse(item{&yaml.Node{Line: at.Line, Value: string(id)}, at.path}, "is no known unit",
				"use a CLDR unit id such as tonne or percent, an ISO 4217 code such as USD, or count")
		}
	}
	if isRate && u.Per == "" {
		r.refuse(at, "is per nothing", "write it as tonne-per-day")
	}
	return u
}

func known(units Units, id figure.UnitID) bool {
	_, ok := units.Get(id)
	return ok
}

func (r *reader) estimate(at item, e *Estimate) {
	r.mapping(at,
		key{"best", func(v item) { e.Best = choice(r, v, "latest", "max", "median") }},
		key{"horizon", func(v item) { e.Horizon = r.duration(v) }},
	)
}

func (r *reader) novelty(at item, n *Novelty) {
	r.mapping(at,
		key{"tolerance", func(v item) { n.Tolerance = r.percent(v) }},
		key{"memory", func(v item) { n.Memory = r.duration(v) }},
		key{"confirm", func(v item) { n.Confirm = r.count(v) }},
	)
}

func (r *reader) sanity(at item, s *Sanity) {
	r.mapping(at,
		key{"min", func(v item) { s.Min = r.number(v) }},
		key{"max", func(v item) { s.Max = r.number(v) }},
	)
	if s.Min.Stated() && s.Max.Stated() && s.Min.Cmp(s.Max) > 0 {
		r.fail(at, "has a min above its max, so no figure would be believed", "exchange them")
	}
}

// number reads an exact decimal.
func (r *reader) number(at item) figure.Number {
	s, ok := r.text(at)
	if !ok {
		return figure.Number{}
	}
	n, err := figure.ParseNumber(s)
	if err != nil {
		r.refuse(at, "is no number", "write digits alone, as in 100000 or 0.5")
	}
	return n
}

func (r *reader) alert(at item, severity *string) {
	r.mapping(at, key{"severity", func(v item) { *severity = choice(r, v, "info", "warning", "critical") }})
}

var durationPattern = regexp.MustCompile(`^([1-9][0-9]{0,4})(m|h|d|w)$`)

// duration reads a positive whole number of minutes, hours, days or weeks.
func (r *reader) duration(at item) time.Duration {
	s, ok := r.text(at)
	if !ok {
		return 0
	}
	m := durationPattern.FindStringSubmatch(s)
	if m == nil {
		r.refuse(at, "is no duration", "write a whole number of m, h, d or w, as in 30d")
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	unit := map[string]time.Duration{"m": time.Minute, "h": time.Hour, "d": day, "w": 7 * day}[m[2]]
	return time.Duration(n) * unit
}

// percent reads "1%" as the ratio 0.01.
func (r *reader) percent(at item) figure.Number {
	s, ok := r.text(at)
	if !ok {
		return figure.Number{}
	}
	digits, found := strings.CutSuffix(s, "%")
	n, err := figure.ParseNumber(strings.TrimSpace(digits))
	hundred := figure.NewNumber(100)
	if !found || err != nil || n.Cmp(figure.NewNumber(0)) < 0 || n.Cmp(hundred) > 0 {
		r.refuse(at, "is no percentage", "write 0% to 100% with the sign, as in 1%")
		return figure.Number{}
	}
	return n.Div(hundred)
}

func (r *reader) count(at item) int {
	s, ok := r.text(at)
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 100 {
		r.refuse(at, "is no count", "write a whole number from 1 to 100")
		return 0
	}
	return n
}
