package main

import (
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
)

// classes are CLDR's plural classes, in its order.
var classes = []string{"zero", "one", "two", "few", "many", "other"}

// name is the name of a unit or a currency: by plural class, with the number as "{0}" unless
// the form includes it («يومان»).
type name struct {
	id     string
	symbol string
	plain  string
	forms  map[string]string
}

// bare is a form without its number.
func bare(form string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(form, "{0}", " ")), " ")
}

func (n *name) form(class string) string {
	if f, ok := n.forms[class]; ok {
		return f
	}
	return n.forms["other"]
}

type unitNames struct {
	Main map[string]struct {
		Units struct {
			Long  map[string]map[string]string `json:"long"`
			Short map[string]map[string]string `json:"short"`
		} `json:"units"`
	} `json:"main"`
}

type currencyNames struct {
	Main map[string]struct {
		Numbers struct {
			Currencies map[string]map[string]string `json:"currencies"`
		} `json:"numbers"`
	} `json:"main"`
}

// forms collects the keys that begin with prefix and end in a plural class.
func forms(keys map[string]string, prefix string) map[string]string {
	out := map[string]string{}
	for _, class := range classes {
		if f, ok := keys[prefix+class]; ok {
			out[class] = f
		}
	}
	return out
}

// units are the unit names of a locale, sorted by id.
func units(files map[string][]byte, locale string) ([]name, error) {
	var f unitNames
	file := "main/" + locale + "/units.json"
	if err := json.Unmarshal(files[file], &f); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	var out []name
	all := f.Main[locale].Units
	for key, keys := range all.Long {
		_, id, found := strings.Cut(key, "-")
		n := name{id: id, symbol: all.Short[key]["displayName"], plain: keys["displayName"], forms: forms(keys, "unitPattern-count-")}
		if found && id != "generic" && n.plain != "" && n.forms["other"] != "" {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b name) int { return strings.Compare(a.id, b.id) })
	return out, nil
}

// currencies are the currency names of a locale, sorted by code.
func currencies(files map[string][]byte, locale string) ([]name, error) {
	var f currencyNames
	file := "main/" + locale + "/currencies.json"
	if err := json.Unmarshal(files[file], &f); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	var out []name
	for code, keys := range f.Main[locale].Numbers.Currencies {
		n := name{id: code, symbol: keys["symbol"], plain: keys["displayName"], forms: forms(keys, "displayName-count-")}
		if n.plain == "" {
			continue
		}
		for class, f := range n.forms {
			n.forms[class] = "{0} " + f
		}
		if len(n.forms) == 0 {
			n.forms["other"] = "{0} " + n.plain
		}
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b name) int { return strings.Compare(a.id, b.id) })
	return out, nil
}

// nameTable lists the names of units and of current currencies.
func nameTable(l language, files map[string][]byte, known func(id string) bool) (table, error) {
	measures, err := units(files, l.Locales[0])
	if err != nil {
		return table{}, err
	}
	money, err := currencies(files, l.Locales[len(l.Locales)-1])
	if err != nil {
		return table{}, err
	}
	var rows []string
	for _, n := range slices.Concat(measures, money) {
		if !known(n.id) {
			continue
		}
		cells := []string{n.id, cell(n.symbol), cell(n.plain)}
		for _, class := range classes {
			cells = append(cells, cell(n.forms[class]))
		}
		rows = append(rows, strings.Join(cells, "\t"))
	}
	return write(path.Join(l.code, "cldr_names.tsv"), "id\tsymbol\tname\t"+strings.Join(classes, "\t"), rows), nil
}

// cell is one table cell: on one line, without bidi marks, never blank.
func cell(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u200e', '\u200f', '\u061c':
			return -1
		case '\u00a0', '\u202f':
			return ' '
		}
		return r
	}, s)
	if s = strings.Join(strings.Fields(s), " "); s == "" {
		return "-"
	}
	return s
}

type numbersFile struct {
	Main map[string]struct {
		Numbers map[string]json.RawMessage `json:"numbers"`
	} `json:"main"`
}

// separatorTable lists how each country writes numbers: its usual digits, and the decimal and
// grouping marks for both kinds of digits. Spaces are written as code points. ARCHITECTURE.md
// says why the engine does not decide «2.750» by it.
func separatorTable(files map[string][]byte) (table, error) {
	var rows []string
	for file, body := range files {
		if path.Base(file) != "numbers.json" {
			continue
		}
		locale := path.Base(path.Dir(file))
		var f numbersFile
		if err := json.Unmarshal(body, &f); err != nil {
			return table{}, fmt.Errorf("read %s: %w", file, err)
		}
		numbers := f.Main[locale].Numbers
		var digits string
		if err := json.Unmarshal(numbers["defaultNumberingSystem"], &digits); err != nil {
			return table{}, fmt.Errorf("read %s: %w", file, err)
		}
		cells := []string{locale, digits}
		for _, system := range []string{"latn", "arab"} {
			var marks struct{ Decimal, Group string }
			if raw, ok := numbers["symbols-numberSystem-"+system]; ok {
				if err := json.Unmarshal(raw, &marks); err != nil {
					return table{}, fmt.Errorf("read %s: %w", file, err)
				}
			}
			cells = append(cells, mark(marks.Decimal), mark(marks.Group))
		}
		rows = append(rows, strings.Join(cells, "\t"))
	}
	return write("separators.tsv", "locale\tdigits\tdecimal\tgroup\tarabic_decimal\tarabic_group", rows), nil
}

func mark(s string) string {
	if s == "" {
		return "-"
	}
	if strings.TrimSpace(s) == "" {
		return fmt.Sprintf("%U", []rune(s)[0])
	}
	return s
}
