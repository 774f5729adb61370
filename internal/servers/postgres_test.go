package servers

import (
	"os"
	"strings"
	"testing"
)

func TestPostgres(t *testing.T) {
	p := StartPostgres(t)
	address := p.Database(t)
	out, err := p.query(address, "SHOW server_encoding")
	if err != nil || strings.TrimSpace(out) != "UTF8" {
		t.Errorf("the server at %s answers %q, %v; want UTF8", address, out, err)
	}
	if other := p.Database(t); other == address {
		t.Errorf("two databases have the address %s", other)
	}
	p.Stop()
	if _, err := os.Stat(p.dir); !os.IsNotExist(err) {
		t.Errorf("the folder of a stopped server still exists: %v", err)
	}
}

func (p *Postgres) query(address, sql string) (string, error) {
	psql := p.command("psql", "-At", "-c", sql, address)
	psql.Stdout, psql.Stderr = nil, nil
	out, err := psql.CombinedOutput()
	return string(out), err
}
