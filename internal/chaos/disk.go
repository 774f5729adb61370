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

// diskSize is that of a small disk: space for one round, and soon full.
const diskSize = "96m"

// disk is a small file system of its own.
type disk struct {
	dir string
	mu  sync.Mutex // it is filled once at a time
}

// errNoDisk says that this user may not make file systems.
var errNoDisk = errors.New("file systems may not be mounted here")

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
