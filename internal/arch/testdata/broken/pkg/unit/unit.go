package unit

import (
	"github.com/arqam-io/arqam/pkg/extract" // want: imports go down only: pkg/unit imports pkg/extract
	"net/netip"                             // want: pkg/unit is pure
)

var Day = extract.Version

type Address = netip.Addr

func init() {} // want: no init()
