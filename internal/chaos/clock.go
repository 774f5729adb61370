//go:build linux

package chaos

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// clockFile is the environment variable that names the file with the error of a process's wall
// clock, in seconds.
const clockFile = "ARQAM_CHAOS_CLOCK"

// wrongClock is added to package time of the programs under test. The file is mapped, so that
// the clock can change while the process runs. The monotonic clock stays right, as when a
// machine's clock is set.
const wrongClock = `package time

import (
	"syscall"
	"unsafe"
)

var wrongBy = mapWrong()

func mapWrong() *int64 {
	name, ok := syscall.Getenv("` + clockFile + `")
	if !ok {
		return new(int64)
	}
	fd, err := syscall.Open(name, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		panic("open " + name + ": " + err.Error())
	}
	page, err := syscall.Mmap(fd, 0, 8, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		panic("map " + name + ": " + err.Error())
	}
	return (*int64)(unsafe.Pointer(&page[0]))
}
`

// rightNow is the beginning of time.Now, and wrongNow its replacement with an adjustable
// clock.
const (
	rightNow = "func Now() Time {\n\tsec, nsec, mono := runtimeNow()\n"
	wrongNow = rightNow + "\tif wrongBy != nil {\n\t\tsec += *wrongBy\n\t}\n"
)

// clockOverlay writes the overlay with which "go build" makes programs with an adjustable wall
// clock, and returns its name.
func clockOverlay(dir string) (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("find the Go toolchain: %w", err)
	}
	std := filepath.Join(strings.TrimSpace(string(root)), "src", "time")
	source, err := os.ReadFile(filepath.Join(std, "time.go"))
	if err != nil {
		return "", err
	}
	if bytes.Count(source, []byte(rightNow)) != 1 {
		return "", fmt.Errorf("%s: time.Now does not begin as it did in Go 1.26; look at rightNow", std)
	}
	patched := bytes.Replace(source, []byte(rightNow), []byte(wrongNow), 1)
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {
		filepath.Join(std, "time.go"):  filepath.Join(dir, "time.go"),
		filepath.Join(std, "wrong.go"): filepath.Join(dir, "wrong.go"),
	}})
	if err != nil {
		return "", err
	}
	for name, body := range map[string][]byte{"time.go": patched, "wrong.go": []byte(wrongClock), "overlay.json": overlay} {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o600); err != nil {
			return "", err
		}
	}
	return filepath.Join(dir, "overlay.json"), nil
}

// clock is the wall clock of one process.
type clock struct{ file string }

func newClock(file string) (clock, error) {
	return clock{file}, os.WriteFile(file, make([]byte, 8), 0o600)
}

// set sets the error of the clock.
func (c clock) set(by time.Duration) error {
	f, err := os.OpenFile(c.file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	var page [8]byte
	binary.NativeEndian.PutUint64(page[:], uint64(int64(by/time.Second)))
	_, err = f.WriteAt(page[:], 0)
	return err
}
