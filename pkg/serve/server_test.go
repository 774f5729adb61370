package serve_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/arqam-io/arqam/pkg/serve"
)

// start serves h until the test ends.
func start(t *testing.T, o serve.Options, h http.Handler) *serve.Server {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s, err := serve.Listen(ctx, o)
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, h) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return s
}

func pages() http.Handler {
	mux := http.NewServeMux()
	for _, path := range []string{"/metrics", "/v1/articles"} {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "done") })
	}
	return mux
}

func get(t *testing.T, url string, change ...func(*http.Request)) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range change {
		f(r)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

// TestToken checks access by token.
func TestToken(t *testing.T) {
	s := start(t, serve.Options{Addr: ":0", Public: []string{"/metrics"}, Private: true, Tokens: []string{"another", "open sesame"}}, pages())
	if host, _, _ := net.SplitHostPort(s.Addr().String()); host != "127.0.0.1" {
		t.Errorf("listens on %s, want loopback", s.Addr())
	}
	for _, c := range []struct {
		path, authorization string
		status              int
	}{
		{"/metrics", "", 200},
		{"/metrics", "Bearer wrong", 200},
		{"/metrics/", "", 401},
		{"/v1/articles", "", 401},
		{"/nowhere", "", 401},
		{"/v1/articles", "Bearer", 401},
		{"/v1/articles", "Bearer ", 401},
		{"/v1/articles", "Bearer open", 401},
		{"/v1/articles", "Bearer open sesame ", 200}, // a header's end is trimmed
		{"/v1/articles", "Bearer  open sesame", 401},
		{"/v1/articles", "Bearer open sesame,another", 401},
		{"/v1/articles", "Basic open sesame", 401},
		{"/v1/articles", "open sesame", 401},
		{"/v1/articles", "Bearer open sesame", 200},
		{"/v1/articles", "bearer another", 200},
		{"/nowhere", "Bearer another", 404},
	} {
		t.Run(c.path+" "+c.authorization, func(t *testing.T) {
			resp, body := get(t, s.URL()+c.path, func(r *http.Request) {
				if c.authorization != "" {
					r.Header.Set("Authorization", c.authorization)
				}
			})
			if resp.StatusCode != c.status {
				t.Errorf("status %d, want %d: %s", resp.StatusCode, c.status, body)
			}
			if c.status == 401 && (resp.Header.Get("WWW-Authenticate") != `Bearer realm="arqam"` || !strings.Contains(body, `"error":"send the token as`)) {
				t.Errorf("header %v, body %s", resp.Header, body)
			}
		})
	}
}

// TestHeaders checks the security headers of every kind of response.
func TestHeaders(t *testing.T) {
	s := start(t, serve.Options{Addr: "127.0.0.1:0", Public: []string{"/metrics"}, Private: true}, pages())
	for _, c := range []struct {
		name, method, path, host string
		status                   int
	}{
		{"an answer", "GET", "/v1/articles", "", 200},
		{"no such path", "GET", "/nowhere", "", 404},
		{"a redirect", "GET", "//metrics", "", 307},
		{"another method", "DELETE", "/metrics", "", 405},
		{"a method that does not exist", "FROBNICATE", "/metrics", "", 405},
		{"the page of another site whose name resolves to this machine", "GET", "/v1/articles", "evil.example", 421},
		{"the same with a port", "GET", "/v1/articles", "127.0.0.1.evil.example:9190", 421},
		{"the same on a public path", "GET", "/metrics", "evil.example", 421},
		{"another address of this machine", "GET", "/metrics", "192.0.2.1:9190", 421},
		{"localhost", "GET", "/metrics", "LocalHost:9190", 200},
		{"IPv6", "GET", "/metrics", "[::1]:9190", 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
			r, err := http.NewRequest(c.method, s.URL()+c.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Host = c.host
			resp, err := client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != c.status {
				t.Errorf("status %d, want %d", resp.StatusCode, c.status)
			}
			for key, want := range map[string]string{
				"Content-Security-Policy":      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
				"X-Content-Type-Options":       "nosniff",
				"Referrer-Policy":              "no-referrer",
				"Cross-Origin-Resource-Policy": "same-origin",
				"Cache-Control":                "no-store",
			} {
				if got := resp.Header.Get(key); got != want {
					t.Errorf("%s: %q, want %q", key, got, want)
				}
			}
		})
	}
}

// TestRaw sends requests that no ordinary client sends.
func TestRaw(t *testing.T) {
	s := start(t, serve.Options{Addr: "127.0.0.1:0"}, pages())
	for _, c := range []struct{ name, request, want string }{
		{"an endless header", "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: " + strings.Repeat("x", 64<<10), "431 Request Header Fields Too Large"},
		{"many headers", "GET /metrics HTTP/1.1\r\nHost: localhost\r\n" + strings.Repeat("X: y\r\n", 16<<10) + "\r\n", "431 Request Header Fields Too Large"},
		{"an endless request line", "GET /" + strings.Repeat("x", 64<<10), "431 Request Header Fields Too Large"},
		{"no host", "GET /metrics HTTP/1.1\r\n\r\n", "400 Bad Request: missing required Host header"},
		{"two hosts", "GET /metrics HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400 Bad Request"},
		{"not HTTP", "\x16\x03\x01\x00\xa5\r\n\r\n", "400 Bad Request"},
		{"a later version of HTTP", "GET / HTTP/7.0\r\nHost: localhost\r\n\r\n", "505 HTTP Version Not Supported"},
		{"two lengths", "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", "400 Bad Request"},
		{"a negative length", "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", "400 Bad Request"},
		{"an unknown coding", "POST /metrics HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: frob\r\n\r\n", "501 "},
		{"a line break in a header", "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n", "400 Bad Request"},
		{"a tunnel", "CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example:443\r\n\r\n", "421 Misdirected Request"},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn, err := net.Dial("tcp", s.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			go io.WriteString(conn, c.request) // which the server may not read to its end
			conn.SetReadDeadline(time.Now().Add(10 * time.Second))
			line, err := bufio.NewReader(conn).ReadString('\n')
			if !strings.Contains(line, c.want) {
				t.Errorf("%q (%v), want %q", line, err, c.want)
			}
		})
	}
}

