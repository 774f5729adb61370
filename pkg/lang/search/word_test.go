package search_test

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/arqam-io/arqam/pkg/lang/search"
)

func TestWords(t *testing.T) {
	text := "\u200fفي الأُمّةِ، E\u0301vreux\u200f: ٢٦٠ «ـ»"
	want := []search.Word{
		{Folded: "في", Start: 3, End: 7, RuneStart: 1, RuneEnd: 3},
		{Folded: "الامه", Start: 8, End: 24, RuneStart: 4, RuneEnd: 12},
		{Folded: "evreux", Start: 27, End: 35, RuneStart: 14, RuneEnd: 21},
		{Folded: "260", Start: 40, End: 46, RuneStart: 24, RuneEnd: 27},
	}
	got := folder(t).Words(text)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
}

func FuzzWords(f *testing.F) {
	for _, seed := range []string{"والذخائر of ١٢ «كوريا»", "E\u0301vreux\u00ad", "و\u0654", "\u064bا", "ﷺ ﷲ ﻻ", "\xffا\xc3", "e\u0338=\u0338", "ـ", "col\u0140ecció"} {
		f.Add(seed)
	}
	words := folder(f)
	f.Fuzz(func(t *testing.T, text string) {
		boundary := map[int]bool{len(text): true}
		for at := range text {
			boundary[at] = true
		}
		end, points := 0, 0
		for _, w := range words.Words(text) {
			if w.Start < end || w.End <= w.Start || w.End > len(text) {
				t.Fatalf("%+v overlaps or leaves the text %q", w, text)
			}
			if !boundary[w.Start] || !boundary[w.End] {
				t.Errorf("%+v cuts a rune of %q", w, text)
			}
			points += utf8.RuneCountInString(text[end:w.Start])
			if w.RuneStart != points || w.RuneEnd != points+utf8.RuneCountInString(text[w.Start:w.End]) {
				t.Errorf("%+v counts other code points than %q has", w, text)
			}
			end, points = w.End, w.RuneEnd
			again := words.Words(w.Folded)
			if len(again) != 1 || again[0].Folded != w.Folded {
				t.Errorf("%q folds to %q, and that to %v", text[w.Start:w.End], w.Folded, again)
			}
			if stem := words.Stem(w.Folded); stem == "" || words.Stem(stem) != stem {
				t.Errorf("the stem %q of %q has another stem", stem, w.Folded)
			}
		}
		if stems := words.Stems(text); len(stems) > 0 {
			if _, ok := words.Passage(text).Find(stems); !ok {
				t.Errorf("the words %q of %q are not found in it", stems, text)
			}
		}
	})
}
