// Package redact keeps passwords and tokens out of what people read: errors,
// logs and the text of commands. It knows addresses and nothing else; it reads
// no secret and keeps none. Whoever prints an address that somebody gave calls
// it.
package redact

import (
	"net/url"
	"regexp"
	"strings"
)

// Hidden stands in the place of what is not shown.
const Hidden = "xxxxx"

// open is an address that has no space for a secret: scheme, host, port, path.
// Help spells the port out.
var open = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*:/{1,3})?([A-Za-z0-9._~-]*|\[[0-9A-Fa-f:.]*\])(:(?:[0-9]{0,5}|port))?(/[^@?#:\s]*)?$`)

// Address returns the address, or several with commas between them, as it may be
// shown: without user, password, query and fragment. Of one that cannot be read
// as an address nothing is left, since nobody knows then where its password
// begins.
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

// Bears reports whether an address, or one of several with commas between them,
// bears a password, or a user name alone before a NATS server, which is a token.
func Bears(address string) bool {
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

// inPath is a password that stands behind one slash too many.
var inPath = regexp.MustCompile(`:[^/]*@`)

// word is what may be an address in a text, up to an "@" even where spaces stand
// before it.
var word = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]*:/[^"\n]*@(?:[^\s"'«»,;)]*[^\s"'«»,;):.])?` +
	`|[^\s"'«»]*(?::|//)[^\s"'«»]*@(?:[^\s"'«»,;)]*[^\s"'«»,;):.])?` +
	`|[A-Za-z][A-Za-z0-9+.-]*://[^\s"'«»]*[^\s"'«»,;):.]`)

// Text hides the addresses in a text that bear a password or cannot be read, as
// where somebody has given an address in the place of a file.
func Text(text string) string {
	return word.ReplaceAllStringFunc(text, func(word string) string {
		if shown := Address(word); Bears(word) || strings.HasPrefix(shown, Hidden) {
			return shown
		}
		return word
	})
}
