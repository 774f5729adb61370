package bus

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"

	"github.com/nats-io/nats.go"
)

// identity is how the options show who asks, and how they know the server.
func (o Options) identity() ([]nats.Option, error) {
	var opts []nats.Option
	if o.Creds != "" {
		opts = append(opts, nats.UserCredentials(o.Creds))
	}
	if o.Nkey != "" {
		nkey, err := nats.NkeyOptionFromSeed(o.Nkey)
		if err != nil {
			return nil, fmt.Errorf("nkey %q: %w", o.Nkey, err)
		}
		opts = append(opts, nkey)
	}
	if o.Inbox != "" {
		opts = append(opts, nats.CustomInboxPrefix(nats.InboxPrefix+token(o.Inbox)))
	}
	if o.CA != "" {
		opts = append(opts, nats.RootCAs(o.CA))
	}
	if o.Cert != "" || o.Key != "" {
		opts = append(opts, nats.ClientCert(o.Cert, o.Key))
	}
	return opts, nil
}

// distrust returns the error of a handshake in which one side does not take the
// other's certificate, which waiting does not mend; nil is another error.
func (o Options) distrust(err error) error {
	if _, ours := errors.AsType[*tls.CertificateVerificationError](err); ours {
		return err
	}
	// The server says so with an alert, or closes the connection before that is read.
	said, ok := errors.AsType[*net.OpError](err)
	alert := ok && said.Op == "remote error"
	switch {
	case !alert && !errors.Is(err, nats.ErrTLS):
		return nil
	case o.Cert == "":
		return fmt.Errorf("the server asks for a client's certificate and none is given: %w", err)
	}
	return fmt.Errorf("the server does not take the client's certificate: %w", err)
}
