package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v3"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/ledger"
	"github.com/arqam-io/arqam/pkg/redact"
	"github.com/arqam-io/arqam/pkg/yamlfile"
)

// config holds every setting that commands share. A flag comes before the
// environment, that before the file, and that before the default.
type config struct {
	file      string
	logLevel  string
	logFormat string

	data     string
	ledger   string
	trackers string
	concepts string
	rates    string
	http     string
	listen   string
	// httpCert, httpKey and httpClientCA are PEM files of the HTTP server.
	httpCert, httpKey, httpClientCA string

	token string
	// tokenFile holds one token a line.
	tokenFile string
	feeds     string
	watch     []string
	source    string
	lang      string
	workers   int
	// ratesDays is how many days a rate holds for.
	ratesDays int

	remotes   []remoteSetting
	receivers []receiverSetting // told in the file alone
	// inlineFeeds stand in the file itself.
	inlineFeeds *roster.Roster

	nats, creds, nkey, ca, cert, key string

	replicas int
	ackWait  time.Duration
}

const (
	minAckWait     = time.Second
	defaultData    = "arqam-data"
	defaultHTTP    = "127.0.0.1:9190"
	defaultAddress = "http://" + defaultHTTP
)

// settings declares every shared flag, with its default and its check. A flag's
// key in the file is its name, but for those that keyOf moves.
func (c *config) settings() *pflag.FlagSet {
	all := pflag.NewFlagSet("settings", pflag.ContinueOnError)
	all.Var(existingFile(&c.file), "config", "read settings from this YAML file")
	all.Var(oneOf(&c.logLevel, "info", "debug", "info", "warn", "error"), "log-level", "debug, info, warn or error")
	all.Var(oneOf(&c.logFormat, "auto", "auto", "console", "json"), "log-format", "console, json, or auto: console on a terminal")

	all.Var(newPath(&c.data, defaultData, kindDirectory), "data", "keep everything in this directory")
	all.Var(ledgerPlace(&c.ledger), "ledger", "the ledger: a `file`, or postgres://user@host/database (default ledger.db in the data directory)")
	all.Var(existingFile(&c.trackers), "trackers", "follow the trackers of this YAML file (default the bundled ones)")
	all.Var(existingFile(&c.concepts), "concepts", "know the concepts and nouns of this YAML file, too")
	all.Var(existingFile(&c.rates), "rates", "tell money in one currency, too, by the exchange rates of this CSV or TSV file")
	all.Var(positive(&c.ratesDays, 7), "rates-days", "days after its own on which an exchange rate still holds")
	all.Var(address(&c.http, defaultHTTP), "http", "serve HTTP here; \"off\" serves none")
	all.Var(address(&c.listen, "off"), "listen", "let other processes join the embedded NATS server here")
	all.Var(existingFile(&c.httpCert), "http-cert", "serve HTTP by TLS: PEM file with the certificate")
	all.Var(existingFile(&c.httpKey), "http-key", "PEM file with the key of --http-cert")
	all.Var(existingFile(&c.httpClientCA), "http-client-ca", "let in who has a certificate of these authorities: PEM file")
	all.Var(hushed{&c.token}, "token", "")
	all.Lookup("token").Hidden = true // it is refused, and says what to do
	all.Var(existingFile(&c.tokenFile), "token-file", "bearer tokens of those who post articles and read series: a file with one a line")
	all.Var(newPath(&c.feeds, "", kindFile), "feeds", "follow the feeds of this YAML file")
	all.Var(directories(&c.watch), "watch", "publish what is written to this directory; may be given again")
	all.StringVar(&c.source, "source", "", "the source `name` of articles that bear none")
	all.Var(language(&c.lang), "lang", "the language of articles that bear none: auto, ar, en, …")
	all.Var(positive(&c.workers, runtime.GOMAXPROCS(0)), "workers", "articles worked on at once")
	all.Lookup("workers").DefValue = "one for each processor"
	all.Var(remotes{&c.remotes}, "remote-write", "send the reported series to this Prometheus too; may be given again")

	all.Var(natsURL(&c.nats), "nats", "reach NATS here, as nats://host:port; several with commas")
	all.Var(existingFile(&c.creds), "creds", "NATS credentials file")
	all.Var(existingFile(&c.nkey), "nkey", "file with the seed of a NATS user's key")
	all.Var(existingFile(&c.ca), "tls-ca", "PEM file with the authorities to trust")
	all.Var(existingFile(&c.cert), "tls-cert", "PEM file with the client's certificate")
	all.Var(existingFile(&c.key), "tls-key", "PEM file with the client's key")
	all.Var(positive(&c.replicas, 1), "replicas", "servers of a NATS cluster that keep each stream: 1, 3 or 5")
	all.DurationVar(&c.ackWait, "ack-wait", bus.DefaultAckWait, "`time` after which what a dead service was working on goes to another")
	return all
}

