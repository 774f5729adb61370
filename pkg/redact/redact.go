// Package redact hides passwords and tokens in texts that people read: errors, logs and
// command lines. It knows only the syntax of URLs and addresses; it reads and stores no
// secret. Code that prints an address from a user calls it.
package redact

import (
	"net/url"
	"regexp"
	"strings"
)

// Hidden replaces what is not shown.
const Hidden = "xxxxx"

// open matches an address without room for a secret: scheme, host, port, path. It allows the
// word "port" for help texts.
var open = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*:/{1,3})?([A-Za-z0-9._~-]*|\[[0-9A-Fa-f:.]*\])(:(?:[0-9]{0,5}|port))?(/[^@?#:\s]*)?$`)

// Address returns the address, or several separated by commas, without user, password, query
// and fragment. It hides an address completely if it cannot be parsed, since the position of
// its password is then unknown.
func Address(address string) string {
	if open.MatchString(address) {
		return address
	}
	parts := strings.Split(address, ",")
	for i, part := range parts {
		parts[i] = one(strings.TrimSpace(part))
	}
	return strings.Join(parts, ",")
}

func one(address string) string {
	if open.MatchString(address) {
		return address
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return Hidden
	}
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	if u.User != nil {
		shown.User = url.User(Hidden) // a user name alone can be a token
	}
	if strings.ContainsAny(u.Path, "@:") {
		shown.Path = "/" + Hidden
	}
	if u.RawQuery != "" {
		shown.RawQuery = Hidden
	}
	return shown.String()
}

// HasSecret reports whether an address, or one of several separated by commas, contains a
// password, or a user name alone for a NATS server, which is a token.
func HasSecret(address string) bool {
	for part := range strings.SplitSeq(address, ",") {
		u, err := url.Parse(strings.TrimSpace(part))
		unread := err != nil || u.Host == "" && u.User == nil
		if unread && strings.Contains(part, "@") && strings.Contains(part, ":") {
			return true
		}
		if err != nil {
			continue
		}
		if u.User != nil {
			if _, password := u.User.Password(); password || !strings.HasPrefix(u.Scheme, "postgres") {
				return true
			}
		}
		if inPath.MatchString(u.Path) || u.Query().Has("password") || u.Query().Has("sslpassword") {
			return true
		}
	}
	return false
}

// inPath matches a password after one slash too many.
var inPath = regexp.MustCompile(`:[^/]*@`)

// word matches a possible address in a text, up to an "@" even after spaces.
var word = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]*:/[^"\n]*@(?:[^\s"'«»,;)]*[^\s"'«»,;):.])?` +
	`|[^\s"'«»]*(?::|//)[^\s"'«»]*@(?:[^\s"'«»,;)]*[^\s"'«»,;):.])?` +
	`|[A-Za-z][A-Za-z0-9+.-]*://[^\s"'«»]*[^\s"'«»,;):.]`)

// Text hides the addresses in a text that contain a password or cannot be parsed, such as an
// address that was given in place of a file.
func Text(text string) string {
	return word.ReplaceAllStringFunc(text, func(word string) string {
		if shown := Address(word); HasSecret(word) || strings.HasPrefix(shown, Hidden) {
			return shown
		}
		return word
	})
}
