package main

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/arqam-io/arqam/pkg/metrics/remote"
	"github.com/arqam-io/arqam/pkg/redact"
	"github.com/arqam-io/arqam/services/sink"
)

// remoteSetting is one receiver of remote write.
type remoteSetting struct {
	place   string // in the file; empty for a flag
	name    string
	url     string
	timeout time.Duration
	client  client
}

// remotes is the flag --remote-write, which may be given again.
type remotes struct{ to *[]remoteSetting }

func (v remotes) Type() string { return kindURL }

func (v remotes) String() string {
	var urls []string
	for _, r := range *v.to {
		urls = append(urls, r.url)
	}
	return strings.Join(urls, ",")
}

func (v remotes) Set(s string) error {
	r, err := newRemote(s)
	if err != nil {
		return err
	}
	*v.to = append(*v.to, r)
	return unlike(*v.to)
}

// newRemote names a receiver after its address: another address is another
// receiver, which has nothing yet.
func newRemote(address string) (remoteSetting, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return remoteSetting{}, errors.New("want a URL as http://host:9090/api/v1/write")
	case u.User != nil:
		return remoteSetting{}, errors.New("a URL must not bear a password: give username and password_file in the file of --config")
	}
	// A path is no place for a password, and the name is shown.
	return remoteSetting{name: strings.TrimPrefix(redact.Address("http://"+u.Host+u.Path), "http://"), url: address}, nil
}

// unlike reports two receivers of one name, which would share a place in the
// ledger.
func unlike(all []remoteSetting) error {
	seen := map[string]bool{}
	for _, r := range all {
		if seen[r.name] {
			return fmt.Errorf("two receivers are called %q", r.name)
		}
		seen[r.name] = true
	}
	return nil
}

// readRemotes reads remote_write: URLs, or mappings that say more.
func (y *yamlFile) readRemotes(node *yaml.Node) ([]remoteSetting, error) {
	items := []*yaml.Node{node}
	if node.Kind == yaml.SequenceNode {
		items = node.Content
	}
	var out []remoteSetting
	for _, item := range items {
		r, err := y.readRemote(item)
		if err != nil {
			return nil, err
		}
		r.place = fmt.Sprintf("%s:%d", y.name, item.Line)
		out = append(out, r)
		if err := unlike(out); err != nil {
			return nil, y.fault(item, "remote_write: %v", err)
		}
	}
	return out, nil
}

func (y *yamlFile) readRemote(node *yaml.Node) (remoteSetting, error) {
	if node.Kind == yaml.ScalarNode {
		r, err := newRemote(node.Value)
		if err != nil {
			return r, y.fault(node, "remote_write: %v", err) // the value may hold a password
		}
		return r, nil
	}
	r := y.record(node, "remote_write")
	name, address := r.text("name"), r.text("url")
	timeout, client := r.duration("timeout"), r.client()
	if err := r.done(); err != nil {
		return remoteSetting{}, err
	}
	out, err := newRemote(address)
	if err != nil {
		return out, y.fault(node, "remote_write: url: %v", err)
	}
	if name != "" {
		out.name = name
	}
	out.timeout, out.client = timeout, client
	return out, nil
}

// remoteOptions resolves the settings and looks at each; a fault is the user's.
func (a *app) remoteOptions() ([]remote.Options, error) {
	var out []remote.Options
	for _, r := range a.config.remotes {
		http, err := r.client.config(a.env)
		o := remote.Options{Name: r.name, URL: r.url, HTTP: http, Timeout: r.timeout}
		if err == nil {
			_, err = remote.New(o)
		}
		if err != nil {
			return nil, usage(placed(r.place, err))
		}
		out = append(out, o)
	}
	return out, nil
}

func placed(place string, err error) error {
	if place == "" {
		return err
	}
	return fmt.Errorf("%s: %w", place, err)
}

// remoteWriters makes the receivers of remote write.
func (s *site) remoteWriters(options []remote.Options) ([]sink.Remote, error) {
	if len(options) == 0 {
		return nil, nil
	}
	counted, err := remote.NewMetrics(s.registry)
	if err != nil {
		return nil, err
	}
	var out []sink.Remote
	for _, o := range options {
		o.Metrics, o.Log = counted, s.log.Named("remote")
		w, err := remote.New(o)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}
