package main

import (
	"context"
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/arqam-io/arqam/pkg/notify"
	"github.com/arqam-io/arqam/services/notifier"
)

// receiverSetting is one receiver of events.
type receiverSetting struct {
	place    string
	name     string
	kind     notify.Kind
	url      string // of a kind whose address is no secret
	from     secret // its file or variable otherwise
	key      secret
	types    []string
	trackers []string
	timeout  time.Duration
	lasts    time.Duration
	patience time.Duration
	client   client
}

// readReceivers reads the list of those who are told of events.
func (y *yamlFile) readReceivers(node *yaml.Node) ([]receiverSetting, error) {
	if node.Kind != yaml.SequenceNode {
		return nil, y.fault(node, "receivers: want a list")
	}
	var out []receiverSetting
	seen := map[string]bool{}
	for _, item := range node.Content {
		r, err := y.readReceiver(item)
		if err != nil {
			return nil, err
		}
		if seen[r.name] {
			return nil, y.fault(item, "receivers: two are called %q", r.name)
		}
		seen[r.name] = true
		out = append(out, r)
	}
	return out, nil
}

func (y *yamlFile) readReceiver(node *yaml.Node) (receiverSetting, error) {
	r := y.record(node, "receiver")
	out := receiverSetting{place: r.place(), name: r.text("name"), kind: notify.Kind(r.text("type")),
		url: r.text("url"), from: r.secret("url"), key: r.secret("key"),
		types: r.list("events"), trackers: r.list("trackers"),
		timeout: r.duration("timeout"), lasts: r.duration("resolve_after"), patience: r.duration("give_up_after"), client: r.client()}
	if err := r.done(); err != nil {
		return out, err
	}
	switch {
	case out.name == "":
		return out, y.fault(node, "receiver: want a name")
	case out.kind != notify.Alertmanager && out.kind != notify.Webhook && out.kind != notify.Slack:
		return out, y.fault(node, "receiver %q: type %q: want %s, %s or %s", out.name, out.kind,
			notify.Alertmanager, notify.Webhook, notify.Slack)
	case (out.url == "") == (out.from == secret{}):
		return out, y.fault(node, "receiver %q: want one of url, url_file and url_env", out.name)
	case out.kind == notify.Slack && out.url != "":
		return out, y.fault(node, "receiver %q: the address of a chat channel is a secret: give it by url_file or url_env", out.name)
	case out.kind == notify.Webhook && out.key == secret{}:
		return out, y.fault(node, "receiver %q: want key_file or key_env, the key of the signature", out.name)
	case out.kind != notify.Webhook && out.key != secret{}:
		return out, y.fault(node, "receiver %q: only a webhook has a key", out.name)
	case out.kind != notify.Alertmanager && out.lasts != 0:
		return out, y.fault(node, "receiver %q: resolve_after is for an alertmanager", out.name)
	}
	return out, nil
}

// receivers resolves the settings: secrets are looked at here, by the process
// that needs them. A fault is the user's.
func (a *app) receivers() ([]notifier.Receiver, error) {
	var out []notifier.Receiver
	for _, r := range a.config.receivers {
		made, err := r.receiver(a.env)
		if err != nil {
			return nil, usage(placed(r.place, err))
		}
		out = append(out, made)
	}
	return out, nil
}

func (r receiverSetting) receiver(env func(string) (string, bool)) (*notify.Receiver, error) {
	o := notify.Options{Name: r.name, Kind: r.kind, Types: r.types, Trackers: r.trackers,
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
		return nil, fmt.Errorf("receiver %q: %w", r.name, err)
	}
	if r.url != "" {
		o.URL.Value = r.url
	}
	return notify.New(o)
}

// addNotifier tells receivers of events. Each has its place on EVENTS before a
// sink publishes.
func (s *site) addNotifier(ctx context.Context, receivers []notifier.Receiver) error {
	if len(receivers) == 0 {
		return nil
	}
	n, err := notifier.New(ctx, notifier.Options{Bus: s.bus, Receivers: receivers})
	if err != nil {
		return err
	}
	s.services = append(s.services, n.Run)
	return nil
}
