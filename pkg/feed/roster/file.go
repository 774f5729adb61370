package roster

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// AppendFile adds feeds to a file of feeds as Append does, and creates the file if it is
// missing. It replaces the file as a whole and keeps its permissions.
func AppendFile(name string, feeds ...Feed) error {
	data, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	out, err := Append(name, data, feeds...)
	if err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	next := name + ".new"
	if err := os.WriteFile(next, out, mode); err != nil { // #nosec G306 G703 -- the file and its mode are the user's choice
		return fmt.Errorf("replace %s: %w", name, err)
	}
	return os.Rename(next, name)
}
