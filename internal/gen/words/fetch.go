package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// input is one package as words.yaml names it: the registry, its name and version
// there, the digest of its archive, and the files wanted of it, whose base names
// the rules use.
type input struct {
	From    string   `yaml:"from"` // npm or debian
	Name    string   `yaml:"name"`
	Version string   `yaml:"version"`
	SHA256  string   `yaml:"sha256"`
	Files   []string `yaml:"files"`
}

// archive is the name of the package's archive in a cache folder.
func (in *input) archive() string {
	if in.From == "debian" {
		return in.Name + "_" + in.Version + "_all.deb"
	}
	return in.Name + "-" + in.Version + ".tgz"
}

// download is the command that writes the archive into the current folder.
func (in *input) download() *exec.Cmd {
	if in.From == "debian" {
		return exec.Command("apt-get", "download", "-q", in.Name+"="+in.Version)
	}
	return exec.Command("npm", "pack", "--silent", in.Name+"@"+in.Version)
}

// fetch returns the wanted files as "package/file", downloading what the cache
// folder does not hold.
func fetch(inputs []input, cache string) (map[string][]byte, error) {
	if cache == "" {
		dir, err := os.MkdirTemp("", "words")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		cache = dir
	}
	files := map[string][]byte{}
	for _, in := range inputs {
		archive := filepath.Join(cache, in.archive())
		if _, err := os.Stat(archive); errors.Is(err, os.ErrNotExist) {
			cmd := in.download()
			cmd.Dir, cmd.Stderr = cache, os.Stderr
			if err := cmd.Run(); err != nil {
				return nil, fmt.Errorf("download %s: %w", in.archive(), err)
			}
		}
		body, err := os.ReadFile(archive)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(body)
		if got := hex.EncodeToString(sum[:]); got != in.SHA256 {
			return nil, fmt.Errorf("%s: digest %s, want %s", archive, got, in.SHA256)
		}
		if err := in.unpack(archive, body, files); err != nil {
			return nil, fmt.Errorf("unpack %s: %w", archive, err)
		}
	}
	return files, nil
}

// unpack adds the wanted files of the archive to files.
func (in *input) unpack(archive string, body []byte, files map[string][]byte) error {
	var content io.Reader
	if in.From == "debian" {
		// dpkg-deb knows how each release of Debian compresses.
		plain, err := exec.Command("dpkg-deb", "--fsys-tarfile", archive).Output()
		if err != nil {
			return fmt.Errorf("dpkg-deb: %w", err)
		}
		content = bytes.NewReader(plain)
	} else {
		zip, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return err
		}
		content = zip
	}
	return in.pick(content, files)
}

// pick reads the wanted files from a tar archive. Each must be there.
func (in *input) pick(archive io.Reader, files map[string][]byte) error {
	r := tar.NewReader(archive)
	left := slices.Clone(in.Files)
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(strings.TrimPrefix(h.Name, "./"), "package/")
		i := slices.Index(left, name)
		if i < 0 {
			continue
		}
		left = slices.Delete(left, i, i+1)
		if files[in.Name+"/"+filepath.Base(name)], err = io.ReadAll(r); err != nil {
			return err
		}
	}
	if len(left) > 0 {
		return fmt.Errorf("there is no %s", strings.Join(left, ", "))
	}
	return nil
}
