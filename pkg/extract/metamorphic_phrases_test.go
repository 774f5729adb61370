package extract_test

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/arqam-io/arqam/pkg/figure"
)

// joints are what stands between the two numbers of a range, by language and by the word that
// governs the range; each reads as each other one of the same word. Other words that govern a
// range have only one.
var joints = map[string]map[string][]string{
	"ar": {"بين": {" و", " إلى ", " – "}, "": {" إلى ", "–", "-", " - "}},
	"en": {"between": {" and ", " to "}, "": {" to ", "–", "-"}},
	"fr": {"entre": {" et ", " à "}, "": {" à ", "–", "-"}},
	"es": {"entre": {" y ", " a "}, "": {" a ", "–", "-"}},
}

// onlyJoint are the other words that govern a range.
var onlyJoint = []string{"من", "from", "de", "desde", "du"}

var (
	jointed    = regexp.MustCompile(`^([$€£]?[0-9][0-9.,]*%?(?: \p{L}+)?)( و| إلى | to | and | à | et | a | y | ?[-–] ?)[$€£]?[0-9]`)
	digitsOnly = regexp.MustCompile(`^[0-9][0-9.,]*$`)
)

// rejoined replaces what joins the two numbers of a range. A dash joins only numbers without
// units of their own.
func rejoined(s *specimen, g *goldFigure) []edit {
	found := jointed.FindStringSubmatch(g.read.Text)
	before := lastWord(s.text[:g.read.Start])
	if g.read.Relation != figure.Range || found == nil || slices.Contains(onlyJoint, before) {
		return nil
	}
	governs := ""
	for word := range joints[s.lang] {
		if word != "" && strings.HasSuffix(before, word) {
			governs = word
		}
	}
	var ways []string
	for _, way := range joints[s.lang][governs] {
		if way != found[2] && (digitsOnly.MatchString(found[1]) || !strings.ContainsAny(way, "-–")) {
			ways = append(ways, way)
		}
	}
	if len(ways) == 0 {
		return nil
	}
	from := g.read.Start + len([]rune(found[1]))
	return []edit{{from, from + len([]rune(found[2])), choice(ways, s, from)}}
}

// lastWord is the word before a place, in small letters.
func lastWord(text []rune) string {
	words := strings.FieldsFunc(string(text), func(r rune) bool { return !unicode.IsLetter(r) })
	if len(words) == 0 {
		return ""
	}
	return strings.ToLower(words[len(words)-1])
}

// nounForm is a form of counted nouns: which numbers it stands behind, how it ends, and nouns
// of that form to put in another's place.
type nounForm struct {
	lang     string
	governed func(hundred int) bool // by the number's last two digits
	number   string                 // how a number in words ends; the opposite behind "-"
	ends     []string
	not      []string
	nouns    []string
}

var (
	few       = func(n int) bool { return n >= 3 && n <= 10 }
	many      = func(n int) bool { return n >= 11 }
	hundreds  = func(n int) bool { return n < 3 }
	manyUp    = func(n int) bool { return n >= 11 || n < 3 }
	anyNumber = func(int) bool { return true }
)

// nounForms are tried in order: the first form of a word is its form.
var nounForms = []nounForm{
	{"ar", few, "ة", []string{"ات"}, nil, strings.Fields("مطارات مستودعات خزانات صمامات مخيمات باصات")},
	{"ar", few, "-ة", []string{"ات"}, nil, strings.Fields("حافلات ورشات مضخات رافعات لوحات عربات باخرات كاميرات يرقات نافورات")},
	{"ar", few, "ة", []string{"ين"}, nil, strings.Fields("مزارعين مهندسين مراسلين ممرضين متسابقين نجارين")},
	{"ar", few, "ة", []string{"ة"}, nil, strings.Fields("أبنية أجهزة أرصفة أغطية أودية")},
	{"ar", few, "ة", nil, []string{"ا", "اً", "ان", "ون", "ى", "اء", "ات", "ين"}, strings.Fields("أكواخ قوارب جسور مناجم مصاعد تماثيل بساتين فوانيس كتب يخوت ألواح سيوف وحوش")},
	{"ar", few, "-ة", nil, []string{"ا", "اً", "ان", "ون", "ى", "اء", "ات", "ين", "ة"}, strings.Fields("سفن غرف مدن خيم لوائح حدائق كنائس بواخر وثائق")},
	{"ar", many, "", []string{"ا"}, []string{"يا"}, strings.Fields("كوخا قاربا بستانا منجما مصعدا تمثالا فانوسا كتابا لوحا يختا نفقا سيفا وحشا")},
	{"ar", many, "", []string{"اً"}, []string{"ياً"}, strings.Fields("كوخاً قارباً بستاناً منجماً مصعداً تمثالاً فانوساً لوحاً يختاً")},
	{"ar", manyUp, "", []string{"ة"}, nil, strings.Fields("باخرة رافعة مضخة حديقة عربة ورشة كنيسة لوحة نافورة سفينة يرقة فراشة وثيقة")},
	{"ar", hundreds, "", nil, []string{"ا", "اً", "ات", "ان", "ين", "ون", "ى", "اء", "ي"}, strings.Fields("كوخ قارب بستان منجم مصعد تمثال فانوس كتاب لوح يخت نفق سيف وحش")},
	{"en", anyNumber, "", []string{"s"}, []string{"ss", "us", "is"}, strings.Fields("orchards lanterns ferries kiosks violins turbines mirrors")},
	{"fr", anyNumber, "", []string{"s"}, []string{"us", "is"}, strings.Fields("barques lanternes violons vergers turbines miroirs")},
	{"es", anyNumber, "", []string{"os"}, nil, strings.Fields("barcos faroles huertos espejos quioscos")},
	{"es", anyNumber, "", []string{"as"}, nil, strings.Fields("barcas linternas huertas turbinas cabras")},
}

