package sink

import (
	_ "modernc.org/sqlite" // want: databases stay behind pkg/ledger
)
