package lang

import (
	"bufio"
	"fmt"
	"io/fs"
	"strings"
)

// eachRow calls do with the columns of every row of a tab-separated table.
// Empty lines and lines that begin with # are passed over. Errors name the file
// and the line.
func eachRow(fsys fs.FS, name string, columns int, do func(col []string) error) error {
	return eachLine(fsys, name, columns, func(_ int, col []string) error { return do(col) })
}

// eachLine is eachRow for those who keep the line.
func eachLine(fsys fs.FS, name string, columns int, do func(line int, col []string) error) error {
	file, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	in := bufio.NewScanner(file)
	for line := 1; in.Scan(); line++ {
		row := in.Text()
		if row == "" || strings.HasPrefix(row, "#") {
			continue
		}
		col := strings.Split(row, "\t")
		if len(col) != columns {
			return fmt.Errorf("%s:%d: want %d columns separated by tabs, have %d", name, line, columns, len(col))
		}
		if err := do(line, col); err != nil {
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
	return in.Err()
}