// has reports whether a noun behind a number is of this form.
func (f *nounForm) has(lang, number, noun string, hundred int) bool {
	ends := func(list []string) bool {
		return slices.ContainsFunc(list, func(e string) bool { return strings.HasSuffix(noun, e) })
	}
	return f.lang == lang && f.governed(hundred) && f.agrees(number) && (len(f.ends) == 0 || ends(f.ends)) && !ends(f.not)
}

// agrees reports whether the number may stand before the form; digits may before any.
func (f *nounForm) agrees(number string) bool {
	if f.number == "" || strings.ContainsFunc(number, unicode.IsDigit) {
		return true
	}
	without, not := strings.CutPrefix(f.number, "-")
	return strings.HasSuffix(number, without) != not
}

// renamed puts another noun of the same form in place of the counted noun, where that stands
// directly behind its number.
func renamed(s *specimen, g *goldFigure) []edit {
	amount := g.read.Value
	if g.read.Relation == figure.Range {
		amount = g.read.Upper
	}
	value, ok := amount.Float64()
	from, to := counted(s, g)
	if !ok || value != float64(int64(value)) || g.read.Unit.Name != "" || to == from {
		return nil
	}
	noun := string(s.text[from:to])
	for i := range nounForms {
		if f := &nounForms[i]; f.has(s.lang, g.read.Text, noun, int(int64(value)%100)) {
			return []edit{{from, to, choice(f.nouns, s, from)}}
		}
	}
	return nil
}

// counted is where the head noun of a figure stands, if its subject begins right behind the
// number: its last word where adjectives precede it, else its first.
func counted(s *specimen, g *goldFigure) (from, to int) {
	subject := []rune(g.subject)
	from = g.read.End + 1
	if len(subject) == 0 || from+len(subject) > len(s.text) || string(s.text[from:from+len(subject)]) != g.subject || !unicode.IsSpace(s.text[from-1]) {
		return 0, 0
	}
	words := strings.Fields(g.subject)
	if s.lang == "en" {
		return from + len(subject) - len([]rune(words[len(words)-1])), from + len(subject)
	}
	if strings.HasPrefix(words[0], "ال") && s.lang == "ar" {
		return 0, 0
	}
	return from, from + len([]rune(words[0]))
}

// adjuncts of place and time, by language.
var adjuncts = map[string][]string{
	"ar": {" أمس", " في وادي سنار", " يوم الثلاثاء", " (بحسب وكالة الساحل)"},
	"en": {" yesterday", " in Verrin", " on Tuesday", " (as the Gazette wrote)"},
	"fr": {" hier", " à Valmont", " mardi", " (selon la mairie)"},
	"es": {" ayer", " en Valdeorla", " el martes", " (según la alcaldía)"},
}

// goals are the prepositions of a level that is reached.
var goals = map[string]string{"ar": "إلى", "en": "to", "fr": "à", "es": "a"}

// loosened puts an adjunct before the preposition that governs a figure.
func loosened(s *specimen, g *goldFigure) []edit {
	goal := []rune(" " + goals[s.lang] + " ")
	at := g.read.Start - len(goal)
	if at < 1 || g.read.Relation != figure.Eq || string(s.text[at:g.read.Start]) != string(goal) || !unicode.IsLetter(s.text[at-1]) {
		return nil
	}
	return []edit{{at, at, choice(adjuncts[s.lang], s, at)}}
}

// verbs may be parted from a figure that follows them, by language.
var verbs = map[string][]string{
	"ar": strings.Fields("قتل قتلت أصيب أصيبت جرح اعتقل اعتقلت شارك شاركت وصل وصلت نزح سجلت أطلقت أطلق دمرت بلغ بلغت خسر خسرت باعت اشترت تجاوز تجاوزت يضم تضم"),
	"es": strings.Fields("murieron llegaron participaron fallecieron"),
	"fr": strings.Fields("tué blessé arrêté perdu"),
}

