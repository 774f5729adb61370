package normalize

import (
	"bufio"
	"fmt"
	"io/fs"
	"strings"
)

// eachRow calls row with the cells of every line of a tab-separated file, which
// begins with comments and its header and is sorted by the first cell. Errors
// name the file and the line.
func eachRow(data fs.FS, file, header string, row func(cells []string) error) error {
	f, err := data.Open(file)
	if err != nil {
		return fmt.Errorf("normalize: %w", err)
	}
	defer f.Close()
	columns, key := 0, ""
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if columns == 0 {
			if strings.HasPrefix(line, "#") {
				continue
			}
			if line != header {
				return fmt.Errorf("%s:%d: header is %q, want %q", file, n, line, header)
			}
			columns = strings.Count(header, "\t") + 1
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != columns {
			return fmt.Errorf("%s:%d: %d columns, want %d", file, n, len(cells), columns)
		}
		if cells[0] <= key {
			return fmt.Errorf("%s:%d: %q after %q: rows must be sorted and unique", file, n, cells[0], key)
		}
		key = cells[0]
		if err := row(cells); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	if columns == 0 {
		return fmt.Errorf("%s: no header", file)
	}
	return nil
}
