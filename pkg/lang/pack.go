// Package lang loads language packs: folders of tables that say how a language
// spells numbers, units, counted things and the words around them. It holds no
// grammar; the packages token, numeral and extract read the tables through it.
// A language is added by a folder of data and no change of code: see
// docs/language-pack.md.
package lang

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"

	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/table"
)

//go:embed */*.tsv */pack.yaml */words.*
var packs embed.FS

// Knobs are the properties of a language that its tables cannot express. Each says
// one thing.
type Knobs struct {
	Lang string `yaml:"lang"`
	Name string `yaml:"name"`
	// Script is the Unicode name of the script that the language is known by
	// ("Arabic").
	Script string `yaml:"script"`
	// UnitsBeforeTens: 25 is "five and twenty" (Arabic, German).
	UnitsBeforeTens bool `yaml:"units_before_tens"`
	// JoinedNumerals: the parts of a number are joined by the conjunction, and
	// parts that are not joined are two numbers (Arabic).
	JoinedNumerals bool `yaml:"joined_numerals"`
	// CommaDecimal: a lone comma before three digits is a decimal mark.
	CommaDecimal bool `yaml:"comma_decimal"`
	// PointGroups: a lone point before three digits groups them (Arabic news
	// prints both 10,000 and 10.000).
	PointGroups bool `yaml:"point_groups"`
	// ThousandsOfMillions: a number of thousands may stand before a greater magnitude
	// («dos mil quinientos millones»), so that a point before three digits groups them
	// there too («2.500 millones»).
	ThousandsOfMillions bool `yaml:"thousands_of_millions"`
	// AdjectiveAfterNoun: a noun phrase begins with its head, and adjectives and
	// genitives follow («أشخاص مدنيون», "civils tués").
	AdjectiveAfterNoun bool `yaml:"adjective_after_noun"`
	// AdjectiveTakesArticle: an adjective has the article of its noun, so that a
	// definite word before an indefinite one belongs to another phrase (Arabic).
	AdjectiveTakesArticle bool `yaml:"adjective_takes_article"`
	// VerbFirst: a verb stands before its subject (Arabic): who says something
	// follows "said", and the thing measured follows "reached".
	VerbFirst bool `yaml:"verb_first"`
	// SubjectInverts: a verb that comes behind what was said stands before its
	// subject ("…, a indiqué le ministre"), in a language that otherwise puts the
	// subject first.
	SubjectInverts bool `yaml:"subject_inverts"`
	// GenitiveByOf: nouns are joined by the word for "of" and by nothing else, so
	// that the head of a name is found only across it ("le ministère de la Santé").
	GenitiveByOf bool `yaml:"genitive_by_of"`
	// OfAlsoFrom: the word for "of" means "from" too (من, de), so that it joins a
	// number or a unit to what follows only where the words on both sides allow it.
	OfAlsoFrom bool `yaml:"of_also_from"`
	// NumberAfterNoun: a number may follow the noun that it counts («الدول الـ27»).
	NumberAfterNoun bool `yaml:"number_after_noun"`
	// OrdinalAfterNoun: a number with an article, behind a definite noun in the
	// singular, is an ordinal («الدورة الـ14»).
	OrdinalAfterNoun bool `yaml:"ordinal_after_noun"`
	// LabelAfterNoun: a plain number behind a definite noun in the singular is its
	// name («القناة 12», "l'article 5").
	LabelAfterNoun bool `yaml:"label_after_noun"`
	// SingularCounted: large numbers count a noun in the singular («2000 شخص»).
	SingularCounted bool `yaml:"singular_counted"`
	// AmountBeforeNoun: a measured amount stands before a noun as an adjective does
	// ("a $2 billion investment", "a 6.4-magnitude quake").
	AmountBeforeNoun bool `yaml:"amount_before_noun"`
	// MonthBeforeDay: a date names the month before the day ("October 7", 10/7/2024).
	MonthBeforeDay bool `yaml:"month_before_day"`
	// Vowels are the letters without which no word of the language is written, so that
	// a short unknown word without one is an abbreviation ("bln", "mrd").
	Vowels string `yaml:"vowels"`
	// AdjectiveEndings mark a word after an indefinite head as its adjective
	// where the lexicon does not know it.
	AdjectiveEndings []string `yaml:"adjective_endings"`
	// PossessedPlurals end a plural noun before a possessive, which takes the n of
	// the plural's own ending (لاعبي in «لاعبيه»).
	PossessedPlurals []string `yaml:"possessed_plurals"`
	// PluralEndings mark a word as a plural noun, which ends a counted noun
	// phrase in languages where the head comes last.
	PluralEndings []string `yaml:"plural_endings"`
	// VerbPrefixes and VerbEndings mark an unknown word as a verb, where a noun
	// phrase ends.
	VerbPrefixes []string `yaml:"verb_prefixes"`
	VerbEndings  []string `yaml:"verb_endings"`
	// PastEndings mark a word behind a noun as a verb rather than a noun.
	PastEndings []string `yaml:"past_endings"`
	// GerundEndings mark a verbal noun, which is counted only where the lexicon knows
	// it (English).
	GerundEndings []string `yaml:"gerund_endings"`
	// AdverbEndings mark an unknown word as an adverb.
	AdverbEndings []string `yaml:"adverb_endings"`
	// Possessives end a noun with a possessive (ها, "his"), which is known already
	// and so is not counted anew.
	Possessives []string `yaml:"possessives"`
	// DualEndings end a noun that is two of a kind (ان, ين).
	DualEndings []string `yaml:"dual_endings"`
	// AccusativeEnding ends an indefinite noun in the accusative («طنا»).
	AccusativeEnding string `yaml:"accusative_ending"`
	// BareFactors: a hundred or a thousand alone is one of it (ألف, mille).
	BareFactors bool `yaml:"bare_factors"`
	// GroupsThousands: numbers above 999 are printed in groups, so that four plain
	// digits are a year unless a plural noun follows (English).
	GroupsThousands bool `yaml:"groups_thousands"`
	// BareDegree is the unit of "degrees" without a scale.
	BareDegree string `yaml:"bare_degree"`
	// SharedMoney is what the language means by a name of money that many countries
	// share, where nothing says which ("pound": GBP).
	SharedMoney map[string]string `yaml:"shared_money"`
	// CLDR is read by the generator of the cldr tables alone.
	CLDR yaml.Node `yaml:"cldr"`
	// Conjunctions, Prepositions and Articles are the particles that are written as
	// one with the word behind them, in this order where a word has several.
	Conjunctions []string `yaml:"conjunctions"`
	Prepositions []string `yaml:"prepositions"`
	Articles     []string `yaml:"articles"`
	// VerbParticles are written onto a verb as prepositions are onto a noun (س in
	// «سيصل»). Only search looks through them.
	VerbParticles []string `yaml:"verb_particles"`
	// GuessedClitics are those with which an unknown word is taken to begin: they are
	// likelier than the same letter of the word itself.
	GuessedClitics []string `yaml:"guessed_clitics"`
	// Fused are preposition and article in one (لل).
	Fused []string `yaml:"fused"`
	// Belonging are the prepositions that are written onto a noun and tell whose what
	// stands before it is (ل in «الأرباح الصافية للبنك»).
	Belonging []string `yaml:"belonging"`
	// Enclitics are taken off a word's end ('s).
	Enclitics []string `yaml:"enclitics"`
}

