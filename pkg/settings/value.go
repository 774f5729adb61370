package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/arqam-io/arqam/pkg/lang"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/redact"
)

// Value is a setting: a variable that is checked when it is set. The flags of a
// command line take it as it is.
type Value interface {
	String() string
	Set(string) error
	Type() string
}

// The types of settings that are more than text.
const (
	TypeFile      = "file"
	TypeDirectory = "directory"
	TypeURL       = "url"
	TypeAddress   = "host:port"
)

// text is a setting of text that is checked before it is taken.
type text struct {
	to    *string
	kind  string
	check func(string) error
	// address says that a path can be an address as well.
	address bool
}

func newText(to *string, def, kind string, check func(string) error) *text {
	*to = def
	return &text{to: to, kind: kind, check: check}
}

func (v *text) String() string { return *v.to }
func (v *text) Type() string   { return v.kind }

func (v *text) Set(s string) error {
	if err := v.check(s); err != nil {
		return err
	}
	*v.to = s
	return nil
}

// isPath reports whether a setting names a file, whose place depends on where
// the setting is written.
func isPath(v Value) bool { return v.Type() == TypeFile || v.Type() == TypeDirectory }

// Path is the name of a file or directory that need not exist.
func Path(to *string, def, kind string) Value {
	return newText(to, def, kind, func(s string) error {
		if s == "" {
			return errors.New("want a path")
		}
		return nil
	})
}

// ExistingFile is the name of a file that exists.
func ExistingFile(to *string) Value {
	return newText(to, "", TypeFile, func(s string) error {
		info, err := os.Stat(s)
		switch {
		case errors.Is(err, os.ErrNotExist):
			return fmt.Errorf("there is no file %s", s)
		case err != nil:
			return Cause(err)
		case info.IsDir():
			return fmt.Errorf("%s is a directory, want a file", s)
		}
		return nil
	})
}

// OneOf is one of the choices.
func OneOf(to *string, def string, choices ...string) Value {
	return newText(to, def, strings.Join(choices, "|"), func(s string) error {
		if !slices.Contains(choices, s) {
			return fmt.Errorf("want %s or %s", strings.Join(choices[:len(choices)-1], ", "), choices[len(choices)-1])
		}
		return nil
	})
}

// Off is the address of a server that is not wanted.
const Off = "off"

// Address is a host and port to listen on, or Off.
func Address(to *string, def string) Value {
	return newText(to, def, TypeAddress, func(s string) error {
		if s == Off {
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

// Language is a language that the program reads, or auto.
func Language(to *string) Value {
	return newText(to, "auto", "tag", func(s string) error {
		if known := lang.Known(); s != "auto" && !slices.Contains(known, s) {
			return fmt.Errorf("want auto or a language that arqam reads: %s", strings.Join(known, ", "))
		}
		return nil
	})
}

// NATS is the addresses of NATS servers, with commas between them.
func NATS(to *string) Value {
	return newText(to, "nats://127.0.0.1:4222", TypeURL, func(s string) error {
		for part := range strings.SplitSeq(s, ",") {
			u, err := url.Parse(strings.TrimSpace(part))
			if err != nil || u.Host == "" || !slices.Contains([]string{"nats", "tls", "ws", "wss"}, u.Scheme) {
				return errors.New("want nats://host:port (or tls://, ws://, wss://)")
			}
		}
		return nil
	})
}

// LedgerPlace is a path or an address of PostgreSQL. What is neither looks like
// a mistyped address, and no file is made of it.
func LedgerPlace(to *string) Value {
	place := newText(to, "", TypeFile, func(s string) error {
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

// Token is a secret that comes from the environment alone: Set refuses it.
type Token struct{ To *string }

// String is empty: a secret is not shown.
func (Token) String() string { return "" }

// Type is what the help calls it.
func (Token) Type() string { return "secret" }

// Set says where a token belongs.
func (Token) Set(string) error {
	return errors.New("a token does not stand where others read it: set ARQAM_TOKEN, or give --token-file")
}

// MayBearPassword reports whether a setting is an address, which may hold a
// password.
func MayBearPassword(v Value) bool {
	place, ok := v.(*text)
	return v.Type() == TypeURL || v.Type() == TypeAddress || ok && place.address
}

// Shown is a value as an error may repeat it.
func Shown(v Value, value string) string {
	if _, ok := v.(Token); ok {
		return redact.Hidden
	}
	if MayBearPassword(v) {
		return redact.Address(value)
	}
	return value
}

// count is a positive number.
type count struct{ to *int }

// Positive is a number from 1.
func Positive(to *int, def int) Value {
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

// directories is a list of directories that exist.
type directories struct{ to *[]string }

// Directories are directories that exist; each Set adds one.
func Directories(to *[]string) Value { return &directories{to: to} }

func (v *directories) String() string { return strings.Join(*v.to, ",") }
func (v *directories) Type() string   { return TypeDirectory }
func (v *directories) reset()         { *v.to = nil }

func (v *directories) Set(s string) error {
	info, err := os.Stat(s)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("there is no directory %s", s)
	case err != nil:
		return Cause(err)
	case !info.IsDir():
		return fmt.Errorf("%s is a file, want a directory", s)
	}
	*v.to = append(*v.to, s)
	return nil
}

// Cause is an error without the name of the file and the system call.
func Cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
