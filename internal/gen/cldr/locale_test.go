package main

import "testing"

func TestNameTable(t *testing.T) {
	got, err := nameTable(of(t, "ar"), small(), today)
	compare(t, body(t, got, err), []string{
		"EGP · ج.م. · جنيه مصري · - · - · {0} جنيهان مصريان · {0} جنيهات مصرية · - · {0} جنيه مصري",
		"USD · US$ · دولار أمريكي · - · - · - · - · - · {0} دولار أمريكي",
		"dunam · - · دونم · - · - · - · - · - · {0} دونم",
		"inch · - · بوصة · - · - · بوصتان · {0} بوصات · - · {0} بوصة",
		"kilometer-per-hour · - · كيلومتر في الساعة · - · - · - · - · - · {0} كيلومتر في الساعة",
		"part-per-1e6 · - · جزء في المليون · - · - · - · - · - · {0} جزء في المليون",
		"pint-imperial · - · pt Imp. · - · - · - · - · - · {0} pt Imp.",
		"tonne · ط.م · طن متري · - · - · طنان متريان · {0} أطنان مترية · {0} طنًا متريًا · {0} طن متري",
	})
}

func TestSeparatorTable(t *testing.T) {
	got, err := separatorTable(map[string][]byte{
		"main/ar-LB/numbers.json": []byte(`{"main":{"ar-LB":{"numbers":{"defaultNumberingSystem":"arab",
			"symbols-numberSystem-latn":{"decimal":",","group":"."},"symbols-numberSystem-arab":{"decimal":"٫","group":"٬"}}}}}`),
		"main/fr/numbers.json": []byte(`{"main":{"fr":{"numbers":{"defaultNumberingSystem":"latn",
			"symbols-numberSystem-latn":{"decimal":",","group":"\u202f"}}}}}`),
	})
	compare(t, body(t, got, err), []string{"ar-LB · arab · , · . · ٫ · ٬", "fr · latn · , · U+202F · - · -"})
}

func TestFaultsNameTheFile(t *testing.T) {
	files := small()
	files["main/ar/units.json"] = []byte("{")
	if _, err := packTable(of(t, "ar"), files, newRows(language{}), anything, today); err == nil || err.Error() != "read main/ar/units.json: unexpected end of JSON input" {
		t.Errorf("error %v", err)
	}
}
