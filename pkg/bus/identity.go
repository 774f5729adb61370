package bus

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"

	"github.com/nats-io/nats.go"
)

// identity makes the options that identify the user to the server and the server to
// the user.
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

// certificateError returns the error of a handshake in which one side rejects the
// other's certificate, which no retry can fix; nil for any other error.
func (o Options) certificateError(err error) error {
	if _, ours := errors.AsType[*tls.CertificateVerificationError](err); ours {
		return err
	}
	// The server sends an alert, or closes the connection before that is read.
	op, ok := errors.AsType[*net.OpError](err)
	alert := ok && op.Op == "remote error"
	switch {
	case !alert && !errors.Is(err, nats.ErrTLS):
		return nil
	case o.Cert == "":
		return fmt.Errorf("the server requires a client certificate and none is configured: %w", err)
	}
	return fmt.Errorf("the server rejects the client certificate: %w", err)
}
