package bus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"
)

// issuer signs JWTs below one operator, as nsc does.
type issuer struct {
	t                 *testing.T
	operator, account nkeys.KeyPair
}

func pair(t *testing.T, make func() (nkeys.KeyPair, error)) (nkeys.KeyPair, string) {
	t.Helper()
	p, err := make()
	if err != nil {
		t.Fatal(err)
	}
	public, err := p.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	return p, public
}

// startTrusting starts a server that knows users by JWTs.
func startTrusting(t *testing.T) (issuer, *server.Server) {
	t.Helper()
	operator, trusted := pair(t, nkeys.CreateOperator)
	resolver := &server.MemAccResolver{}
	account := func(disk int64) (nkeys.KeyPair, string) {
		keys, public := pair(t, nkeys.CreateAccount)
		claims := jwt.NewAccountClaims(public)
		claims.Limits.DiskStorage = disk
		signed, err := claims.Encode(operator)
		if err == nil {
			err = resolver.Store(public, signed)
		}
		if err != nil {
			t.Fatal(err)
		}
		return keys, public
	}
	_, system := account(0)
	services, _ := account(jwt.NoLimit)
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true,
		JetStream: true, StoreDir: t.TempDir(), TrustedKeys: []string{trusted}, AccountResolver: resolver, SystemAccount: system})
	if err != nil {
		t.Fatal(err)
	}
	go s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(patience) {
		t.Fatal("the server does not start")
	}
	return issuer{t, operator, services}, s
}

// credentials writes a credentials file of a user with permissions; nil are all.
func (i issuer) credentials(p *server.Permissions) string {
	i.t.Helper()
	keys, public := pair(i.t, nkeys.CreateUser)
	claims := jwt.NewUserClaims(public)
	if p != nil {
		claims.Pub.Allow, claims.Sub.Allow = p.Publish.Allow, p.Subscribe.Allow
	}
	signed, err := claims.Encode(i.account)
	if err != nil {
		i.t.Fatal(err)
	}
	seed, err := keys.Seed()
	if err != nil {
		i.t.Fatal(err)
	}
	text, err := jwt.FormatUserConfig(signed, seed)
	if err != nil {
		i.t.Fatal(err)
	}
	file := filepath.Join(i.t.TempDir(), "user.creds")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		i.t.Fatal(err)
	}
	return file
}

// TestCredentials gives a JWT the permissions that accounts.conf gives the
// extractor's key: the service works with it, and can do no more.
func TestCredentials(t *testing.T) {
	keyed := startShipped(t, nil)
	seed, err := os.ReadFile(keyed.seed("extractor"))
	if err != nil {
		t.Fatal(err)
	}
	user, err := nkeys.ParseDecoratedUserNKey(seed)
	if err != nil {
		t.Fatal(err)
	}
	public, err := user.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	var permissions *server.Permissions
	for _, user := range keyed.configured {
		if user.Nkey == public {
			permissions = user.Permissions
		}
	}
	if permissions == nil {
		t.Fatal("accounts.conf gives the extractor no permissions")
	}
	issuer, s := startTrusting(t)
	as := func(user, creds string) *Bus {
		t.Helper()
		b, err := Connect(testContext(t), Options{URL: s.ClientURL(), Creds: creds, Inbox: user})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(b.Close)
		return b
	}
	operator, ctx := as("operator", issuer.credentials(nil)), testContext(t)
	if err := operator.Setup(ctx); err != nil {
		t.Fatal(err)
	}
	if err := Open(ctx, operator, relay("extractor")); err != nil {
		t.Fatal(err)
	}
	extractor := as("extractor", issuer.credentials(permissions))
	if err := extractor.Setup(ctx, Articles, Mentions, Dead); err != nil {
		t.Fatal(err)
	}
	publishArticles(t, operator, article("a"))
	work(t, extractor, relay("extractor"))
	eventually(t, "the mentions", func() bool { return messages(t, operator, Mentions) == 1 })
	if err := extractor.Setup(ctx, Figures); err == nil || !strings.Contains(err.Error(), "NATS permissions do not allow this user to") {
		t.Errorf("the streams of another service: %v", err)
	}
	foreign, _ := startTrusting(t)
	if b, err := Connect(ctx, Options{URL: s.ClientURL(), Creds: foreign.credentials(nil)}); err == nil || !strings.Contains(err.Error(), "Authorization Violation") {
		t.Errorf("credentials of another operator: %v", err)
		if err == nil {
			b.Close()
		}
	}
}
