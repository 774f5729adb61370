//go:build linux

package chaos

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// diskSize is the size of a small disk: enough for one round, and soon full.
const diskSize = "96m"

// disk is a small separate file system.
type disk struct {
	dir string
	mu  sync.Mutex // at most one fill at a time
}

// errNoDisk means that this user may not mount file systems.
var errNoDisk = errors.New("no permission to mount file systems")

func newDisk(dir string) (*disk, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+diskSize)
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		return nil, errNoDisk
	}
	if err != nil {
		return nil, fmt.Errorf("mount a small disk: %w", err)
	}
	return &disk{dir: dir}, nil
}

// fill leaves no byte free for a while.
func (d *disk) fill(pause time.Duration) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	name := filepath.Join(d.dir, "filler")
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	block := make([]byte, 1<<16)
	for len(block) > 0 {
		if _, err = f.Write(block); errors.Is(err, syscall.ENOSPC) {
			block = block[:len(block)/2]
		} else if err != nil {
			break
		}
	}
	f.Close()
	time.Sleep(pause)
	return os.Remove(name)
}

func (d *disk) close() error { return syscall.Unmount(d.dir, syscall.MNT_DETACH) }
