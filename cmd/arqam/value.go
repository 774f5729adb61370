package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/redact"
)

// checked is a setting of text that is looked at before it is taken.
type checked struct {
	to    *string
	kind  string
	check func(string) error
	// address says that a path can be an address as well.
	address bool
}

func newChecked(to *string, def, kind string, check func(string) error) *checked {
	*to = def
	return &checked{to: to, kind: kind, check: check}
}

func (v *checked) String() string { return *v.to }
func (v *checked) Type() string   { return v.kind }

func (v *checked) Set(s string) error {
	if err := v.check(s); err != nil {
		return err
	}
	*v.to = s
	return nil
}

const (
	kindFile      = "file"
	kindDirectory = "directory"
	kindURL       = "url"
	kindAddress   = "host:port"
)

// isPath reports whether a setting names a file, whose place depends on where
// the setting is written.
func isPath(v pflag.Value) bool { return v.Type() == kindFile || v.Type() == kindDirectory }

func newPath(to *string, def, kind string) *checked {
	return newChecked(to, def, kind, func(s string) error {
		if s == "" {
			return errors.New("want a path")
		}
		return nil
	})
}

func existingFile(to *string) *checked {
	return newChecked(to, "", kindFile, func(s string) error {
		info, err := os.Stat(s)
		switch {
		case errors.Is(err, os.ErrNotExist):
			return fmt.Errorf("there is no file %s", s)
		case err != nil:
			return cause(err)
		case info.IsDir():
			return fmt.Errorf("%s is a directory, want a file", s)
		}
		return nil
	})
}

func oneOf(to *string, def string, choices ...string) *checked {
	return newChecked(to, def, strings.Join(choices, "|"), func(s string) error {
		if !slices.Contains(choices, s) {
			return fmt.Errorf("want %s or %s", strings.Join(choices[:len(choices)-1], ", "), choices[len(choices)-1])
		}
		return nil
	})
}

// off is the address of a server that is not wanted.
const off = "off"

func address(to *string, def string) *checked {
	return newChecked(to, def, kindAddress, func(s string) error {
		if s == off {
			return nil
		}
		_, port, err := net.SplitHostPort(s)
		if err == nil {
			_, err = strconv.ParseUint(port, 10, 16)
		}
		if err != nil {
			return errors.New("want host:port, as 127.0.0.1:9190, or off")
		}
		return nil
	})
}

func language(to *string) *checked {
	return newChecked(to, "auto", "tag", func(s string) error {
		if s == "" || strings.ContainsAny(s, " /.") {
			return errors.New("want auto or a language tag, as ar")
		}
		return nil
	})
}

func natsURL(to *string) *checked {
	return newChecked(to, "nats://127.0.0.1:4222", kindURL, func(s string) error {
		for part := range strings.SplitSeq(s, ",") {
			u, err := url.Parse(strings.TrimSpace(part))
			if err != nil || u.Host == "" || !slices.Contains([]string{"nats", "tls", "ws", "wss"}, u.Scheme) {
				return errors.New("want nats://host:port (or tls://, ws://, wss://)")
			}
		}
		return nil
	})
}

// ledgerPlace is a path or an address of PostgreSQL. What is neither looks like
// a mistyped address, and no file is made of it.
func ledgerPlace(to *string) *checked {
	place := newChecked(to, "", kindFile, func(s string) error {
		switch {
		case s == "":
			return errors.New("want a path")
		case !ledger.IsAddress(s) && likeAddress.MatchString(s):
			return errors.New("want a file, or postgres://user@host/database")
		}
		return nil
	})
	place.address = true
	return place
}

var likeAddress = regexp.MustCompile(`(?i)^[a-z]{2,}:/|:.*@|^postgres(ql)?[:/]`)

// hushed is a secret that comes from the environment alone.
type hushed struct{ to *string }

func (hushed) String() string { return "" }
func (hushed) Type() string   { return "secret" }

func (hushed) Set(string) error {
	return errors.New("a token does not stand where others read it: set ARQAM_TOKEN, or give --token-file")
}

// isAddress reports whether a setting may bear a password.
func isAddress(v pflag.Value) bool {
	place, ok := v.(*checked)
	return v.Type() == kindURL || v.Type() == kindAddress || ok && place.address
}

// shown is a value as an error may repeat it.
func shown(v pflag.Value, value string) string {
	if _, ok := v.(hushed); ok {
		return redact.Hidden
	}
	if isAddress(v) {
		return redact.Address(value)
	}
	return value
}

// invalid is the fault of a flag's value. That of pflag repeats the value as it
// is.
func invalid(err error) error {
	wrong, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return err
	}
	f := wrong.GetFlag()
	name := "--" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	return fmt.Errorf("invalid argument %q for %q flag: %w", shown(f.Value, wrong.GetValue()), name, wrong.Unwrap())
}

// count is a positive number.
type count struct{ to *int }

func positive(to *int, def int) *count {
	*to = def
	return &count{to}
}

func (v *count) String() string { return strconv.Itoa(*v.to) }
func (v *count) Type() string   { return "n" }

func (v *count) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return errors.New("want a number from 1")
	}
	*v.to = n
	return nil
}

// paths is a list of directories that exist.
type paths struct{ to *[]string }

func directories(to *[]string) *paths { return &paths{to: to} }

func (v *paths) String() string { return strings.Join(*v.to, ",") }
func (v *paths) Type() string   { return kindDirectory }
func (v *paths) reset()         { *v.to = nil }

func (v *paths) Set(s string) error {
	info, err := os.Stat(s)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("there is no directory %s", s)
	case err != nil:
		return cause(err)
	case !info.IsDir():
		return fmt.Errorf("%s is a file, want a directory", s)
	}
	*v.to = append(*v.to, s)
	return nil
}
