package ledger

import (
	"database/sql"
	"flag" // want: flags are read in cmd/arqam only

	_ "modernc.org/sqlite"
)

type Ledger struct{ db *sql.DB }

var path = flag.String("ledger", "", "")
