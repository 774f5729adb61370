package extract_test

import "testing"

// TestRewriting: spans follow what is inserted, replaced and deleted before and in them.
func TestRewriting(t *testing.T) {
	for _, c := range []struct {
		edits []edit
		text  string
		span  [2]int // of "40 km" in what comes out
	}{
		{nil, "ran 40 km.", [2]int{4, 9}},
		{[]edit{{0, 0, "he "}}, "he ran 40 km.", [2]int{7, 12}},
		{[]edit{{9, 9, " today"}}, "ran 40 km today.", [2]int{4, 9}},
		{[]edit{{6, 6, ")"}, {4, 4, "("}}, "ran (40) km.", [2]int{5, 11}},
		{[]edit{{4, 6, "forty"}}, "ran forty km.", [2]int{4, 12}},
		{[]edit{{6, 9, " kilometres"}}, "ran 40 kilometres.", [2]int{4, 17}},
		{[]edit{{0, 4, ""}}, "40 km.", [2]int{0, 5}},
		{[]edit{{4, 6, "50"}, {5, 7, "nothing"}}, "ran 50 km.", [2]int{4, 9}},
	} {
		text, at := rewriting([]rune("ran 40 km."), c.edits)
		if got := at.span(4, 9); text != c.text || got != c.span {
			t.Errorf("%v: %q, span %v; want %q, span %v", c.edits, text, got, c.text, c.span)
		}
	}
	_, at := rewriting([]rune("ran 40 km."), []edit{{3, 3, " 7 times"}})
	if !at.foreign(4, 11) || at.foreign(4, 13) {
		t.Error("what is inserted is not told from what was there")
	}
}

// TestTrialsSeeWhatIsLostAndAdded: a trial counts figures that another value, no figure or a
// new figure has come of, and counts nothing where nothing is touched.
func TestTrialsSeeWhatIsLostAndAdded(t *testing.T) {
	x := extractor(t)
	var all []specimen
	goldenSpecimens(t, x, "en", func(s specimen) { all = append(all, s) })
	try := func(name string, edits func(*specimen) []edit) *trial {
		r := &trial{}
		for i := range all {
			r.try(t, x, whole(name, "", edits, digitFigure), &all[i])
		}
		return r
	}
	changed := try("larger", besideNumbers("1", ""))
	if got := changed.shares(); changed.touched < 100 || got.kept > 5 {
		t.Errorf("with other digits %.1f %% of %d figures are kept", got.kept, changed.touched)
	}
	more := try("more", byLang(map[string]string{"en": " and 40 ships"}, func(s *specimen) int { return len(s.text) }))
	if more.added != 0 {
		t.Errorf("%d figures that were inserted are counted as added", more.added)
	}
	if same := try("same", func(*specimen) []edit { return nil }); same.touched != 0 || len(same.exceptions) != 0 {
		t.Errorf("without edits %d figures are touched: %q", same.touched, same.exceptions)
	}
	one := specimen{lang: "en", text: []rune("They met in ships.")}
	r := &trial{}
	r.try(t, x, whole("a number", "", func(*specimen) []edit { return []edit{{12, 17, "40 ships"}} }, anyFigure), &one)
	if r.added != 1 {
		t.Errorf("%d figures are counted as added, want 1", r.added)
	}
}
