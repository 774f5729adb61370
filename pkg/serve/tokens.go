package serve

import (
	"bufio"
	"errors"
	"os"
	"strings"
)

// ErrNoToken says that a file of tokens holds none: everybody would be let in.
var ErrNoToken = errors.New("the file holds no token, so everybody would be let in")

// ReadTokens reads a file with one token a line. Empty lines and those that begin
// with # are left out.
func ReadTokens(file string) ([]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if line := strings.TrimSpace(lines.Text()); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, ErrNoToken
	}
	return all, nil
}
