// Package account makes the keys of the NATS users that deploy/nats gives permissions
// to. It opens no connection; "arqam setup keys" calls it.
package account

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/nats-io/nkeys"
)

// keysFile is the file of public keys; accounts.conf of deploy/nats includes it.
const keysFile = "keys.conf"

// Users are the names of the users in accounts.conf of deploy/nats.
func Users() []string {
	return []string{"fetcher", "extractor", "normalizer", "sink", "notifier", "operator"}
}

// MakeKeys makes a key for each of the Users that has none in the directory, and
// the directory if needed. The seed, the secret part, goes to <user>.nk, readable by
// its owner alone; the public keys go to keys.conf, for the server. It returns the
// users whose keys are new.
func MakeKeys(dir string) (fresh []string, err error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("make keys: %w", err)
	}
	var public strings.Builder
	fmt.Fprintln(&public, `# The public keys of the users in accounts.conf, made by "arqam setup keys".`)
	for _, user := range Users() {
		key, made, err := userKey(filepath.Join(dir, user+".nk"))
		if err != nil {
			return fresh, fmt.Errorf("make keys: %w", err)
		}
		if made {
			fresh = append(fresh, user)
		}
		fmt.Fprintf(&public, "%s_KEY: %q\n", strings.ToUpper(user), key)
	}
	// #nosec G306 -- public keys, which the server reads as another user
	if err := os.WriteFile(filepath.Join(dir, keysFile), []byte(public.String()), 0o644); err != nil {
		return fresh, fmt.Errorf("make keys: %w", err)
	}
	return fresh, nil
}

// userKey returns the public key of the seed in a file, and makes the file if it is
// missing.
func userKey(file string) (public string, made bool, err error) {
	seed, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		made = true
		seed, err = newSeed(file)
	}
	if err != nil {
		return "", false, err
	}
	pair, err := nkeys.ParseDecoratedUserNKey(seed)
	if err != nil {
		return "", false, fmt.Errorf("%s holds no user seed: %w", file, err)
	}
	public, err = pair.PublicKey()
	return public, made, err
}

// newSeed writes a new seed to a file that does not exist yet.
func newSeed(file string) ([]byte, error) {
	pair, err := nkeys.CreateUser()
	if err != nil {
		return nil, err
	}
	seed, err := pair.Seed()
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(append(bytes.Clone(seed), '\n'))
	return seed, errors.Join(err, f.Close())
}
