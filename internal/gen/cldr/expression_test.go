package main

import (
	"math/big"
	"testing"
)

func TestProductBindsTighterThanQuotient(t *testing.T) {
	known := constants{
		"ft_to_m":   "0.3048",
		"ft3_to_m3": "ft_to_m*ft_to_m*ft_to_m",
		"in3_to_m3": "ft3_to_m3/12*12*12",
		"gal_to_m3": "231*in3_to_m3",
		"PI":        "411557987 / 131002976",
	}
	for expr, want := range map[string]string{
		"gal_to_m3":    "0.003785411784",
		"42*gal_to_m3": "0.158987294928",
		"1/360*60*60":  "1/1296000",
		"2298.35/9":    "45967/180",
		"1/2*PI":       "65501488/411557987",
		"1.5E-3":       "0.0015",
	} {
		got, err := known.eval(expr)
		if err != nil {
			t.Errorf("eval(%q): %v", expr, err)
			continue
		}
		if exact(got) != want {
			t.Errorf("eval(%q) = %s, want %s", expr, exact(got), want)
		}
	}
}

func TestEvalRefuses(t *testing.T) {
	for _, expr := range []string{"", "1/", "2*", "feet", "1/0", "1+1"} {
		if r, err := (constants{}).eval(expr); err == nil {
			t.Errorf("eval(%q) = %s, want an error", expr, r)
		}
	}
}

func TestExactPrintsLowestTerms(t *testing.T) {
	for want, r := range map[string]*big.Rat{
		"1000": big.NewRat(2000, 2), "0.25": big.NewRat(2, 8), "1/3": big.NewRat(2, 6),
	} {
		if got := exact(r); got != want {
			t.Errorf("exact(%s) = %q, want %q", r, got, want)
		}
	}
}
