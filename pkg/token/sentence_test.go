package token_test

import (
	"slices"
	"testing"
)

func TestSentenceEnd(t *testing.T) {
	tests := []struct {
		lang, of string
		want     []string // the sentences; the text is these joined by spaces
	}{
		{"ar", "full stops", []string{"قتل 40 شخصا.", "أصيب 35 آخرون."}},
		{"ar", "question and exclamation marks", []string{"كم عددهم؟", "إنهم 40!", "وصلوا أمس"}},
		{"ar", "semicolon", []string{"وصل 40 شخصا؛", "غادر 12"}},
		{"ar", "comma and colon end nothing", []string{"قال: وصل 40 شخصا، وغادر 12"}},
		{"ar", "point inside a number", []string{"بلغت 10.5 ملايين.", "ثم زادت"}},
		{"ar", "single letters", []string{"نقلت أ.ف.ب عن د. سالم أن 40 وصلوا.", "وغادر 12"}},
		{"ar", "closing quotation marks belong to the sentence", []string{"قال «وصل 40 شخصا.»", "ثم غادر"}},
		{"ar", "closing bracket belongs to the sentence", []string{"(وصل 40 شخصا.)", "ثم غادر"}},
		{"ar", "suspension points", []string{"وصل 40...", "وغادر 12"}},
		{"en", "full stops", []string{"It killed 40 people.", "Another 35 were hurt."}},
		{"en", "abbreviations", []string{"Mr. Hale told Gen. Ortiz and Dr. Lund that 40 came.", "They left."}},
		{"en", "months and companies", []string{"The attack on Oct. 7 hit Acme Inc. and Weld Co. buildings on Sept. 9.", "They left."}},
		{"en", "an abbreviation at the end", []string{"It grew in the U.S.", "The army left.", "It was Acme Inc.", "They left."}},
		{"en", "an unknown abbreviation before a small letter", []string{"The Quux. building fell.", "They left."}},
		{"fr", "abbreviations", []string{"Selon Mme. Lund et M. Hale, art. 5 et déc. 2023, 40 sont venus.", "Ils partent."}},
		{"es", "abbreviations", []string{"El Dr. Lund y la Sra. Hale, art. 5 y núm. 7, contaron 40.", "Se fueron."}},
		{"ar", "abbreviations", []string{"عام 50 ق.م. وصل 40 شخصا.", "وغادر 12"}},
		{"en", "initials", []string{"J. R. Hale of the U.S. counted 40.", "They left."}},
		{"en", "clock", []string{"It closed at 5 p.m. on Monday.", "They left."}},
		{"en", "number at the end", []string{"The toll is 40.", "It rose."}},
		{"en", "decimal", []string{"It rose by 2.5 percent.", "Then it fell."}},
		{"en", "quotation", []string{`He said "there are 40."`, "They left."}},
		{"en", "questions", []string{"Are there 40?", "No!", "There are 12"}},
	}
	for _, tt := range tests {
		text := ""
		for i, s := range tt.want {
			if i > 0 {
				text += " "
			}
			text += s
		}
		d := read(pack(t, tt.lang), text)
		var got []string
		for i := 0; i < len(d.Tokens); {
			next := d.SentenceEnd(i)
			got = append(got, d.Slice(i, next-1))
			i = next
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s, %s: the sentences are\n %q, want\n %q", tt.lang, tt.of, got, tt.want)
		}
	}
}

// TestLineEndsEndSentences: headlines and list items have no full stop.
func TestLineEndsEndSentences(t *testing.T) {
	for _, text := range []string{"مقتل 40\nإصابة 35", "مقتل 40\r\nإصابة 35", "مقتل 40\n\n\n  إصابة 35", "مقتل 40\u2029إصابة 35", "مقتل د.\nإصابة 35"} {
		d := read(pack(t, "ar"), text)
		next := d.SentenceEnd(0)
		if next >= len(d.Tokens) || d.Slice(next, next) != "إصابة" {
			t.Errorf("the first sentence of %q ends before token %d of %d", text, next, len(d.Tokens))
		}
	}
}
