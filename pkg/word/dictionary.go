package word

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/arqam-io/arqam/pkg/word/fuse"
)

// magic begins every compiled dictionary; the digit is the version of its form and
// of the fields of an Analysis.
const magic = "arqam words 2\n"

// Dictionary maps the folded words of a language, without clitics, to their
// analyses. The zero Dictionary knows no word.
type Dictionary struct {
	forms fuse.Map
	sets  [][]Analysis
}

// ErrDictionary says that the bytes are no dictionary of this version.
var ErrDictionary = errors.New("not a compiled dictionary of this version: run make generate")

// OpenDictionary reads what Compile wrote, and keeps data.
func OpenDictionary(data []byte) (*Dictionary, error) {
	rest, ok := strings.CutPrefix(string(data[:min(len(data), len(magic))]), magic)
	if !ok || rest != "" || len(data) < len(magic)+4 {
		return nil, ErrDictionary
	}
	n := int(binary.LittleEndian.Uint32(data[len(magic):]))
	data = data[len(magic)+4:]
	d := &Dictionary{}
	for range n {
		if len(data) == 0 || len(data) < 1+4*int(data[0]) {
			return nil, ErrDictionary
		}
		set := make([]Analysis, data[0])
		for i := range set {
			set[i] = Analysis(binary.LittleEndian.Uint32(data[1+4*i:]))
		}
		d.sets, data = append(d.sets, set), data[1+4*len(set):]
	}
	var err error
	if d.forms, err = fuse.Open(data); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDictionary, err)
	}
	return d, nil
}

// Lookup returns the analyses of a folded word, the likeliest first, and none for a
// word that it does not know. The result is shared and must not be changed.
func (d *Dictionary) Lookup(folded []byte) []Analysis {
	set, ok := d.forms.Get(folded)
	if !ok || int(set) >= len(d.sets) {
		return nil
	}
	return d.sets[set]
}

// Compile writes a dictionary. The same entries give the same bytes.
func Compile(entries map[string][]Analysis) ([]byte, error) {
	keys := make([]string, 0, len(entries))
	for key := range entries {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	sets, values := map[string]uint32{}, make([]uint32, len(keys))
	var table []byte
	for i, key := range keys {
		set := entries[key]
		if len(set) > 255 {
			return nil, fmt.Errorf("compile %q: it has %d analyses, want at most 255", key, len(set))
		}
		body := []byte{byte(len(set))}
		for _, a := range set {
			body = binary.LittleEndian.AppendUint32(body, uint32(a))
		}
		id, ok := sets[string(body)]
		if !ok {
			id = uint32(len(sets))
			sets[string(body)] = id
			table = append(table, body...)
		}
		values[i] = id
	}
	forms, err := fuse.Build(keys, values)
	if err != nil {
		return nil, fmt.Errorf("compile a dictionary: %w", err)
	}
	out := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(sets)))
	return slices.Concat(out, table, forms), nil
}
