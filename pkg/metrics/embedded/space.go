package embedded

import (
	"errors"
	"os"
)

// probeSize is what a disk must take before a store is worth opening again, in
// bytes.
const probeSize = 8 << 20

// HasSpace reports whether the disk of a directory takes as much as a store needs to
// begin.
func HasSpace(dir string) bool {
	f, err := os.CreateTemp(dir, "space-")
	if err != nil {
		return false
	}
	defer os.Remove(f.Name())
	_, err = f.Write(make([]byte, probeSize))
	return errors.Join(err, f.Close()) == nil
}
