package settings

import (
	"fmt"
	"time"

	promconfig "github.com/prometheus/common/config"

	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// Environment looks up a variable.
type Environment func(name string) (value string, set bool)

// secret says where a value is that must not stand in the settings: in a file, or
// in a variable.
type secret struct{ file, env string }

// value is what the environment has, or nothing when it is in a file.
func (s secret) value(env Environment) (string, error) {
	if s.env == "" {
		return "", nil
	}
	v, ok := env(s.env)
	if !ok || v == "" {
		return "", fmt.Errorf("the variable %s is not set", s.env)
	}
	return v, nil
}

// secretFields are the two keys of a secret.
func secretFields(key string, to *secret) []yamlfile.Field {
	return []yamlfile.Field{
		{Key: key + "_file", Read: yamlfile.Into(&to.file, path)},
		{Key: key + "_env", Read: yamlfile.Into(&to.env, yamlfile.Node.Text)},
	}
}

// check refuses a secret that is given twice.
func (s secret) check(at yamlfile.Node, key string) error {
	if s.file != "" && s.env != "" {
		return at.Fault("%s_file and %s_env are both given: want one", key, key)
	}
	return nil
}

// path is a file's name, from the folder of the file of settings.
func path(n yamlfile.Node) (string, error) {
	s, err := n.Text()
	if err != nil {
		return "", err
	}
	return besides(n.File(), s), nil
}

// pause is a length of time above 0.
func pause(n yamlfile.Node) (time.Duration, error) { return n.Duration(time.Millisecond, 0) }

// client is how to reach a server, before secrets are looked at: the services that
// do not reach it have none.
type client struct {
	token    secret
	user     string
	password secret
	tls      promconfig.TLSConfig
}

// fields are the keys of a client.
func (c *client) fields() []yamlfile.Field {
	fields := append(secretFields("bearer_token", &c.token), yamlfile.Field{Key: "username", Read: yamlfile.Into(&c.user, yamlfile.Node.Text)})
	return append(append(fields, secretFields("password", &c.password)...),
		yamlfile.Field{Key: "tls_ca", Read: yamlfile.Into(&c.tls.CAFile, path)},
		yamlfile.Field{Key: "tls_cert", Read: yamlfile.Into(&c.tls.CertFile, path)},
		yamlfile.Field{Key: "tls_key", Read: yamlfile.Into(&c.tls.KeyFile, path)},
	)
}

// check looks at what the keys say together.
func (c *client) check(at yamlfile.Node) error {
	switch {
	case (c.user == "") != (c.password == secret{}):
		return at.Fault("username goes with password_file or password_env")
	case c.user != "" && c.token != secret{}:
		return at.Fault("want a username or a bearer token, not both")
	case (c.tls.CertFile == "") != (c.tls.KeyFile == ""):
		return at.Fault("tls_cert and tls_key go together")
	}
	return yamlfile.Join(c.token.check(at, "bearer_token"), c.password.check(at, "password"))
}

// config looks the secrets up.
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

// placed puts the place in the file before an error; a flag has none.
func placed(place string, err error) error {
	if place == "" {
		return err
	}
	return fmt.Errorf("%s: %w", place, err)
}
