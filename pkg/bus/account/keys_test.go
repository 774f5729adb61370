package account

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestMakeKeys(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	made, err := MakeKeys(dir)
	if err != nil || !slices.Equal(made, Users()) {
		t.Fatalf("MakeKeys = %q, %v", made, err)
	}
	read := func(name string) []byte {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	public := read(keysFile)
	for _, user := range Users() {
		seed := read(user + ".nk")
		if !bytes.HasPrefix(seed, []byte("SU")) || bytes.Contains(public, bytes.TrimSpace(seed)) {
			t.Errorf("%s.nk holds no seed, or keys.conf holds it", user)
		}
		if !bytes.Contains(public, []byte(strings.ToUpper(user)+"_KEY: \"U")) {
			t.Errorf("keys.conf lacks %s:\n%s", user, public)
		}
		if info, err := os.Stat(filepath.Join(dir, user+".nk")); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s.nk: %v, %v", user, info.Mode(), err)
		}
	}
	if err := os.Remove(filepath.Join(dir, "sink.nk")); err != nil {
		t.Fatal(err)
	}
	before := read("extractor.nk")
	if made, err := MakeKeys(dir); err != nil || !slices.Equal(made, []string{"sink"}) {
		t.Errorf("again, without that of the sink: %q, %v", made, err)
	}
	if !bytes.Equal(before, read("extractor.nk")) || bytes.Equal(public, read(keysFile)) {
		t.Error("keys that were there changed, or the new one is not in keys.conf")
	}
	for name, text := range map[string]string{"of no user": "SAAHPTPJ3IYDMMRKUNTPNDVUVV5R2XDDAYBFTHYPYSV5SDCYBDZFK6ASKA", "none": "x\n"} {
		if err := os.WriteFile(filepath.Join(dir, "sink.nk"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := MakeKeys(dir); err == nil || !strings.Contains(err.Error(), "sink.nk holds no user seed") {
			t.Errorf("a seed that is %s: %v", name, err)
		}
	}
}
