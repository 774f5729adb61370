package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tarball is a package of npm with one file.
func tarball(t *testing.T, name, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	out := tar.NewWriter(zip)
	if err := out.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(body))}); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFetchFromTheCache(t *testing.T) {
	cache := t.TempDir()
	body := tarball(t, "package/dict/index.dic", "words")
	if err := os.WriteFile(filepath.Join(cache, "thing-1.0.0.tgz"), body, 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(body)
	in := input{From: "npm", Name: "thing", Version: "1.0.0", SHA256: hex.EncodeToString(sum[:]), Files: []string{"dict/index.dic"}}
	files, err := fetch([]input{in}, cache)
	if err != nil || string(files["thing/index.dic"]) != "words" {
		t.Fatalf("fetched %q, error %v", files, err)
	}
	in.Files = []string{"dict/index.aff"}
	if _, err := fetch([]input{in}, cache); err == nil || !strings.Contains(err.Error(), "index.aff") {
		t.Errorf("a missing file: error %v", err)
	}
	in.SHA256 = strings.Repeat("0", 64)
	if _, err := fetch([]input{in}, cache); err == nil || !strings.Contains(err.Error(), "digest") {
		t.Errorf("another digest: error %v", err)
	}
}