// keyOf is the place of a flag in the YAML file.
func keyOf(flag string) string {
	switch flag {
	case "nats":
		return "nats.url"
	case "creds", "nkey", "replicas":
		return "nats." + flag
	case "ack-wait":
		return "nats.ack_wait"
	case "tls-ca", "tls-cert", "tls-key":
		return "nats." + strings.TrimPrefix(flag, "tls-")
	case "remote-write":
		return "remote_write"
	case "token-file", "http-cert", "http-key", "http-client-ca":
		return strings.ReplaceAll(flag, "-", "_")
	case "log-level", "log-format":
		return "log." + strings.TrimPrefix(flag, "log-")
	}
	return flag
}

func envOf(flag string) string { return "ARQAM_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_")) }

// load fills in what the command line did not say. The whole file is checked,
// also what this command has no use for.
func (c *config) load(given, settings *pflag.FlagSet, env func(string) (string, bool)) error {
	fromEnv := map[string]bool{}
	var wrong error
	settings.VisitAll(func(f *pflag.Flag) {
		value, ok := env(envOf(f.Name))
		if !ok || value == "" || given.Lookup(f.Name) == nil || given.Changed(f.Name) || wrong != nil {
			return
		}
		fromEnv[f.Name] = true
		if token, ok := f.Value.(hushed); ok {
			if *token.to = strings.TrimSpace(value); *token.to == "" {
				wrong = fmt.Errorf("%s holds no token: everybody would be let in", envOf(f.Name))
			}
		} else if err := f.Value.Set(value); err != nil {
			wrong = fmt.Errorf("%s=%q: %w", envOf(f.Name), shown(f.Value, value), err)
		}
	})
	if wrong != nil || c.file == "" {
		return wrong
	}
	data, err := os.ReadFile(c.file)
	if err != nil {
		return fmt.Errorf("%s: %w", c.file, cause(err))
	}
	keys := map[string]*pflag.Flag{}
	settings.VisitAll(func(f *pflag.Flag) {
		if f.Name != "config" {
			keys[keyOf(f.Name)] = f
		}
	})
	y := yamlFile{name: c.file, keys: keys, keep: func(flag string) bool { return given.Changed(flag) || fromEnv[flag] }}
	y.lists = map[string]func(*yaml.Node) error{
		"feeds": c.readFeeds(&y),
		"remote_write": func(node *yaml.Node) error {
			all, err := y.readRemotes(node)
			if !y.keep("remote-write") {
				c.remotes = all
			}
			return err
		},
		"receivers": func(node *yaml.Node) error {
			var err error
			c.receivers, err = y.readReceivers(node)
			return err
		},
	}
	return y.read(data)
}

// check looks at what two settings say together.
func (c *config) check() error {
	if (c.cert == "") != (c.key == "") {
		return errors.New("--tls-cert and --tls-key go together: give both")
	}
	if c.creds != "" && c.nkey != "" {
		return errors.New("--creds and --nkey both say who this is: give one")
	}
	if (c.httpCert == "") != (c.httpKey == "") {
		return errors.New("--http-cert and --http-key go together: give both")
	}
	if c.httpClientCA != "" && c.httpCert == "" {
		return errors.New("--http-client-ca is for TLS: give --http-cert and --http-key, too")
	}
	if c.ackWait < minAckWait {
		return fmt.Errorf("--ack-wait: want %s or more: a busy machine is no dead one", minAckWait)
	}
	return nil
}

// bus says how to reach NATS, and as whose user.
func (c *config) bus(user string) bus.Options {
	return bus.Options{URL: c.nats, Creds: c.creds, Nkey: c.nkey, CA: c.ca, Cert: c.cert, Key: c.key,
		Inbox: user, Replicas: c.replicas, AckWait: c.ackWait}
}

// visible reports a password on the command line, where every user of the
// machine sees it in the list of processes.
func visible(given *pflag.FlagSet) error {
	var wrong error
	given.Visit(func(f *pflag.Flag) {
		if wrong == nil && isAddress(f.Value) && redact.Bears(f.Value.String()) {
			wrong = fmt.Errorf("the password in --%s would show in the list of processes: set %s instead", f.Name, envOf(f.Name))
		}
	})
	return wrong
}

// ledgerPath is where the ledger lies.
func (c *config) ledgerPath() string {
	if c.ledger != "" {
		return c.ledger
	}
	return filepath.Join(c.data, "ledger.db")
}

