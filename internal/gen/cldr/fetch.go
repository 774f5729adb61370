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
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// release is the version of every package.
const release = "48.2.0"

// input is one npm package: its name, the digest in npm's registry for this release, and
// patterns of the required files.
type input struct {
	name      string
	integrity string
	files     []string
}

// inputs are the packages, with the files that the languages require.
func inputs(languages []language) []input {
	units, money := []string{"main/" + english + "/units.json"}, []string{}
	months, islamic := []string{}, []string{}
	for _, l := range languages {
		for _, locale := range l.Locales {
			if name := "main/" + locale + "/units.json"; !slices.Contains(units, name) {
				units = append(units, name)
			}
		}
		of := "main/" + l.code
		money = append(money, "main/"+l.Locales[len(l.Locales)-1]+"/currencies.json", of+"/numbers.json", of+"-??/numbers.json")
		months = append(months, of+"/ca-gregorian.json")
		if l.RegionalMonths {
			months = append(months, of+"-??/ca-gregorian.json")
		}
		islamic = append(islamic, of+"/ca-islamic.json")
	}
	return []input{
		{"cldr-core", "zfmLothncSwfv2jlevoSrgI2VGgH8SDGHXst6jUEotHA8nq9Igeg9jzdJDFtBso9pgJuG89DK16TzrmZDdo2Bg==", []string{
			"LICENSE",
			"supplemental/units.json",
			"supplemental/unitsMetadata.json",
			"supplemental/currencyData.json",
		}},
		{"cldr-units-full", "BjDC7V46eeXzgalnIumrJ1XQDk8wJaOxNLME4hmkBT9Q0hnzxn3XgtavigPUwnljk7FxlNQW9Wx+hbFrARPrQg==", units},
		{"cldr-numbers-full", "0EQ+UkVDsyXOlxnWnL1RIENVZFqCnb04D1Yrku0obnOyttbuZz8tHmUd5c5AEvhGS/Gg2zI4fTaCm51LSGITog==", money},
		{"cldr-dates-full", "zMrKvjMO414HDftLr6vKH1fNQHakFNe+F1h4S0eg+zmL4WRi9pI41fxB3UrTJDY42MEM87jCuAw/qlqCgYKcAQ==", months},
		{"cldr-cal-islamic-full", "iMu/LMaU/hN8u7RiD9toZD7UkhaeeqCwWta56RJRENpvS10VWEzYXvOOfcqrJUPzs2PsN4KqYX/9plouOrsVqA==", islamic},
	}
}

// english is the locale that names every compound unit of CLDR.
const english = "en"

// fetch returns the required files by name, downloading with npm what the cache folder lacks.
func fetch(inputs []input, cache string) (map[string][]byte, error) {
	if cache == "" {
		dir, err := os.MkdirTemp("", "cldr")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
		cache = dir
	}
	files := map[string][]byte{}
	for _, in := range inputs {
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

// unpack adds the required files of a gzipped tarball to files. Each pattern must match a
// file.
func unpack(body []byte, want []string, files map[string][]byte) error {
	zip, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return err
	}
	met := map[string]bool{}
	r := tar.NewReader(zip)
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(h.Name, "package/")
		for _, pattern := range want {
			if ok, err := path.Match(pattern, name); err != nil {
				return err
			} else if !ok {
				continue
			}
			met[pattern] = true
			if files[name], err = io.ReadAll(r); err != nil {
				return err
			}
			break
		}
	}
	for _, pattern := range want {
		if !met[pattern] {
			return fmt.Errorf("there is no %s", pattern)
		}
	}
	return nil
}
