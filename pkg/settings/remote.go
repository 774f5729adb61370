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

// remotes is a list of remote write addresses.
type remotes struct{ to *[]Remote }

// RemoteAddresses is a setting with addresses of remote write receivers; each Set adds one.
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

// newRemote names a receiver after its address: a new address is a new receiver, which gets
// the series from the beginning.
func newRemote(address string) (Remote, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return Remote{}, errors.New("must be a URL such as http://host:9090/api/v1/write")
	case u.User != nil:
		return Remote{}, errors.New("a URL must not contain a password: set username and password_file in the file of --config")
	}
	// The name is shown, so it must not contain a password.
	return Remote{Name: strings.TrimPrefix(redact.Address("http://"+u.Host+u.Path), "http://"), url: address}, nil
}

// unlike rejects two receivers with one name: they would share one position in the ledger.
func unlike(all []Remote) error {
	seen := map[string]bool{}
	for _, r := range all {
		if seen[r.Name] {
			return fmt.Errorf("two receivers are named %q", r.Name)
		}
		seen[r.Name] = true
	}
	return nil
}

// Remotes reads the receivers of remote write: addresses, or mappings with more settings.
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
			return r, node.Fault("%v", err) // the value is not shown: it may contain a password
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

// Options returns the options of the writer and reads its secrets. Errors name the place of
// the receiver in the file.
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
