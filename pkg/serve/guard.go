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

// headers stand on every answer; a handler may say otherwise. Nothing that is
// served is a page, so a browser that is led to show one may load, run, embed and
// keep nothing.
var headers = [][2]string{
	{"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Cache-Control", "no-store"},
}

// guard decides who is let in.
type guard struct {
	public []string
	tokens [][sha256.Size]byte
	closed bool // private paths ask for a token or a certificate
	local  bool // only who names this machine as its own user would is answered
}

func newGuard(public, tokens []string, closed, local bool) guard {
	g := guard{public: public, closed: closed, local: local}
	for _, token := range tokens {
		g.tokens = append(g.tokens, sha256.Sum256([]byte(token)))
	}
	return g
}

// protect is what every request passes and every answer bears.
func (g guard) protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range headers {
			w.Header().Set(h[0], h[1])
		}
		switch {
		case g.local && !local(r.Host):
			refuse(w, http.StatusMisdirectedRequest, "misdirected",
				"without a token only requests to a loopback address are answered, and "+quoted(r.Host)+" is none")
		case !g.closed, slices.Contains(g.public, r.URL.Path), certified(r), g.bears(r):
			next.ServeHTTP(w, r)
		default:
			w.Header().Set("WWW-Authenticate", `Bearer realm="arqam"`)
			refuse(w, http.StatusUnauthorized, "unauthorized", "send the token as «Authorization: Bearer …»")
		}
	})
}

// quoted bounds what an answer repeats of a request.
func quoted(s string) string {
	const most = 80
	if len(s) > most {
		s = s[:most] + "…"
	}
	return "«" + strings.ToValidUTF8(s, "\uFFFD") + "»"
}

// local reports whether a request names this machine as its own user would. The
// page of another site that had its name resolve to 127.0.0.1 does not.
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

// certified reports whether the client showed a certificate; one that no
// authority signed has not come this far.
func certified(r *http.Request) bool { return r.TLS != nil && len(r.TLS.VerifiedChains) > 0 }

// bears looks for the token of a request. Every token is compared, by digests of
// one length, so that the time taken tells nothing of them.
func (g guard) bears(r *http.Request) bool {
	scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	got := sha256.Sum256([]byte(given))
	same := 0
	for _, want := range g.tokens {
		same |= subtle.ConstantTimeCompare(want[:], got[:])
	}
	return strings.EqualFold(scheme, "Bearer") && same == 1
}

// refuse answers in the form of the Prometheus API, whose "error" is also where
// the receipt of articles tells its own.
func refuse(w http.ResponseWriter, status int, kind, why string) {
	body, _ := json.Marshal(map[string]string{"status": "error", "errorType": kind, "error": why}) // strings alone
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // the client has gone: nobody to tell
}