// Pack is one language.
type Pack struct {
	Knobs
	*Lexicon
	Fold      *Folder
	paradigms map[string]paradigm
	clitics   cliticTable
	terms     map[TermTable][]Term
	lemmas    map[figure.ConceptID][]string
	human     map[figure.ConceptID]bool // of concepts whose nouns are people
	code      string                    // ISO 639-3
	script    *unicode.RangeTable
	fsys      fs.FS
}

// Set is all languages.
type Set struct {
	packs    []*Pack
	concepts *Concepts
	shared   []Term // words of dates of no language
	fsys     fs.FS
}

// Load reads the packs that are built into the program.
func Load() (*Set, error) { return LoadFS(packs) }

// LoadWith reads the packs that are built in and adds the concepts and nouns of
// a user's file, whose name stands in the errors; docs/concepts.md describes it.
func LoadWith(name string, data []byte) (*Set, error) {
	own, err := parseConceptFile(name, data)
	if err != nil {
		return nil, err
	}
	return load(packs, own)
}

// LoadFS reads every folder of fsys but base as a pack. Errors name the file
// and the line.
func LoadFS(fsys fs.FS) (*Set, error) { return load(fsys, &conceptFile{}) }

func load(fsys fs.FS, own *conceptFile) (*Set, error) {
	folder, err := loadFolder(fsys, foldTable)
	if err != nil {
		return nil, fmt.Errorf("load fold table: %w", err)
	}
	dirs, err := packDirs(fsys)
	if err != nil {
		return nil, err
	}
	set := &Set{fsys: fsys}
	if set.shared, err = (&Pack{Fold: folder}).loadTerms(fsys, "base", Dates); err != nil {
		return nil, fmt.Errorf("load what languages share: %w", err)
	}
	if set.concepts, err = loadConcepts(fsys, own); err != nil {
		return nil, err
	}
	for _, dir := range dirs {
		p, err := loadPack(fsys, dir, folder)
		if err != nil {
			return nil, fmt.Errorf("load language pack: %w", err)
		}
		if err := own.addNouns(p, set.concepts); err != nil {
			return nil, err
		}
		p.finish()
		set.packs = append(set.packs, p)
	}
	if len(set.packs) == 0 {
		return nil, fmt.Errorf("load language packs: no pack found")
	}
	set.concepts.packs = set.packs
	return set, own.checkLangs(set)
}

