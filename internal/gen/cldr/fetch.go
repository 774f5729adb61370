package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// release is the version of every package that is read.
const release = "48.2.0"

// input is one npm package: its name, the digest that npm's registry states for
// this release, and the files wanted of it.
type input struct {
	name      string
	integrity string
	files     []string
}

func inputs() []input {
	return []input{
		{
			name:      "cldr-core",
			integrity: "zfmLothncSwfv2jlevoSrgI2VGgH8SDGHXst6jUEotHA8nq9Igeg9jzdJDFtBso9pgJuG89DK16TzrmZDdo2Bg==",
			files: []string{
				"LICENSE",
				"supplemental/units.json",
				"supplemental/unitsMetadata.json",
				"supplemental/currencyData.json",
			},
		},
		{
			name:      "cldr-units-full",
			integrity: "BjDC7V46eeXzgalnIumrJ1XQDk8wJaOxNLME4hmkBT9Q0hnzxn3XgtavigPUwnljk7FxlNQW9Wx+hbFrARPrQg==",
			files:     []string{"main/en/units.json"},
		},
	}
}

// fetch returns the wanted files by name, downloading with npm what the cache
// folder does not hold.
func fetch(cache string) (map[string][]byte, error) {
	if cache == "" {
		dir, err := os.MkdirTemp("", "cldr")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		cache = dir
	}
	files := map[string][]byte{}
	for _, in := range inputs() {
		tarball := filepath.Join(cache, in.name+"-"+release+".tgz")
		if _, err := os.Stat(tarball); errors.Is(err, os.ErrNotExist) {
			cmd := exec.Command("npm", "pack", "--silent", in.name+"@"+release)
			cmd.Dir, cmd.Stderr = cache, os.Stderr
			if err := cmd.Run(); err != nil {
				return nil, fmt.Errorf("npm pack %s@%s: %w", in.name, release, err)
			}
		}
		body, err := os.ReadFile(tarball)
		if err != nil {
			return nil, err
		}
		sum := sha512.Sum512(body)
		if got := base64.StdEncoding.EncodeToString(sum[:]); got != in.integrity {
			return nil, fmt.Errorf("%s: digest sha512-%s, want sha512-%s", tarball, got, in.integrity)
		}
		if err := unpack(body, in.files, files); err != nil {
			return nil, fmt.Errorf("unpack %s: %w", tarball, err)
		}
	}
	return files, nil
}

// unpack adds the wanted files of a gzipped tarball to files.
func unpack(body []byte, want []string, files map[string][]byte) error {
	zip, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return err
	}
	left := map[string]bool{}
	for _, name := range want {
		left["package/"+name] = true
	}
	for r := tar.NewReader(zip); len(left) > 0; {
		h, err := r.Next()
		if err != nil {
			return fmt.Errorf("%d files missing: %w", len(left), err)
		}
		if !left[h.Name] {
			continue
		}
		delete(left, h.Name)
		if files[h.Name[len("package/"):]], err = io.ReadAll(r); err != nil {
			return err
		}
	}
	return nil
}