// yamlFile reads settings from YAML. Every key must be known, and every fault
// is told with its line.
type yamlFile struct {
	name string
	keys map[string]*pflag.Flag
	keep func(flag string) bool // settings that the file must not change
	// lists read the keys whose values are more than one line of a flag could say.
	lists map[string]func(*yaml.Node) error
}

func (y *yamlFile) read(data []byte) error {
	top, err := yamlfile.Parse(y.name, data)
	if err != nil || top == nil {
		return err
	}
	return y.mapping("", top)
}

func (y *yamlFile) fault(at *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", y.name, at.Line, fmt.Sprintf(format, args...))
}

func (y *yamlFile) mapping(prefix string, node *yaml.Node) error {
	if node.Kind != yaml.MappingNode {
		return y.fault(node, "%q where settings were expected, as \"data: ./arqam-data\"", node.Value)
	}
	seen := map[string]bool{}
	for i := 0; i < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		key := prefix + name.Value
		if seen[key] {
			return y.fault(name, "%s stands here for the second time", key)
		}
		seen[key] = true
		flag, known := y.keys[key]
		var err error
		switch list := y.lists[key]; {
		case list != nil:
			err = list(value)
		case known:
			err = y.set(key, flag, value)
		case y.isSection(key):
			err = y.mapping(key+".", value)
		default:
			err = y.fault(name, "unknown setting %q: \"arqam help config\" lists them", key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (y *yamlFile) isSection(key string) bool {
	for known := range y.keys {
		if strings.HasPrefix(known, key+".") {
			return true
		}
	}
	return false
}

func (y *yamlFile) set(key string, flag *pflag.Flag, node *yaml.Node) error {
	values := []*yaml.Node{node}
	list, isList := flag.Value.(*paths)
	if isList && node.Kind == yaml.SequenceNode {
		values = node.Content
	}
	if isList && !y.keep(flag.Name) {
		list.reset()
	}
	for _, v := range values {
		if v.Kind != yaml.ScalarNode {
			return y.fault(v, "%s: want one value", key)
		}
		text := v.Value
		if isPath(flag.Value) && text != "" && !filepath.IsAbs(text) && !ledger.IsAddress(text) {
			text = filepath.Join(filepath.Dir(y.name), text)
		}
		if y.keep(flag.Name) {
			continue
		}
		if err := flag.Value.Set(text); err != nil {
			return y.fault(v, "%s: %q: %v", key, shown(flag.Value, v.Value), err)
		}
	}
	return nil
}

// cause is the fault without the name of the file and the system call.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

func configTopic(settings *pflag.FlagSet) *cobra.Command {
	var table strings.Builder
	fmt.Fprintf(&table, "  %-16s %-20s %-14s %s\n", "FLAG", "ENVIRONMENT", "FILE", "DEFAULT")
	settings.VisitAll(func(f *pflag.Flag) {
		name, key, def := "--"+f.Name, keyOf(f.Name), f.DefValue
		switch f.Name {
		case "config":
			key = ""
		case "token":
			name, key = "", ""
		}
		fmt.Fprintln(&table, strings.TrimRight(fmt.Sprintf("  %-16s %-20s %-14s %s", name, envOf(f.Name), key, def), " "))
	})
	return &cobra.Command{
		Use:   "config",
		Short: "Every setting, its flag, variable, key and default",
		Long: `A setting is taken from its flag, else from its environment variable, else from
the YAML file that --config names, else its default holds. The file is read
strictly: an unknown key is an error. A dot in a key stands for nesting, and
relative paths in the file start at the file's own directory:

  data: /var/lib/arqam
  watch: [inbox]
  nats:
    url: nats://nats.internal:4222
    creds: sink.creds

Three keys say more than a flag can: feeds may hold the feeds themselves, as a
file of feeds does ("arqam feed --help"), in the place of its name. A secret stands in a file or a variable, never
in this file: each key that ends in _file has a twin that ends in _env.

  remote_write:
    - http://127.0.0.1:9090/api/v1/write
    - name: long-term                        # else host and path of the URL
      url: https://metrics.example/api/v1/push
      bearer_token_file: metrics.token       # or username and password_file
      tls_ca: ca.pem                         # and tls_cert, tls_key
      timeout: 30s
  receivers:
    - name: on-call
      type: alertmanager
      url: http://127.0.0.1:9093
      resolve_after: 1h
    - name: desk
      type: slack                            # and what is compatible with it
      url_file: desk.url
      events: [figure.new, figure.corrected] # else all
      trackers: [munitions]                  # else all
    - name: archive
      type: webhook                          # the CloudEvent
      url: https://archive.example/arqam
      key_file: archive.key                  # whsec_…: Standard Webhooks
      give_up_after: 3d                      # then it goes to DEAD

` + strings.TrimRight(table.String(), "\n"),
	}
}