// packDirs are the folders of languages.
func packDirs(fsys fs.FS) ([]string, error) {
	var out []string
	entries, err := fs.ReadDir(fsys, ".")
	for _, e := range entries {
		if e.IsDir() && e.Name() != "base" {
			out = append(out, e.Name())
		}
	}
	return out, err
}

// Known lists the languages that are built into the program, without reading them.
func Known() []string {
	dirs, err := packDirs(packs)
	if err != nil {
		panic(err) // the folders are part of the program
	}
	return dirs
}

// Get returns the pack of a language.
func (s *Set) Get(lang string) (*Pack, bool) {
	i := slices.IndexFunc(s.packs, func(p *Pack) bool { return p.Lang == lang })
	if i < 0 {
		return nil, false
	}
	return s.packs[i], true
}

// Langs lists the languages in the order of their codes.
func (s *Set) Langs() []string {
	var out []string
	for _, p := range s.packs {
		out = append(out, p.Lang)
	}
	return out
}

// loadPack reads the tables of one language, to which rows may be added until it
// is finished.
func loadPack(fsys fs.FS, dir string, folder *Folder) (*Pack, error) {
	p := &Pack{Lexicon: newLexicon(), Fold: folder, fsys: fsys, lemmas: map[figure.ConceptID][]string{}, human: map[figure.ConceptID]bool{}}
	if err := p.loadKnobs(fsys, path.Join(dir, "pack.yaml")); err != nil {
		return nil, err
	}
	if err := p.loadParadigms(fsys, dir); err != nil {
		return nil, err
	}
	for _, from := range []string{dir, "base"} {
		files, err := fs.Glob(fsys, path.Join(from, "*.tsv"))
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if !isLexicon(f) {
				continue
			}
			if err := lexiconForm.Read(fsys, f, p.addLine); err != nil {
				return nil, err
			}
		}
	}
	p.terms = map[TermTable][]Term{}
	for of := range termKinds {
		terms, err := p.loadTerms(fsys, dir, of)
		if err != nil {
			return nil, err
		}
		p.terms[of] = terms
	}
	return p, p.loadGenerated(fsys, dir)
}

// isLexicon reports whether a table holds rows of the lexicon that are read at
// once.
func isLexicon(file string) bool {
	switch file {
	case foldTable, conceptTable:
		return false
	}
	name := path.Base(file)
	if name == Forms || name == Shapes || name == Contexts {
		return false
	}
	_, isTerms := termKinds[TermTable(name)]
	return !isTerms && name != "paradigms.tsv" && name != overruledTable && name != generatedTable && name != generatedNames && name != unitNames
}

// finish makes the pack ready to be read from.
func (p *Pack) finish() {
	p.Lexicon.finish()
	p.clitics = newCliticTable(p)
}

func (p *Pack) loadKnobs(fsys fs.FS, name string) error {
	file, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	dec := yaml.NewDecoder(file)
	dec.KnownFields(true)
	if err := dec.Decode(&p.Knobs); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if p.script = unicode.Scripts[p.Script]; p.script == nil {
		return fmt.Errorf("%s: script %q is not one that Unicode names", name, p.Script)
	}
	p.AccusativeEnding = p.Fold.String(p.AccusativeEnding)
	base, err := language.ParseBase(p.Lang)
	var unlisted language.ValueError
	if err != nil && !errors.As(err, &unlisted) {
		return fmt.Errorf("%s: lang %q is no ISO 639 code", name, p.Lang)
	}
	p.code = base.ISO3()
	for _, list := range []*[]string{&p.AdjectiveEndings, &p.PluralEndings, &p.VerbPrefixes, &p.VerbEndings, &p.PastEndings, &p.GerundEndings, &p.DualEndings,
		&p.AdverbEndings, &p.Possessives, &p.Conjunctions, &p.Prepositions, &p.Articles, &p.VerbParticles, &p.GuessedClitics, &p.Fused, &p.Belonging, &p.Enclitics} {
		for i, s := range *list {
			(*list)[i] = p.Fold.String(s)
		}
	}
	return nil
}

