package figure

import (
	"math/big"

	"github.com/google/go-cmp/cmp" // want: pkg/figure is the leaf
	"github.com/quagmt/udecimal"
)

type Number struct {
	dec udecimal.Decimal
	rat *big.Rat
}

var Same = cmp.Equal
