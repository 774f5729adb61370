package settings

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/arqam-io/arqam/pkg/metrics/remote"
	"github.com/arqam-io/arqam/pkg/redact"
	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// Remote describes one receiver of remote write.
type Remote struct {
	Name string

	place   string // in the file; empty for a flag
	url     string
	timeout time.Duration
	client  client
}

// remotes is a list of addresses of remote write.
type remotes struct{ to *[]Remote }

// RemoteAddresses are addresses of receivers of remote write; each Set adds one.
func RemoteAddresses(to *[]Remote) Value { return remotes{to} }

func (v remotes) Type() string { return TypeURL }

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
func newRemote(address string) (Remote, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return Remote{}, errors.New("want a URL as http://host:9090/api/v1/write")
	case u.User != nil:
		return Remote{}, errors.New("a URL must not bear a password: give username and password_file in the file of --config")
	}
	// A path is no place for a password, and the name is shown.
	return Remote{Name: strings.TrimPrefix(redact.Address("http://"+u.Host+u.Path), "http://"), url: address}, nil
}

// unlike reports two receivers of one name, which would share a place in the
// ledger.
func unlike(all []Remote) error {
	seen := map[string]bool{}
	for _, r := range all {
		if seen[r.Name] {
			return fmt.Errorf("two receivers are called %q", r.Name)
		}
		seen[r.Name] = true
	}
	return nil
}

// Remotes reads the receivers of remote write: addresses, or mappings that say
// more.
func Remotes(node yamlfile.Node) ([]Remote, error) {
	items := []yamlfile.Node{node}
	if node.IsList() {
		var err error
		if items, err = node.Items(); err != nil {
			return nil, err
		}
	}
	var out []Remote
	var faults []error
	for _, item := range items {
		r, err := readRemote(item)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		r.place = item.Place()
		out = append(out, r)
		if err := unlike(out); err != nil {
			faults = append(faults, item.Fault("%v", err))
		}
	}
	return out, yamlfile.Join(faults...)
}

func readRemote(node yamlfile.Node) (Remote, error) {
	if node.IsScalar() {
		r, err := newRemote(node.Value())
		if err != nil {
			return r, node.Fault("%v", err) // the value may hold a password
		}
		return r, nil
	}
	node = node.At("remote_write")
	var r Remote
	var name, address string
	fields := append([]yamlfile.Field{
		{Key: "name", Read: yamlfile.Into(&name, yamlfile.Node.Text)},
		{Key: "url", Read: yamlfile.Into(&address, yamlfile.Node.Text)},
		{Key: "timeout", Read: yamlfile.Into(&r.timeout, pause)},
	}, r.client.fields()...)
	if err := node.Fields(fields...); err != nil {
		return r, err
	}
	if err := r.client.check(node); err != nil {
		return r, err
	}
	at, err := newRemote(address)
	if err != nil {
		return r, node.At("remote_write.url").Fault("%v", err)
	}
	r.Name, r.url = at.Name, at.url
	if name != "" {
		r.Name = name
	}
	return r, nil
}

// Options are those of the writer, with the secrets looked up. The error says where
// the receiver stands.
func (r Remote) Options(env Environment) (remote.Options, error) {
	http, err := r.client.config(env)
	o := remote.Options{Name: r.Name, URL: r.url, HTTP: http, Timeout: r.timeout}
	if err == nil {
		_, err = remote.New(o)
	}
	if err != nil {
		return o, placed(r.place, err)
	}
	return o, nil
}
