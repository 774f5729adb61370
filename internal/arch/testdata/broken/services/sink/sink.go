package sink

import (
	"database/sql" // want: databases stay behind pkg/ledger

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/helpers"          // want: which is in no layer
	"github.com/arqam-io/arqam/pkg/metrics/embedded" // want: only cmd/arqam imports the embedded store
	"github.com/arqam-io/arqam/services/fetcher"     // want: imports never go sideways: services/sink imports services/fetcher
	_ "go.yaml.in/yaml/v3"                           // want: YAML is read by pkg/yamlfile
	"net/http"
)

type Sink struct {
	bus   bus.Bus
	store embedded.Store
	fetch fetcher.Fetcher
	db    *sql.DB
}

func (s *Sink) ServeHTTP(w http.ResponseWriter, r *http.Request) { helpers.Must() }