// TestUnguarded refuses to listen on a network without a token. Nothing is sent to the
// addresses.
func TestUnguarded(t *testing.T) {
	p := newPKI(t)
	for _, c := range []struct {
		name string
		o    serve.Options
		open bool
	}{
		{"private on loopback", serve.Options{Addr: "127.0.0.1:0", Private: true}, true},
		{"private on no host", serve.Options{Addr: ":0", Private: true}, true},
		{"private on every address", serve.Options{Addr: "0.0.0.0:0", Private: true}, false},
		{"private on every address of IPv6", serve.Options{Addr: "[::]:0", Private: true}, false},
		{"private with TLS alone", serve.Options{Addr: "0.0.0.0:0", Private: true, Cert: p.cert, Key: p.key}, false},
		{"private with a token", serve.Options{Addr: "0.0.0.0:0", Private: true, Tokens: []string{"t"}}, true},
		{"private with client certificates", serve.Options{Addr: "0.0.0.0:0", Private: true, Cert: p.cert, Key: p.key, ClientCA: p.ca}, true},
		{"public", serve.Options{Addr: "0.0.0.0:0"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			s, err := serve.Listen(ctx, c.o)
			if err == nil {
				cancel()
				s.Serve(ctx, nil) // closes the listener
			}
			if c.open != (err == nil) || err != nil && !errors.Is(err, serve.ErrUnguarded) {
				t.Errorf("Listen: %v", err)
			}
			cancel()
		})
	}
}

func TestClientCertificate(t *testing.T) {
	p := newPKI(t)
	s := start(t, serve.Options{Addr: "127.0.0.1:0", Public: []string{"/metrics"}, Private: true,
		Cert: p.cert, Key: p.key, ClientCA: p.ca, Tokens: []string{"sesame"}}, pages())
	ours, err := tls.LoadX509KeyPair(p.cert, p.key)
	if err != nil {
		t.Fatal(err)
	}
	stranger := newPKI(t)
	theirs, err := tls.LoadX509KeyPair(stranger.cert, stranger.key)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, path, token string
		cert              *tls.Certificate
		status            int // 0 is no connection
	}{
		{"with the certificate", "/v1/articles", "", &ours, 200},
		{"without a certificate, a public path", "/metrics", "", nil, 200},
		{"without", "/v1/articles", "", nil, 401},
		{"with a token", "/v1/articles", "sesame", nil, 200},
		{"with a certificate of another authority", "/metrics", "sesame", &theirs, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := &tls.Config{RootCAs: p.pool}
			if c.cert != nil {
				config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return c.cert, nil }
			}
			client := http.Client{Transport: &http.Transport{TLSClientConfig: config}, Timeout: 10 * time.Second}
			defer client.CloseIdleConnections()
			r, err := http.NewRequest(http.MethodGet, s.URL()+c.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if c.token != "" {
				r.Header.Set("Authorization", "Bearer "+c.token)
			}
			resp, err := client.Do(r)
			status := 0
			if err == nil {
				status = resp.StatusCode
				resp.Body.Close()
			}
			if status != c.status {
				t.Errorf("status %d, %v, want %d", status, err, c.status)
			}
		})
	}
	t.Run("an old TLS", func(t *testing.T) {
		conn, err := tls.Dial("tcp", s.Addr().String(), &tls.Config{RootCAs: p.pool, MaxVersion: tls.VersionTLS11})
		if err == nil {
			conn.Close()
			t.Error("was accepted")
		}
	})
}

