package settings

import (
	"fmt"
	"time"

	"github.com/arqam-io/arqam/pkg/notify"
	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// Receiver describes one receiver of events.
type Receiver struct {
	Name string

	place    string
	kind     notify.Kind
	url      string // set if the address is not secret
	from     secret // the address otherwise
	key      secret
	types    []string
	trackers []string
	timeout  time.Duration
	lasts    time.Duration
	patience time.Duration
	client   client
}

// Receivers reads the list of receivers of events.
func Receivers(node yamlfile.Node) ([]Receiver, error) {
	if !node.IsList() {
		return nil, node.Fault("must be a list of receivers")
	}
	items, err := node.Items()
	faults := []error{err}
	var out []Receiver
	seen := map[string]bool{}
	for _, item := range items {
		r, err := readReceiver(item.At("receiver"))
		if err == nil && seen[r.Name] {
			err = item.Fault("two receivers are named %q", r.Name)
		}
		seen[r.Name] = true
		out, faults = append(out, r), append(faults, err)
	}
	return out, yamlfile.Join(faults...)
}

func readReceiver(node yamlfile.Node) (Receiver, error) {
	r := Receiver{place: node.Place()}
	if !node.IsMapping() {
		return r, node.Fault("must be a mapping, such as \"type: slack\"") // the value is not shown: it may contain a password
	}
	fields := []yamlfile.Field{
		{Key: "name", Read: yamlfile.Into(&r.Name, yamlfile.Node.Text)},
		{Key: "type", Read: yamlfile.Into((*string)(&r.kind), yamlfile.Node.Text)},
		{Key: "url", Read: yamlfile.Into(&r.url, yamlfile.Node.Text)},
	}
	fields = append(append(fields, secretFields("url", &r.from)...), secretFields("key", &r.key)...)
	fields = append(fields,
		yamlfile.Field{Key: "events", Read: yamlfile.Into(&r.types, some)},
		yamlfile.Field{Key: "trackers", Read: yamlfile.Into(&r.trackers, some)},
		yamlfile.Field{Key: "timeout", Read: yamlfile.Into(&r.timeout, pause)},
		yamlfile.Field{Key: "resolve_after", Read: yamlfile.Into(&r.lasts, pause)},
		yamlfile.Field{Key: "give_up_after", Read: yamlfile.Into(&r.patience, pause)})
	if err := node.Fields(append(fields, r.client.fields()...)...); err != nil {
		return r, err
	}
	if err := yamlfile.Join(r.from.check(node, "url"), r.key.check(node, "key"), r.client.check(node)); err != nil {
		return r, err
	}
	return r, r.check(node)
}

// some reads a list of at least one text: an empty list would mean all.
func some(n yamlfile.Node) ([]string, error) {
	out, err := n.Texts()
	if err == nil && len(out) == 0 {
		err = n.Fault("must be a list, such as [a, b]")
	}
	return out, err
}

// check checks combinations of keys of a receiver.
func (r *Receiver) check(node yamlfile.Node) error {
	if r.Name == "" {
		return node.Fault("name is missing")
	}
	node = node.At(fmt.Sprintf("receiver %q", r.Name))
	switch {
	case r.kind != notify.Alertmanager && r.kind != notify.Webhook && r.kind != notify.Slack:
		return node.Fault("type %q: must be %s, %s or %s", r.kind, notify.Alertmanager, notify.Webhook, notify.Slack)
	case (r.url == "") == (r.from == secret{}):
		return node.Fault("set exactly one of url, url_file and url_env")
	case r.kind == notify.Slack && r.url != "":
		return node.Fault("the address of a chat channel is secret: set url_file or url_env instead of url")
	case r.kind == notify.Webhook && r.key == secret{}:
		return node.Fault("the key of the signature is missing: set key_file or key_env")
	case r.kind != notify.Webhook && r.key != secret{}:
		return node.Fault("only a webhook can have a key")
	case r.kind != notify.Alertmanager && r.lasts != 0:
		return node.Fault("only an alertmanager can have resolve_after")
	}
	return nil
}

// Make creates the receiver and reads its secrets, so that only the process that needs them
// has to have them. Errors name the place of the receiver in the file.
func (r Receiver) Make(env Environment) (*notify.Receiver, error) {
	made, err := r.make(env)
	if err != nil {
		return nil, placed(r.place, err)
	}
	return made, nil
}

func (r Receiver) make(env Environment) (*notify.Receiver, error) {
	o := notify.Options{Name: r.Name, Kind: r.kind, Types: r.types, Trackers: r.trackers,
		Timeout: r.timeout, Lasts: r.lasts, Patience: r.patience}
	var err error
	o.URL.File, o.Key.File = r.from.file, r.key.file
	if o.URL.Value, err = r.from.value(env); err == nil {
		o.Key.Value, err = r.key.value(env)
	}
	if err == nil {
		o.HTTP, err = r.client.config(env)
	}
	if err != nil {
		return nil, fmt.Errorf("receiver %q: %w", r.Name, err)
	}
	if r.url != "" {
		o.URL.Value = r.url
	}
	return notify.New(o)
}
