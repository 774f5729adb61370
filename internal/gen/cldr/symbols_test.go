package main

import (
	"strings"
	"testing"
)

// shared is an English release of a few symbols.
func shared() map[string][]byte {
	return map[string][]byte{
		"main/en/units.json": []byte(`{"main":{"en":{"units":{"long":{
			"mass-tonne":{"displayName":"metric tons","unitPattern-count-one":"{0} metric ton","unitPattern-count-other":"{0} metric tons"},
			"volume-cubic-centimeter":{"displayName":"cubic centimeters","unitPattern-count-other":"{0} cubic centimeters"},
			"pressure-hectopascal":{"displayName":"hectopascals","unitPattern-count-other":"{0} hectopascals"},
			"speed-meter-per-second":{"displayName":"meters per second","unitPattern-count-other":"{0} meters per second"},
			"duration-day":{"displayName":"days","unitPattern-count-one":"{0} day","unitPattern-count-other":"{0} days"},
			"length-ken":{"displayName":"ken","unitPattern-count-other":"{0} ken"}},
			"short":{
			"10p3":{"unitPrefixPattern":"k{0}"},"10p6":{"unitPrefixPattern":"M{0}"},"10p9":{"unitPrefixPattern":"G{0}"},
			"mass-tonne":{"displayName":"t","unitPattern-count-other":"{0} t"},
			"volume-cubic-centimeter":{"displayName":"cm³","unitPattern-count-other":"{0} cm³"},
			"pressure-hectopascal":{"displayName":"hPa","unitPattern-count-other":"{0} hPa"},
			"speed-meter-per-second":{"displayName":"m/s","unitPattern-count-other":"{0} m/s"},
			"duration-day":{"displayName":"days","unitPattern-count-other":"{0} days"},
			"length-ken":{"displayName":"ken [JP]","unitPattern-count-other":"{0} ken [JP]"}}}}}}`),
		"main/en/currencies.json": []byte(`{"main":{"en":{"numbers":{"currencies":{
			"USD":{"displayName":"US Dollar","symbol":"$","symbol-alt-narrow":"$"},
			"BND":{"displayName":"Brunei Dollar","symbol":"BND","symbol-alt-narrow":"$"},
			"NGN":{"displayName":"Nigerian Naira","symbol":"NGN","symbol-alt-narrow":"₦"},
			"PLN":{"displayName":"Polish Zloty","symbol":"PLN","symbol-alt-narrow":"zł"},
			"DEM":{"displayName":"German Mark","symbol":"DEM"}}}}}}`),
	}
}

// A sign that currencies share, or that is letters, is left to rows by hand, and so
// is a symbol of one letter, of a quotient, or that is a name.
func TestSymbols(t *testing.T) {
	rows, err := symbolRows(shared(), anything, today)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows.list {
		got = append(got, strings.ReplaceAll(row, "\t", " · "))
	}
	compare(t, got, []string{
		"currency · BND · - · capitals,prefix · bnd",
		"currency · NGN · - · capitals,prefix · ngn",
		"currency · NGN · - · prefix · ₦",
		"currency · PLN · - · capitals,prefix · pln",
		"currency · USD · - · capitals,prefix · usd",
		"measure · cubic-centimeter · - · after-digits · cm³",
		"measure · gigatonne · - · after-digits · Gt",
		"measure · hectopascal · - · after-digits · hPa",
		"measure · kilotonne · - · after-digits · kt",
		"measure · megatonne · - · after-digits · Mt",
	})
}

// The last word of a name stands for the currency where no other has it.
func TestBareMoney(t *testing.T) {
	rows := newRows(of(t, "en"))
	form := func(one, many string) map[string]string {
		return map[string]string{"one": "{0} " + one, "other": "{0} " + many}
	}
	rows.bareMoney([]name{
		{id: "MYR", forms: form("Malaysian ringgit", "Malaysian ringgits")},
		{id: "USD", forms: form("US dollar", "US dollars")},
		{id: "CAD", forms: form("Canadian dollar", "Canadian dollars")},
		{id: "EUR", forms: form("euro", "euros")},
		{id: "ALL", forms: form("Albanian lek", "Albanian lekë")},
		{id: "DEM", forms: form("German mark", "German marks")},
	}, today)
	var got []string
	for _, row := range rows.list {
		got = append(got, strings.ReplaceAll(row, "\t", " · "))
	}
	compare(t, got, []string{
		"currency · MYR · n · - · ringgit",
		"currency · ALL · - · - · lek",
		"currency · ALL · - · - · lekë",
	})
}
