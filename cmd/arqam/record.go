package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	promconfig "github.com/prometheus/common/config"
	"github.com/prometheus/common/model"
	"go.yaml.in/yaml/v3"
)

// record is a mapping in the configuration file, read key by key. The first
// fault stays, and a key that nobody asked for is one.
type record struct {
	file  *yamlFile
	node  *yaml.Node
	what  string // as "receiver"
	asked []string
	err   error
}

func (y *yamlFile) record(node *yaml.Node, what string) *record {
	r := &record{file: y, node: node, what: what}
	if node.Kind != yaml.MappingNode {
		r.err = y.fault(node, "%s: want keys and values", what)
	}
	return r
}

// place is where the record stands, as "arqam.yaml:7".
func (r *record) place() string { return fmt.Sprintf("%s:%d", r.file.name, r.node.Line) }

func (r *record) child(key string) *yaml.Node {
	r.asked = append(r.asked, key)
	if r.err != nil {
		return nil
	}
	for i := 0; i+1 < len(r.node.Content); i += 2 {
		if r.node.Content[i].Value == key {
			return r.node.Content[i+1]
		}
	}
	return nil
}

func (r *record) text(key string) string {
	node := r.child(key)
	if node == nil {
		return ""
	}
	if node.Kind != yaml.ScalarNode || node.Value == "" {
		r.err = r.file.fault(node, "%s: %s: want one value", r.what, key)
		return ""
	}
	return node.Value
}

// path is a file's name, from the folder of the configuration file.
func (r *record) path(key string) string {
	text := r.text(key)
	if text != "" && !filepath.IsAbs(text) {
		text = filepath.Join(filepath.Dir(r.file.name), text)
	}
	return text
}

func (r *record) duration(key string) time.Duration {
	node, text := r.child(key), r.text(key)
	if text == "" {
		return 0
	}
	d, err := model.ParseDuration(text)
	if err != nil || d <= 0 {
		r.err = r.file.fault(node, "%s: %s: %q is not a length of time, as 30s or 3d", r.what, key, text)
	}
	return time.Duration(d)
}

func (r *record) list(key string) []string {
	node := r.child(key)
	if node == nil {
		return nil
	}
	var out []string
	for _, item := range node.Content {
		out = append(out, item.Value)
		if item.Kind != yaml.ScalarNode || item.Value == "" {
			node = item
			break
		}
	}
	if node.Kind != yaml.SequenceNode || len(out) == 0 {
		r.err = r.file.fault(node, "%s: %s: want a list, as [a, b]", r.what, key)
	}
	return out
}

// secret is a value that stands in a file or in the environment: a key of each.
func (r *record) secret(key string) secret {
	s := secret{file: r.path(key + "_file"), env: r.text(key + "_env")}
	if s.file != "" && s.env != "" {
		r.err = r.file.fault(r.node, "%s: %s_file and %s_env are both given: want one", r.what, key, key)
	}
	return s
}

// client is how to reach a server: who asks, and whom to trust.
func (r *record) client() client {
	c := client{token: r.secret("bearer_token"), user: r.text("username"), password: r.secret("password"),
		tls: promconfig.TLSConfig{CAFile: r.path("tls_ca"), CertFile: r.path("tls_cert"), KeyFile: r.path("tls_key")}}
	switch {
	case r.err != nil:
	case (c.user == "") != (c.password == secret{}):
		r.err = r.file.fault(r.node, "%s: username goes with password_file or password_env", r.what)
	case c.user != "" && c.token != secret{}:
		r.err = r.file.fault(r.node, "%s: want a username or a bearer token, not both", r.what)
	case (c.tls.CertFile == "") != (c.tls.KeyFile == ""):
		r.err = r.file.fault(r.node, "%s: tls_cert and tls_key go together", r.what)
	}
	return c
}

// done is the first fault.
func (r *record) done() error {
	if r.err != nil {
		return r.err
	}
	seen := map[string]bool{}
	for i := 0; i < len(r.node.Content); i += 2 {
		key := r.node.Content[i]
		if !slices.Contains(r.asked, key.Value) {
			return r.file.fault(key, "%s: unknown key %q: want %s", r.what, key.Value, strings.Join(unique(r.asked), ", "))
		}
		if seen[key.Value] {
			return r.file.fault(key, "%s: %s stands here for the second time", r.what, key.Value)
		}
		seen[key.Value] = true
	}
	return nil
}

func unique(names []string) []string {
	out := slices.Sorted(slices.Values(names))
	return slices.Compact(out)
}

// secret says where a value is that must not stand in the configuration.
type secret struct{ file, env string }

// value is what the environment has, or nothing when it is in a file.
func (s secret) value(env func(string) (string, bool)) (string, error) {
	if s.env == "" {
		return "", nil
	}
	v, ok := env(s.env)
	if !ok || v == "" {
		return "", fmt.Errorf("the variable %s is not set", s.env)
	}
	return v, nil
}

// client is how to reach a server, before secrets are looked at: the services that
// do not reach it have none.
type client struct {
	token    secret
	user     string
	password secret
	tls      promconfig.TLSConfig
}

func (c client) config(env func(string) (string, bool)) (promconfig.HTTPClientConfig, error) {
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
