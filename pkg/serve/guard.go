package serve

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// headers are set on every answer, and a handler may override them. No answer is a page
// for a browser, so a browser that shows one may not load, run, embed or store anything.
var headers = [][2]string{
	{"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Cache-Control", "no-store"},
}

// guard decides who has access.
type guard struct {
	public []string
	tokens [][sha256.Size]byte
	closed bool // private paths need a token or a certificate
	local  bool // only requests to a loopback name are answered
}

func newGuard(public, tokens []string, closed, local bool) guard {
	g := guard{public: public, closed: closed, local: local}
	for _, token := range tokens {
		g.tokens = append(g.tokens, sha256.Sum256([]byte(token)))
	}
	return g
}

// protect sets the headers of every answer and checks every request.
func (g guard) protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range headers {
			w.Header().Set(h[0], h[1])
		}
		switch {
		case g.local && !local(r.Host):
			refuse(w, http.StatusMisdirectedRequest, "misdirected",
				"without a token only requests to a loopback address are answered, and "+quoted(r.Host)+" is not one")
		case !g.closed, slices.Contains(g.public, r.URL.Path), certified(r), g.hasToken(r):
			next.ServeHTTP(w, r)
		default:
			w.Header().Set("WWW-Authenticate", `Bearer realm="arqam"`)
			refuse(w, http.StatusUnauthorized, "unauthorized", "send the token as «Authorization: Bearer …»")
		}
	})
}

// quoted bounds the part of a request that an answer quotes.
func quoted(s string) string {
	const most = 80
	if len(s) > most {
		s = s[:most] + "…"
	}
	return "«" + strings.ToValidUTF8(s, "\uFFFD") + "»"
}

// local reports whether a host is a name of this machine. A page of another site whose name
// resolves to 127.0.0.1 sends its own name instead.
func local(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().IsLoopback()
	}
	name := strings.ToLower(strings.TrimSuffix(host, "."))
	return name == "" || name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// certified reports whether the client has a certificate; TLS has already rejected one
// that no authority signed.
func certified(r *http.Request) bool { return r.TLS != nil && len(r.TLS.VerifiedChains) > 0 }

// hasToken reports whether a request has one of the tokens. It compares with every token,
// by digests of one length, so that its duration reveals nothing about them.
func (g guard) hasToken(r *http.Request) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	got := sha256.Sum256([]byte(token))
	same := 0
	for _, want := range g.tokens {
		same |= subtle.ConstantTimeCompare(want[:], got[:])
	}
	return strings.EqualFold(scheme, "Bearer") && same == 1
}

// refuse answers in the format of the Prometheus API, whose member "error" receipts of
// articles also have.
func refuse(w http.ResponseWriter, status int, kind, why string) {
	body, _ := json.Marshal(map[string]string{"status": "error", "errorType": kind, "error": why}) // cannot fail: strings only
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // the client is gone
}
