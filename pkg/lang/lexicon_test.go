package lang

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// each calls do with every phrase of the lexicon and its meanings.
func (l *Lexicon) each(do func(phrase string, entries []Entry)) {
	forms := l.index.forms
	var deeper func(phrase string, next []branch)
	deeper = func(phrase string, next []branch) {
		for _, b := range next {
			longer := phrase + " " + forms[b.word]
			do(longer, l.nodes[b.node].entries)
			deeper(longer, l.nodes[b.node].next)
		}
	}
	for id := range l.words {
		do(forms[id], l.words[id].entries)
		deeper(forms[id], l.words[id].next)
	}
}

func everyPack(t *testing.T, do func(t *testing.T, p *Pack)) {
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range set.packs {
		t.Run(p.Lang, func(t *testing.T) { do(t, p) })
	}
}

// TestOneValueAKey: a key may have meanings in several classes, but within a
// class and a grammatical form only one, or the order of the files would decide.
func TestOneValueAKey(t *testing.T) {
	everyPack(t, func(t *testing.T, p *Pack) {
		p.each(func(phrase string, entries []Entry) {
			for i, a := range entries {
				for _, b := range entries[:i] {
					if a.Class == b.Class && a.Form&b.Form != 0 && (a.ID != b.ID || a.Num*b.Den != b.Num*a.Den) {
						t.Errorf("%q is %s %q (%d/%d) and %q (%d/%d)", phrase, a.Class, a.ID, a.Num, a.Den, b.ID, b.Num, b.Den)
					}
				}
			}
		})
	})
}

// TestKeysAreFolded: what the folder would change can never be looked up.
func TestKeysAreFolded(t *testing.T) {
	everyPack(t, func(t *testing.T, p *Pack) {
		for _, form := range p.index.forms {
			if folded := p.Fold.String(form); folded != form {
				t.Errorf("the key %q folds to %q", form, folded)
			}
		}
	})
}

// TestEntriesAreWhole checks what each class needs beside its words.
func TestEntriesAreWhole(t *testing.T) {
	relations := []string{"approx", "gt", "ge", "lt", "le"}
	modalities := []string{"denied", "planned", "expected", "conditional"}
	everyPack(t, func(t *testing.T, p *Pack) {
		p.each(func(phrase string, entries []Entry) {
			for _, e := range entries {
				switch e.Class {
				case Measure, Currency, Noun, Per, Casualty:
					if e.ID == "" {
						t.Errorf("the %s %q names nothing", e.Class, phrase)
					}
				case Before, After, Verb:
					if !slices.Contains(relations, e.ID) && !(e.Class == Before && e.ID == "eq") {
						t.Errorf("%q is a modifier of relation %q, want one of %v", phrase, e.ID, relations)
					}
				case ModalityCue:
					if !slices.Contains(modalities, e.ID) {
						t.Errorf("%q is a cue of modality %q, want one of %v", phrase, e.ID, modalities)
					}
				case Change:
					if e.Has(Up) != (e.ID == "up") || e.Has(Down) != (e.ID == "down") || e.Attrs&(Up|Down) == 0 && e.ID != "reach" {
						t.Errorf("the change %q is %q and goes up: %v, down: %v", phrase, e.ID, e.Has(Up), e.Has(Down))
					}
				case Unit, Ten, Teen, Tens, Hundred, Magnitude, Collective, Fraction, Vague:
					if e.Num <= 0 || e.Den <= 0 {
						t.Errorf("the %s %q is worth %d/%d", e.Class, phrase, e.Num, e.Den)
					}
				}
				if want := len(strings.Fields(phrase)); e.Words != want {
					t.Errorf("the entry of %q says that it has %d words", phrase, e.Words)
				}
			}
		})
	})
}

