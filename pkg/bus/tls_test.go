package bus

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nkeys"
)

// authority signs certificates; its files lie in dir.
type authority struct {
	t    *testing.T
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T, dir, name string) *authority {
	t.Helper()
	a := &authority{t: t, dir: dir}
	a.cert, a.key = a.issue(name, &x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign})
	return a
}

// sign writes name.crt and name.key, for this machine, as server and client.
func (a *authority) sign(name string, until time.Time) {
	a.t.Helper()
	a.issue(name, &x509.Certificate{NotAfter: until, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}})
}

func (a *authority) issue(name string, c *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey) {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	c.SerialNumber, c.Subject, c.NotBefore = big.NewInt(time.Now().UnixNano()), pkix.Name{CommonName: name}, time.Now().Add(-48*time.Hour)
	if c.NotAfter.IsZero() {
		c.NotAfter = time.Now().Add(time.Hour)
	}
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	if err != nil {
		a.t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		a.t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{name + ".crt": {Type: "CERTIFICATE", Bytes: der}, name + ".key": {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(filepath.Join(a.dir, file), pem.EncodeToMemory(block), 0o600); err != nil {
			a.t.Fatal(err)
		}
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		a.t.Fatal(err)
	}
	return made, key
}

// TestTLS reaches servers that ask for certificates, with right ones and with
// every wrong one: each fault is reported at once.
func TestTLS(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string {
		if name == "" {
			return ""
		}
		return filepath.Join(dir, name)
	}
	ours, theirs := newAuthority(t, dir, "ca"), newAuthority(t, dir, "other-ca")
	day := 24 * time.Hour
	ours.sign("tls", time.Now().Add(day))
	ours.sign("expired", time.Now().Add(-day))
	ours.sign("service", time.Now().Add(day))
	theirs.sign("foreign", time.Now().Add(day))
	stranger, err := nkeys.CreateUser()
	if err != nil {
		t.Fatal(err)
	}
	seed, err := stranger.Seed()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"stranger.nk": string(seed), "empty.nk": "\n"} {
		if err := os.WriteFile(file(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	serve := func(cert string) *shipped {
		return startShipped(t, func(conf string) string {
			conf = strings.Replace(conf, "# include ./tls.conf", "include ./tls.conf", 1)
			conf = strings.ReplaceAll(conf, "/etc/nats/tls/tls", file(cert))
			return strings.ReplaceAll(conf, "/etc/nats/tls/", dir+"/")
		})
	}
	good, expired := serve("tls"), serve("expired")
	for _, c := range []struct {
		name             string
		server           *shipped
		ca, client, nkey string
		want             string
	}{
		{"everything right", good, "ca.crt", "service", good.seed("extractor"), ""},
		{"wrong CA", good, "other-ca.crt", "service", good.seed("extractor"), "certificate signed by unknown authority"},
		{"no CA", good, "", "service", good.seed("extractor"), "certificate signed by unknown authority"},
		{"the server's certificate is expired", expired, "ca.crt", "service", expired.seed("extractor"), "certificate has expired"},
		{"the service's certificate is expired", good, "ca.crt", "expired", good.seed("extractor"), "the server rejects the client certificate"},
		{"no certificate", good, "ca.crt", "", good.seed("extractor"), "the server requires a client certificate and none is configured"},
		{"certificate of another authority", good, "ca.crt", "foreign", good.seed("extractor"), "the server rejects the client certificate"},
		{"wrong seed", good, "ca.crt", "service", file("stranger.nk"), "Authorization Violation"},
		{"no seed", good, "ca.crt", "service", "", "Authorization Violation"},
		{"a file without a seed", good, "ca.crt", "service", file("empty.nk"), "empty.nk\": nkeys: no nkey seed found"},
		{"no file of the seed", good, "ca.crt", "service", file("none.nk"), "none.nk: no such file"},
		{"a seed of another server", good, "ca.crt", "service", expired.seed("extractor"), "Authorization Violation"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := Options{URL: strings.Replace(c.server.ClientURL(), "nats://", "tls://", 1), CA: file(c.ca), Nkey: c.nkey, Inbox: "extractor"}
			if c.client != "" {
				o.Cert, o.Key = file(c.client+".crt"), file(c.client+".key")
			}
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			b, err := Connect(ctx, o)
			if err == nil {
				b.Close()
			}
			switch {
			case ctx.Err() != nil:
				t.Errorf("it was waited for: %v", err)
			case c.want == "" && err != nil, c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("Connect = %v, want %q", err, c.want)
			}
		})
	}
}
