// Command grafana writes the dashboards of deploy/grafana with Grafana's own foundation SDK,
// and rejects what Grafana would not load or Prometheus not parse. "make generate" calls it;
// with -check it writes nothing and fails if a file differs from its output.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func main() {
	check := flag.Bool("check", false, "write nothing; fail if a file differs from the output")
	dir := flag.String("dir", filepath.Join("..", "..", "..", "deploy", "grafana"), "folder of the dashboards")
	flag.Parse()
	if err := run(*dir, *check); err != nil {
		fmt.Fprintln(os.Stderr, "grafana:", err)
		os.Exit(1)
	}
}

// boards are the dashboards by the names of their files.
func boards() map[string]*dashboard.DashboardBuilder {
	return map[string]*dashboard.DashboardBuilder{"figures.json": figures(), "pipeline.json": pipeline()}
}

func run(dir string, check bool) error {
	plugins.RegisterDefaultPlugins()
	for name, board := range boards() {
		want, err := generate(board)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		path := filepath.Join(dir, name)
		if !check {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				return err
			}
			continue
		}
		have, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !bytes.Equal(have, want) {
			return fmt.Errorf("%s differs from the output: run \"make generate\"", path)
		}
	}
	return nil
}

func generate(board *dashboard.DashboardBuilder) ([]byte, error) {
	made, err := board.Build()
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(made, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(text, '\n'), validate(text)
}