// critical are the tables without which whole phenomena go unread: each must
// have, in every language, at least the ids or values listed here. Classes that
// a language may do without (teen, plus, adjective, plain, dimension,
// collective, point-word, out) are left out on purpose, and so are counted
// things that it may rather name by a participle ("the wounded").
var critical = map[Class][]string{
	Zero:            {"0"},
	One:             {"1"},
	Unit:            {"2", "3", "4", "5", "6", "7", "8", "9"},
	Ten:             {"10"},
	Tens:            {"20", "30", "40", "50", "60", "70", "80", "90"},
	Hundred:         {"100"},
	Magnitude:       {"1000", "1000000", "1000000000", "1000000000000"},
	Fraction:        {"1/2", "1/3", "1/4"},
	Vague:           {"10", "100"},
	Few:             {"3"},
	Ordinal:         {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"},
	Before:          {"approx", "gt", "ge", "lt", "le"},
	After:           {"approx", "ge", "le"},
	Verb:            {"gt", "le"},
	Per:             {"minute", "second", "hour", "day", "week", "month", "year", "person"},
	Month:           {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"},
	Change:          {"up", "down"},
	Casualty:        {"killed", "injured", "died", "arrested", "missing", "displaced", "rescued"},
	ModalityCue:     {"denied", "conditional", "planned", "expected"},
	Between:         nil,
	From:            nil,
	To:              nil,
	Or:              nil,
	And:             nil,
	Of:              nil,
	PerWord:         nil,
	Weekday:         nil,
	YearCue:         nil,
	Era:             nil,
	ClockCue:        nil,
	ClockAfter:      nil,
	Label:           nil,
	Model:           nil,
	Name:            nil,
	RankCue:         nil,
	ScoreCue:        nil,
	Stop:            {"preposition", "pronoun", "conjunction", "verb", "particle"},
	Quantity:        nil,
	SaysVerb:        nil,
	SaysPreposition: nil,
	AgeCue:          nil,
	TimeCue:         nil,
	BelowZero:       nil,
	MinusWord:       nil,
	Abbreviation:    nil,
	Subset:          nil,
	Linker:          nil,
	Scale:           nil,
	Measure: {
		"percent", "percentage-point", "basis-point", "second", "minute", "hour", "day", "week", "month", "year", "decade", "century", "night",
		"gram", "kilogram", "milligram", "tonne", "pound", "ounce", "millimeter", "centimeter", "meter", "kilometer", "mile", "foot",
		"inch", "yard", "nautical-mile", "square-meter", "square-kilometer", "hectare", "acre", "feddan", "dunam", "cubic-meter", "liter",
		"milliliter", "barrel", "gallon", "celsius", "fahrenheit", "degree", "knot", "watt", "kilowatt", "megawatt", "gigawatt",
		"kilowatt-hour", "megawatt-hour", "hertz", "byte", "light-year",
	},
	Currency: {
		"USD", "EUR", "GBP", "JPY", "CNY", "RUB", "CHF", "EGP", "SAR", "AED", "QAR", "KWD", "BHD", "OMR", "JOD", "IQD", "LBP", "SYP",
		"YER", "SDG", "TND", "MAD", "TRY", "IRR", "ILS", "INR", "pound", "riyal", "dinar", "dirham", "lira", "franc", "rupee",
	},
	Noun: {
		"person", "civilian", "soldier", "child", "woman", "dead", "refugee", "displaced-person", "missile", "shell",
		"artillery-shell", "drone", "aircraft", "house", "building", "school", "hospital", "country", "company", "case", "dose", "vote", "job", "share",
	},
}

func TestEveryPackHasTheCriticalTables(t *testing.T) {
	everyPack(t, func(t *testing.T, p *Pack) {
		have := map[Class]map[string]bool{}
		p.each(func(_ string, entries []Entry) {
			for _, e := range entries {
				if have[e.Class] == nil {
					have[e.Class] = map[string]bool{}
				}
				value := fmt.Sprint(e.Num)
				if e.Den > 1 {
					value = fmt.Sprintf("%d/%d", e.Num, e.Den)
				}
				have[e.Class][e.ID], have[e.Class][value] = true, true
			}
		})
		for _, class := range slices.Sorted(maps.Keys(critical)) {
			if len(have[class]) == 0 {
				t.Errorf("there is no %s", class)
				continue
			}
			for _, id := range critical[class] {
				if !have[class][id] {
					t.Errorf("no %s stands for %s", class, id)
				}
			}
		}
	})
}

// TestClassesFitTheirSet: a ClassSet is 64 bits wide.
func TestClassesFitTheirSet(t *testing.T) {
	seen := map[string]Class{}
	for c := range AllClasses() {
		if c.String() == "" {
			t.Errorf("class %d has no name", c)
		}
		if other, taken := seen[c.String()]; taken {
			t.Errorf("classes %d and %d are both named %q", other, c, c)
		}
		seen[c.String()] = c
		if back, err := parseClass(c.String()); err != nil || back != c {
			t.Errorf("parseClass(%q) = %d, %v; want %d", c, back, err, c)
		}
	}
}

// TestCursorWalksPhrases follows a phrase of three words and stops where none
// goes on.
func TestCursorWalksPhrases(t *testing.T) {
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	p, _ := set.Get("ar")
	walk := func(words ...string) (c Cursor, ok bool) {
		c, ok = p.Begin(p.Lookup([]byte(words[0]))), true
		for _, w := range words[1:] {
			ok = ok && c.Step(p.Lookup([]byte(w)))
		}
		return c, ok
	}
	c, ok := walk("اكثر", "من")
	if !ok || len(c.Entries()) != 1 || c.Entries()[0].ID != "gt" {
		t.Errorf("«أكثر من» walks %v to %+v, want the modifier gt", ok, c.Entries())
	}
	if _, ok := walk("اكثر", "في"); ok {
		t.Error("«أكثر في» is a phrase")
	}
	unknown := p.Begin(0)
	if len(unknown.Entries()) != 0 || !unknown.Ends() {
		t.Errorf("an unknown word means %+v", unknown.Entries())
	}
}

// TestAnalyze looks words up whole and without their proclitics.
func TestAnalyze(t *testing.T) {
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		lang, word, stem string
		clitics          Clitics
	}{
		{"ar", "صاروخ", "صاروخ", 0},
		{"ar", "الصاروخ", "صاروخ", Art},
		{"ar", "والصاروخ", "صاروخ", Conj | Art},
		{"ar", "بالصواريخ", "صواريخ", Prep | Art},
		{"ar", "وبالصواريخ", "صواريخ", Conj | Prep | Art},
		{"ar", "للصواريخ", "صواريخ", Prep | Art},
		{"ar", "وللصواريخ", "صواريخ", Conj | Prep | Art},
		{"ar", "فبصواريخ", "صواريخ", Conj | Prep},
		{"ar", "كالصواريخ", "صواريخ", Prep | Art},
		{"ar", "بمئة", "مئه", Prep},
		{"ar", "وستين", "ستين", Conj},
		{"ar", "لألف", "الف", Prep},
		// Whole first: the letter belongs to the word.
		{"ar", "واحد", "واحد", 0},
		{"ar", "بليون", "بليون", 0},
		{"ar", "فدان", "فدان", 0},
		{"ar", "كيلو", "كيلو", 0},
		{"ar", "وحدات", "وحدات", 0},
		{"ar", "ألف", "الف", 0},
		{"ar", "بيوت", "بيوت", 0},
		{"ar", "ليرة", "ليره", 0},
		// Spelling and marks are folded before.
		{"ar", "وَالصَّارُوخِ", "صاروخ", Conj | Art},
		{"ar", "الصـــاروخ", "صاروخ", Art},
		// Unknown words seem to bear an article, and nothing else.
		{"ar", "الزعفران", "", Art},
		{"ar", "والزعفران", "", Conj | Art},
		{"ar", "وزعفران", "", 0},
		{"ar", "زعفران", "", 0},
		{"en", "missiles", "missiles", 0},
		{"en", "Missiles", "missiles", 0},
		{"en", "company's", "company", 0},
		{"en", "saffron", "", 0},
	}
	for _, tt := range tests {
		p, _ := set.Get(tt.lang)
		_, stem, clitics := p.Analyze([]byte(p.Fold.String(tt.word)))
		want := p.Lookup([]byte(tt.stem))
		if stem != want && !(tt.stem == "" && len(p.Entries(stem)) == 0 && p.Starts(stem).Empty()) {
			t.Errorf("%s: the stem of %q is word %d (classes %b), want %q, word %d", tt.lang, tt.word, stem, p.Starts(stem), tt.stem, want)
		}
		if clitics != tt.clitics {
			t.Errorf("%s: %q bears clitics %03b, want %03b", tt.lang, tt.word, clitics, tt.clitics)
		}
	}
}

func TestProclitics(t *testing.T) {
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	p, _ := set.Get("ar")
	for form, want := range map[string]Clitics{
		"و": Conj, "ف": Conj, "ب": Prep, "ل": Prep, "ك": Prep, "ال": Art, "وال": Conj | Art,
		"بال": Prep | Art, "لل": Prep | Art, "وبال": Conj | Prep | Art, "ولل": Conj | Prep | Art,
	} {
		if got, ok := p.Proclitics([]byte(form)); !ok || got != want {
			t.Errorf("Proclitics(%q) = %03b, %v; want %03b", form, got, ok, want)
		}
	}
	for _, form := range []string{"ا", "من", "بو", "الال", "م", "x"} {
		if got, ok := p.Proclitics([]byte(form)); ok {
			t.Errorf("%q is taken for the proclitics %03b", form, got)
		}
	}
}

func TestProcliticLength(t *testing.T) {
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	p, _ := set.Get("ar")
	for word, want := range map[string]int{
		"مئة": 0, "وستين": 1, "بمئة": 1, "وبمئة": 2, "والمئة": 1, "المئة": 0,
		"وَستين": 2, "بـمئة": 2, "وبـمئة": 3, "للمليون": 0, "وللمليون": 1,
	} {
		_, _, clitics := p.Analyze([]byte(p.Fold.String(word)))
		runes, bytes := p.ProcliticLength(clitics, word)
		if runes != want || utf8.RuneCountInString(word[:bytes]) != runes {
			t.Errorf("the proclitics of %q (%03b) take %d code points and %d bytes, want %d code points", word, clitics, runes, bytes, want)
		}
	}
}

func TestInflect(t *testing.T) {
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		lang, phrase string
		class        Class
		id           string
		form         Form
	}{
		{"ar", "طن", Measure, "tonne", Singular},
		{"ar", "طنا", Measure, "tonne", Accusative},
		{"ar", "طنان", Measure, "tonne", Dual},
		{"ar", "طنين", Measure, "tonne", Dual},
		{"ar", "اطنان", Measure, "tonne", Plural},
		{"ar", "طن متري", Measure, "tonne", Singular},
		{"ar", "طنا متريا", Measure, "tonne", Accusative},
		{"ar", "طنين متريين", Measure, "tonne", Dual},
		{"ar", "اطنان متريه", Measure, "tonne", Plural},
		{"ar", "ليره سوريه", Currency, "SYP", Singular},
		{"ar", "ليرات سوريه", Currency, "SYP", Plural},
		{"ar", "دينارين كويتيين", Currency, "KWD", Dual},
		{"ar", "قذيفتي هاون", Noun, "mortar-shell", Construct},
		{"ar", "قذائف هاون", Noun, "mortar-shell", Plural},
		{"ar", "طائرتان مسيرتان", Noun, "drone", Dual},
		{"ar", "مدنيان", Noun, "civilian", Dual},
		{"ar", "مدنيين", Noun, "civilian", Plural},
		{"ar", "الفين", Magnitude, "1000", Dual},
		{"ar", "مليوني", Magnitude, "1000000", Construct},
		{"ar", "ملايين", Magnitude, "1000000", Plural},
		{"en", "tonnes", Measure, "tonne", Plural},
		{"en", "century", Measure, "century", Singular},
		{"en", "centuries", Measure, "century", Plural},
		{"en", "food baskets", Noun, "food-basket", Plural},
		{"en", "servicemen", Noun, "soldier", Plural},
	}
	for _, tt := range tests {
		p, _ := set.Get(tt.lang)
		found, seen := false, []string{}
		p.each(func(phrase string, entries []Entry) {
			if phrase != tt.phrase {
				return
			}
			for _, e := range entries {
				seen = append(seen, fmt.Sprintf("%s %q form %05b", e.Class, e.ID, e.Form))
				found = found || e.Class == tt.class && e.ID == tt.id && e.Form&tt.form != 0
			}
		})
		if !found {
			t.Errorf("%s: %q is %v, want %s %q in form %05b", tt.lang, tt.phrase, seen, tt.class, tt.id, tt.form)
		}
	}
}
