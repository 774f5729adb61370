// Package settings reads the settings that commands share: values that are checked
// when they are set, the YAML file that holds them, and the receivers of events
// and of remote write, with their secrets, that only a file can describe. It
// declares no setting and reads no flag or variable. Only cmd/arqam calls it.
package settings

import (
	"path/filepath"
	"strings"

	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// Reader reads a file of settings. Every key must be known to it.
type Reader struct {
	// Values has the settings by key; a dot in a key means nesting.
	Values map[string]Value
	// Keep reports which settings the file must not change; the values in the file are still
	// checked.
	Keep func(key string) bool
	// Lists has the functions that read structured values, by key.
	Lists map[string]func(yamlfile.Node) error
	// Help says where the settings are listed.
	Help string
}

// Read sets the values in the file. It returns all faults.
func (r *Reader) Read(file string, data []byte) error {
	top, ok, err := yamlfile.Parse(file, data)
	if err != nil || !ok {
		return err
	}
	return r.section("", top)
}

func (r *Reader) section(prefix string, node yamlfile.Node) error {
	if !node.IsMapping() {
		return node.At("").Fault("%q: must be settings, such as \"data: ./arqam-data\"", node.Value())
	}
	return node.Pairs(func(name, value yamlfile.Node) error {
		key := prefix + name.Value()
		v, known := r.Values[key]
		switch list := r.Lists[key]; {
		case list != nil:
			return list(value)
		case known:
			return r.Set(key, v, value)
		case r.isSection(key):
			return r.section(key+".", value)
		}
		return name.At("").Fault("unknown setting %q: %s", key, r.Help)
	})
}

func (r *Reader) isSection(key string) bool {
	for known := range r.Values {
		if strings.HasPrefix(known, key+".") {
			return true
		}
	}
	return false
}

// Set sets a value unless Keep protects it. A relative path is relative to the directory of
// the file.
func (r *Reader) Set(key string, v Value, node yamlfile.Node) error {
	values := []yamlfile.Node{node}
	list, isList := v.(*directories)
	if isList && node.IsList() {
		var err error
		if values, err = node.Items(); err != nil {
			return err
		}
	}
	keep := r.Keep(key)
	if isList && !keep {
		list.reset()
	}
	var faults []error
	for _, n := range values {
		faults = append(faults, setOne(v, n, keep))
	}
	return yamlfile.Join(faults...)
}

func setOne(v Value, n yamlfile.Node, keep bool) error {
	if !n.IsScalar() {
		return n.Fault("must be a single value")
	}
	if keep {
		return nil
	}
	text := n.Value()
	if isPath(v) && text != "" && !ledger.IsAddress(text) {
		text = beside(n.File(), text)
	}
	if err := v.Set(text); err != nil {
		return n.Fault("%q: %v", Shown(v, n.Value()), err)
	}
	return nil
}

// beside resolves a path relative to the directory of a file.
func beside(file, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}