// parted puts an adjunct between a verb and the figure that directly follows it.
func parted(s *specimen, g *goldFigure) []edit {
	at := g.read.Start - 1
	if at < 1 || s.text[at] != ' ' || !unicode.IsLetter(s.text[at-1]) || g.read.Relation != figure.Eq {
		return nil
	}
	verb := lastWord(s.text[:at])
	if !slices.Contains(verbs[s.lang], strings.TrimPrefix(verb, "و")) && !slices.Contains(verbs[s.lang], verb) {
		return nil
	}
	return []edit{{at, at, choice(adjuncts[s.lang], s, at)}}
}

var phraseTransformations = []transformation{
	each("another joint of a range", "", rejoined),
	each("another counted noun", "", renamed),
	each("an adjunct before the preposition", "", loosened),
	each("an adjunct behind the verb", "", parted),
}

// end is where the closing marks of a sentence begin.
func end(s *specimen) int {
	i := len(s.text)
	for i > 0 && (unicode.IsSpace(s.text[i-1]) || strings.ContainsRune(".!?؟…;؛:،,", s.text[i-1])) {
		i--
	}
	return i
}

// byLang inserts a text of the sentence's language at a place; none where it is below zero.
func byLang(texts map[string]string, at func(*specimen) int) func(*specimen) []edit {
	return func(s *specimen) []edit {
		i := at(s)
		if i < 0 {
			return nil
		}
		return []edit{{i, i, texts[s.lang]}}
	}
}

// comma is the first comma between two clauses, -1 if there is none: it stands between words
// and in no figure.
func comma(s *specimen) int {
	for i := 1; i+1 < len(s.text); i++ {
		if (s.text[i] == ',' || s.text[i] == '،') && unicode.IsLetter(s.text[i-1]) && s.text[i+1] == ' ' && i+2 < len(s.text) && unicode.IsLetter(s.text[i+2]) && len(overlapping(s.read, [2]int{i, i + 1})) == 0 {
			return i
		}
	}
	return -1
}

func start(*specimen) int { return 0 }

// prefixed joins a conjunction to a first word that has none.
func prefixed(particle string) func(*specimen) []edit {
	return func(s *specimen) []edit {
		if len(s.text) < 2 || !arabicLetter(s.text[0]) || !arabicLetter(s.text[1]) || strings.ContainsRune("وف", s.text[0]) {
			return nil
		}
		return []edit{{0, 0, particle}}
	}
}

// forTheFirst joins the preposition to a first word that has the article.
func forTheFirst(s *specimen) []edit {
	if strings.HasPrefix(string(s.text), "ال") && len(s.text) > 4 && s.text[2] != 'ل' {
		return []edit{{0, 1, "ل"}}
	}
	return nil
}

// goesOn replaces the full stop of a sentence with a semicolon and another clause.
func goesOn(s *specimen) []edit {
	i := end(s)
	return []edit{{i, len(s.text), map[string]string{
		"ar": "؛ وعاد الهدوء إلى المدينة.", "en": "; calm has returned to the town.",
		"fr": " ; le calme est revenu en ville.", "es": "; la calma ha vuelto al pueblo.",
	}[s.lang]}}
}

var sentenceTransformations = []transformation{
	whole("an adjunct at the beginning", "", byLang(map[string]string{
		"ar": "في وادي سنار أمس، ", "en": "In Verrin on Tuesday, ", "fr": "Mardi à Valmont, ", "es": "El martes en Valdeorla, ",
	}, start), anyFigure),
	whole("an adjunct at the end", "", byLang(map[string]string{
		"ar": " في وادي سنار يوم الثلاثاء", "en": " in Verrin on Tuesday", "fr": " mardi à Valmont", "es": " el martes en Valdeorla",
	}, end), anyFigure),
	whole("a parenthesis before a comma", "", byLang(map[string]string{
		"ar": " (وفق ما نقلت وكالة الساحل)", "en": " (as the Gazette wrote)", "fr": " (selon la mairie)", "es": " (según la alcaldía)",
	}, comma), anyFigure),
	whole("a sentence before it", "", byLang(map[string]string{
		"ar": "نقلت الشاحنة 7 أطنان من الدقيق. ", "en": "The lorry carried 7 tonnes of flour. ", "fr": "Le camion transportait 7 tonnes de farine. ", "es": "El camión llevaba 7 toneladas de harina. ",
	}, start), anyFigure),
	whole("a sentence behind it", "", byLang(map[string]string{
		"ar": ". ونقلت الشاحنة 7 أطنان من الدقيق", "en": ". The lorry carried 7 tonnes of flour", "fr": ". Le camion transportait 7 tonnes de farine", "es": ". El camión llevaba 7 toneladas de harina",
	}, end), anyFigure),
	whole("a semicolon for the full stop", "", goesOn, anyFigure),
	whole("and before the first word", "ar", prefixed("و"), anyFigure),
	whole("then before the first word", "ar", prefixed("ف"), anyFigure),
	whole("for before the first word", "ar", forTheFirst, anyFigure),
	whole("function words in capitals", "en", capitalised, anyFigure),
}
