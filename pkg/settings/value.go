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

// Value is a setting: a variable that is checked when it is set. It can be used as a flag.
type Value interface {
	String() string
	Set(string) error
	Type() string
}

// The types of settings that need special treatment.
const (
	TypeFile      = "file"
	TypeDirectory = "directory"
	TypeURL       = "url"
	TypeAddress   = "host:port"
)

// text is a text setting with a check.
type text struct {
	to    *string
	kind  string
	check func(string) error
	// address means that the value is a path or an address.
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

// isPath reports whether a value of the setting is a path, which is relative to the file that
// the setting is written in.
func isPath(v Value) bool { return v.Type() == TypeFile || v.Type() == TypeDirectory }

// Path is the name of a file or directory that need not exist.
func Path(to *string, def, kind string) Value {
	return newText(to, def, kind, func(s string) error {
		if s == "" {
			return errors.New("must be a path")
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
			return fmt.Errorf("%s is a directory, not a file", s)
		}
		return nil
	})
}

// OneOf is a setting with a fixed set of choices.
func OneOf(to *string, def string, choices ...string) Value {
	return newText(to, def, strings.Join(choices, "|"), func(s string) error {
		if !slices.Contains(choices, s) {
			return fmt.Errorf("must be %s or %s", strings.Join(choices[:len(choices)-1], ", "), choices[len(choices)-1])
		}
		return nil
	})
}

// Off is the address that turns a server off.
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
			return errors.New("must be host:port, such as 127.0.0.1:9190, or off")
		}
		return nil
	})
}

// Language is a language that the program reads, or auto.
func Language(to *string) Value {
	return newText(to, "auto", "tag", func(s string) error {
		if known := lang.Known(); s != "auto" && !slices.Contains(known, s) {
			return fmt.Errorf("must be auto or a language that arqam reads: %s", strings.Join(known, ", "))
		}
		return nil
	})
}

// NATS is a comma-separated list of addresses of NATS servers.
func NATS(to *string) Value {
	return newText(to, "nats://127.0.0.1:4222", TypeURL, func(s string) error {
		for part := range strings.SplitSeq(s, ",") {
			u, err := url.Parse(strings.TrimSpace(part))
			if err != nil || u.Host == "" || !slices.Contains([]string{"nats", "tls", "ws", "wss"}, u.Scheme) {
				return errors.New("must be nats://host:port (or tls://, ws://, wss://)")
			}
		}
		return nil
	})
}

// LedgerPlace is the path of a file or an address of PostgreSQL. Any other address is
// rejected, so that a mistyped one does not become the name of a new file.
func LedgerPlace(to *string) Value {
	place := newText(to, "", TypeFile, func(s string) error {
		switch {
		case s == "":
			return errors.New("must be a path")
		case !ledger.IsAddress(s) && likeAddress.MatchString(s):
			return errors.New("must be a file, or postgres://user@host/database")
		}
		return nil
	})
	place.address = true
	return place
}

var likeAddress = regexp.MustCompile(`(?i)^[a-z]{2,}:/|:.*@|^postgres(ql)?[:/]`)

// Token is a secret that is read only from the environment: Set rejects it.
type Token struct{ To *string }

// String returns nothing: a secret is not shown.
func (Token) String() string { return "" }

// Type returns the name of the type in help texts.
func (Token) Type() string { return "secret" }

// Set returns an error that says where to put the token.
func (Token) Set(string) error {
	return errors.New("a token must not be visible to others: set ARQAM_TOKEN or --token-file instead")
}

// MayHavePassword reports whether a setting is an address, which may contain a password.
func MayHavePassword(v Value) bool {
	place, ok := v.(*text)
	return v.Type() == TypeURL || v.Type() == TypeAddress || ok && place.address
}

// Shown returns the value as it may be shown in an error.
func Shown(v Value, value string) string {
	if _, ok := v.(Token); ok {
		return redact.Hidden
	}
	if MayHavePassword(v) {
		return redact.Address(value)
	}
	return value
}

// count is a positive number.
type count struct{ to *int }

// Positive is a whole number of at least 1.
func Positive(to *int, def int) Value {
	*to = def
	return &count{to}
}

func (v *count) String() string { return strconv.Itoa(*v.to) }
func (v *count) Type() string   { return "n" }

func (v *count) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return errors.New("must be a whole number of at least 1")
	}
	*v.to = n
	return nil
}

// directories is a list of directories that exist.
type directories struct{ to *[]string }

// Directories is a list of existing directories; each Set adds one.
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
		return fmt.Errorf("%s is a file, not a directory", s)
	}
	*v.to = append(*v.to, s)
	return nil
}

// Cause returns an error without the file name and the system call.
func Cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
