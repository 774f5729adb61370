package roster

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// AppendFile adds feeds to a file of feeds as Append does, and makes it where it is
// missing. The file is replaced as a whole, and who may read it stays as it is.
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
	if err := os.WriteFile(next, out, mode); err != nil { // #nosec G306 G703 -- the user's file, where the user said
		return fmt.Errorf("replace %s: %w", name, err)
	}
	return os.Rename(next, name)
}