func TestServeFinishesRequests(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s, err := serve.Listen(ctx, serve.Options{Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		cancel()
		for { // poll until the listener is closed, which Shutdown does first
			conn, err := net.Dial("tcp", s.Addr().String())
			if err != nil {
				break
			}
			conn.Close()
		}
		io.WriteString(w, "done")
	})
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, mux) }()
	if resp, body := get(t, s.URL()+"/slow"); resp.StatusCode != 200 || body != "done" {
		t.Errorf("request in flight at shutdown: %s %q", resp.Status, body)
	}
	if err := <-served; err != nil {
		t.Errorf("Serve: %v", err)
	}
	if _, err := http.Get(s.URL() + "/slow"); err == nil {
		t.Error("still answers after shutdown")
	}
}

func TestListenErrors(t *testing.T) {
	p := newPKI(t)
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		o    serve.Options
		want string
	}{
		{serve.Options{Addr: "9464"}, `"9464", which is not host:port`},
		{serve.Options{Addr: "localhost"}, `"localhost", which is not host:port`},
		{serve.Options{Addr: "127.0.0.1:http:1"}, "which is not host:port"},
		{serve.Options{Addr: "127.0.0.1:99999"}, `"127.0.0.1:99999"`},
		{serve.Options{Addr: ":0", Cert: p.cert}, "both a certificate and its key"},
		{serve.Options{Addr: ":0", ClientCA: p.ca}, "both a certificate and its key"},
		{serve.Options{Addr: ":0", Cert: p.cert, Key: empty}, "certificate " + p.cert + " with key " + empty},
		{serve.Options{Addr: ":0", Cert: p.cert, Key: p.key, ClientCA: empty}, empty + " has no certificate"},
		{serve.Options{Addr: ":0", Cert: p.cert, Key: p.key, ClientCA: empty + "x"}, "no such file"},
	} {
		if _, err := serve.Listen(t.Context(), c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Listen(%+v): %v, want %q", c.o, err, c.want)
		}
	}
	s := start(t, serve.Options{Addr: "127.0.0.1:0"}, pages())
	if _, err := serve.Listen(t.Context(), serve.Options{Addr: s.Addr().String()}); err == nil {
		t.Error("Listen on a port in use succeeded")
	}
}

// pki is a certificate authority with a certificate for 127.0.0.1 and its clients.
type pki struct {
	ca, cert, key string
	pool          *x509.CertPool
}

func newPKI(t *testing.T) pki {
	t.Helper()
	dir := t.TempDir()
	p := pki{filepath.Join(dir, "ca.pem"), filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem"), x509.NewCertPool()}
	make := func(template, parent *x509.Certificate, signer *ecdsa.PrivateKey, to string) (*x509.Certificate, *ecdsa.PrivateKey) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if signer == nil {
			parent, signer = template, key
		}
		der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
		if err != nil {
			t.Fatal(err)
		}
		write(t, to, "CERTIFICATE", der)
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return cert, key
	}
	template := func(serial int64) *x509.Certificate {
		return &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: fmt.Sprint("arqam test ", serial)},
			NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), BasicConstraintsValid: true}
	}
	authority := template(1)
	authority.IsCA, authority.KeyUsage = true, x509.KeyUsageCertSign
	ca, signer := make(authority, nil, nil, p.ca)
	p.pool.AddCert(ca)
	leaf := template(2)
	leaf.KeyUsage, leaf.IPAddresses = x509.KeyUsageDigitalSignature, []net.IP{net.IPv4(127, 0, 0, 1)}
	leaf.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	_, key := make(leaf, ca, signer, p.cert)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, p.key, "PRIVATE KEY", der)
	return p
}

func write(t *testing.T, name, kind string, der []byte) {
	t.Helper()
	if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}