func (p *Pack) loadParadigms(fsys fs.FS, dir string) error {
	p.paradigms = map[string]paradigm{}
	return table.Form{Columns: 4}.Read(fsys, path.Join(dir, "paradigms.tsv"), p.addInflection)
}

func (p *Pack) addInflection(_ int, col []string) error {
	form, ok := formNames[col[1]]
	if !ok {
		return fmt.Errorf("unknown form %q", col[1])
	}
	in := inflection{form: form}
	if col[2] != "-" {
		in.strip = col[2]
	}
	if col[3] != "-" {
		in.suffix = col[3]
	}
	p.paradigms[col[0]] = append(p.paradigms[col[0]], in)
	return nil
}

// lexiconForm is how the tables of a lexicon are written.
var lexiconForm = table.Form{Columns: 5}

func (p *Pack) addLine(_ int, col []string) error { return p.addRow(col) }

// addRow enters a row of a lexicon table: class, id or value, paradigms,
// attributes, lemmas separated by "|".
func (p *Pack) addRow(col []string) error {
	class, err := parseClass(col[0])
	if err != nil {
		return err
	}
	attrs, err := parseAttrs(class, col[3])
	if err != nil {
		return err
	}
	e := Entry{Class: class, Attrs: attrs, Den: 1}
	if col[1] != "-" {
		e.ID = col[1]
	}
	if scale, id, scaled := strings.Cut(e.ID, "*"); scaled && (class == Measure || class == Currency) {
		if e.Num, _, err = parseValue(scale); err != nil {
			return err
		}
		e.ID = id
	}
	if class <= PointWord || attrs&Factor != 0 {
		if e.Num, e.Den, err = parseValue(col[1]); err != nil {
			return err
		}
	}
	names := strings.Fields(col[2])
	for lemma := range strings.SplitSeq(col[4], "|") {
		if class == Noun {
			p.keepNoun(figure.ConceptID(e.ID), lemma, e.Has(Human))
		}
		forms, err := p.phrases(names, lemma)
		if err != nil {
			return err
		}
		for _, f := range forms {
			e.Form = f.form
			words := p.split(f.text)
			if len(words) == 0 {
				return fmt.Errorf("lemma %q folds to nothing", lemma)
			}
			if err := p.add(words, e); err != nil {
				return err
			}
		}
	}
	return nil
}

func parseValue(s string) (num, den int64, err error) {
	if s == "-" {
		return 0, 1, nil
	}
	n, d, isFraction := strings.Cut(s, "/")
	if num, err = strconv.ParseInt(n, 10, 64); err != nil {
		return 0, 0, fmt.Errorf("value %q: %w", s, err)
	}
	den = 1
	if isFraction {
		if den, err = strconv.ParseInt(d, 10, 64); err != nil || den <= 0 {
			return 0, 0, fmt.Errorf("value %q is no fraction", s)
		}
	}
	return num, den, nil
}

// split cuts a phrase as the tokenizer cuts text: letters, digits and single
// signs.
func (p *Pack) split(phrase string) []string {
	var words []string
	last := RuneClass(255)
	for _, r := range phrase {
		g := p.Fold.Glyph(r)
		switch g.Class {
		case Format:
			continue
		case Space, Tight, Newline:
			last = Space
			continue
		}
		if g.Class == last && g.Class != Punct && g.Class != Coded {
			words[len(words)-1] += string(g.Fold())
		} else {
			words = append(words, string(g.Fold()))
		}
		last = g.Class
	}
	return words
}

// Belongs reports whether the folded word begins with a preposition of belonging.
func (p *Pack) Belongs(form []byte) bool {
	for _, b := range p.Belonging {
		if len(form) >= len(b) && string(form[:len(b)]) == b {
			return true
		}
	}
	return false
}

// stemLeast is how many bytes must stand before an ending, for it to be one.
const stemLeast = 3

// EndsAsDual reports whether the folded word ends as a noun does that is two of a kind.
func (p *Pack) EndsAsDual(form []byte) bool {
	for _, e := range p.DualEndings {
		if len(form) >= len(e)+stemLeast && string(form[len(form)-len(e):]) == e {
			return true
		}
	}
	return false
}
