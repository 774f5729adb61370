package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/prometheus/prometheus/promql/parser"
)

// variables are the values of Grafana's variables for parsing.
var variables = strings.NewReplacer("$__rate_interval", "5m", "$__interval", "1m", "$__range", "1d",
	"$tracker", "toll", "$back", "90d")

// validate decodes the dashboard as strictly as the SDK can, and parses every expression in
// it.
func validate(text []byte) error {
	var board dashboard.Dashboard
	// For a valid dashboard the strict decoder returns an empty error.
	if err := board.UnmarshalJSONStrict(text); err != nil && err.Error() != "" {
		return fmt.Errorf("not a dashboard: %w", err)
	}
	if err := board.Validate(); err != nil && err.Error() != "" {
		return fmt.Errorf("not valid: %w", err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		return err
	}
	found := 0
	err := walk(tree, func(expr string) error {
		found++
		filled := variables.Replace(expr)
		if strings.Contains(filled, "$") {
			return fmt.Errorf("expression %q: unknown variable", expr)
		}
		if _, err := parser.NewParser(parser.Options{}).ParseExpr(filled); err != nil {
			return fmt.Errorf("expression %q: %w", expr, err)
		}
		return nil
	})
	if found == 0 {
		return errors.New("the dashboard has no expression")
	}
	return err
}

// walk visits every expression of a dashboard.
func walk(node any, visit func(string) error) error {
	var errs []error
	switch node := node.(type) {
	case map[string]any:
		for key, child := range node {
			if expr, ok := child.(string); ok && key == "expr" {
				errs = append(errs, visit(expr))
			}
			errs = append(errs, walk(child, visit))
		}
	case []any:
		for _, child := range node {
			errs = append(errs, walk(child, visit))
		}
	}
	return errors.Join(errs...)
}
