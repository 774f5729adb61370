package settings

import (
	"fmt"
	"time"

	promconfig "github.com/prometheus/common/config"

	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// Environment looks up a variable.
type Environment func(name string) (value string, set bool)

// secret says where a secret value is kept: in a file or in an environment variable, never in
// the settings.
type secret struct{ file, env string }

// value returns the secret from the environment, or nothing if it is in a file.
func (s secret) value(env Environment) (string, error) {
	if s.env == "" {
		return "", nil
	}
	v, ok := env(s.env)
	if !ok || v == "" {
		return "", fmt.Errorf("environment variable %s is not set", s.env)
	}
	return v, nil
}

// secretFields returns the two keys of a secret.
func secretFields(key string, to *secret) []yamlfile.Field {
	return []yamlfile.Field{
		{Key: key + "_file", Read: yamlfile.Into(&to.file, path)},
		{Key: key + "_env", Read: yamlfile.Into(&to.env, yamlfile.Node.Text)},
	}
}

// check rejects a secret that is set twice.
func (s secret) check(at yamlfile.Node, key string) error {
	if s.file != "" && s.env != "" {
		return at.Fault("%s_file and %s_env are both set: remove one", key, key)
	}
	return nil
}

// path reads a file name, relative to the directory of the settings file.
func path(n yamlfile.Node) (string, error) {
	s, err := n.Text()
	if err != nil {
		return "", err
	}
	return beside(n.File(), s), nil
}

// pause reads a duration above 0.
func pause(n yamlfile.Node) (time.Duration, error) { return n.Duration(time.Millisecond, 0) }

// client describes how to reach a server. Its secrets are not read yet: services that do not
// connect to this server do not have them.
type client struct {
	token    secret
	user     string
	password secret
	tls      promconfig.TLSConfig
}

// fields returns the keys of a client.
func (c *client) fields() []yamlfile.Field {
	fields := append(secretFields("bearer_token", &c.token), yamlfile.Field{Key: "username", Read: yamlfile.Into(&c.user, yamlfile.Node.Text)})
	return append(append(fields, secretFields("password", &c.password)...),
		yamlfile.Field{Key: "tls_ca", Read: yamlfile.Into(&c.tls.CAFile, path)},
		yamlfile.Field{Key: "tls_cert", Read: yamlfile.Into(&c.tls.CertFile, path)},
		yamlfile.Field{Key: "tls_key", Read: yamlfile.Into(&c.tls.KeyFile, path)},
	)
}

// check checks combinations of keys.
func (c *client) check(at yamlfile.Node) error {
	switch {
	case (c.user == "") != (c.password == secret{}):
		return at.Fault("username and password_file or password_env must be set together")
	case c.user != "" && c.token != secret{}:
		return at.Fault("username and a bearer token are both set: remove one")
	case (c.tls.CertFile == "") != (c.tls.KeyFile == ""):
		return at.Fault("tls_cert and tls_key must be set together")
	}
	return yamlfile.Join(c.token.check(at, "bearer_token"), c.password.check(at, "password"))
}

// config reads the secrets and returns the complete client.
func (c client) config(env Environment) (promconfig.HTTPClientConfig, error) {
	out := promconfig.HTTPClientConfig{TLSConfig: c.tls, EnableHTTP2: true}
	token, err := c.token.value(env)
	if err != nil {
		return out, err
	}
	if (c.token != secret{}) {
		out.Authorization = &promconfig.Authorization{Type: "Bearer", Credentials: promconfig.Secret(token), CredentialsFile: c.token.file}
	}
	password, err := c.password.value(env)
	if err != nil {
		return out, err
	}
	if c.user != "" {
		out.BasicAuth = &promconfig.BasicAuth{Username: c.user, Password: promconfig.Secret(password), PasswordFile: c.password.file}
	}
	return out, nil
}

// placed prefixes an error with its place in the file; a flag has none.
func placed(place string, err error) error {
	if place == "" {
		return err
	}
	return fmt.Errorf("%s: %w", place, err)
}
