package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

func tarball(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	out := tar.NewWriter(zip)
	for name, body := range files {
		if err := out.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(body))}); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestUnpackTakesWhatIsWanted(t *testing.T) {
	body := tarball(t, map[string]string{
		"package/main/ar/numbers.json": "1", "package/main/ar-LB/numbers.json": "2", "package/main/arn/numbers.json": "3",
	})
	files := map[string][]byte{}
	if err := unpack(body, []string{"main/ar/numbers.json", "main/ar-??/numbers.json"}, files); err != nil {
		t.Fatal(err)
	}
	if len(files) != 2 || string(files["main/ar/numbers.json"]) != "1" || string(files["main/ar-LB/numbers.json"]) != "2" {
		t.Errorf("unpacked %q", files)
	}
	if err := unpack(body, []string{"LICENSE"}, files); err == nil || !strings.Contains(err.Error(), "LICENSE") {
		t.Errorf("a missing file: error %v", err)
	}
	if err := unpack([]byte("no tarball"), nil, files); err == nil {
		t.Error("an invalid tarball is unpacked")
	}
}
