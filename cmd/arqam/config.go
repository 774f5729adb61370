package main

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/arqam-io/arqam/pkg/bus"
	"github.com/arqam-io/arqam/pkg/feed/roster"
	"github.com/arqam-io/arqam/pkg/redact"
	"github.com/arqam-io/arqam/pkg/settings"
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

	remotes   []settings.Remote
	receivers []settings.Receiver // in the file alone
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
	all.Var(settings.ExistingFile(&c.file), "config", "read settings from this YAML file")
	all.Var(settings.OneOf(&c.logLevel, "info", "debug", "info", "warn", "error"), "log-level", "debug, info, warn or error")
	all.Var(settings.OneOf(&c.logFormat, "auto", "auto", "console", "json"), "log-format", "console, json, or auto: console on a terminal")

	all.Var(settings.Path(&c.data, defaultData, settings.TypeDirectory), "data", "keep everything in this directory")
	all.Var(settings.LedgerPlace(&c.ledger), "ledger", "the ledger: a `file`, or postgres://user@host/database (default ledger.db in the data directory)")
	all.Var(settings.ExistingFile(&c.trackers), "trackers", "follow the trackers of this YAML file (default the bundled ones)")
	all.Var(settings.ExistingFile(&c.concepts), "concepts", "add the concepts and nouns of this YAML file")
	all.Var(settings.ExistingFile(&c.rates), "rates", "convert money to one currency as well, by the exchange rates of this CSV or TSV file")
	all.Var(settings.Positive(&c.ratesDays, 7), "rates-days", "days after its own on which an exchange rate still holds")
	all.Var(settings.Address(&c.http, defaultHTTP), "http", "serve HTTP here; \"off\" serves none")
	all.Var(settings.Address(&c.listen, "off"), "listen", "let other processes join the embedded NATS server here")
	all.Var(settings.ExistingFile(&c.httpCert), "http-cert", "serve HTTP by TLS: PEM file with the certificate")
	all.Var(settings.ExistingFile(&c.httpKey), "http-key", "PEM file with the key of --http-cert")
	all.Var(settings.ExistingFile(&c.httpClientCA), "http-client-ca", "accept clients with a certificate of these authorities: PEM file")
	all.Var(settings.Token{To: &c.token}, "token", "one bearer token, as in --token-file")
	all.Lookup("token").Hidden = true // it is refused, and says what to do
	all.Var(settings.ExistingFile(&c.tokenFile), "token-file", "bearer tokens that may post articles and read series: a file with one a line")
	all.Var(settings.Path(&c.feeds, "", settings.TypeFile), "feeds", "follow the feeds of this YAML file")
	all.Var(settings.Directories(&c.watch), "watch", "publish what is written to this directory; may be given again")
	all.StringVar(&c.source, "source", "", "the source `name` of articles that have none")
	all.Var(settings.Language(&c.lang), "lang", "the language of articles that have none: auto, ar, en, …")
	all.Var(settings.Positive(&c.workers, runtime.GOMAXPROCS(0)), "workers", "articles processed at once")
	all.Lookup("workers").DefValue = "one for each processor"
	all.Var(settings.RemoteAddresses(&c.remotes), "remote-write", "send the reported series to this Prometheus too; may be given again")

	all.Var(settings.NATS(&c.nats), "nats", "connect to NATS here, as nats://host:port; several with commas")
	all.Var(settings.ExistingFile(&c.creds), "creds", "NATS credentials file")
	all.Var(settings.ExistingFile(&c.nkey), "nkey", "file with the seed of a NATS user's key")
	all.Var(settings.ExistingFile(&c.ca), "tls-ca", "PEM file with the authorities to trust")
	all.Var(settings.ExistingFile(&c.cert), "tls-cert", "PEM file with the client's certificate")
	all.Var(settings.ExistingFile(&c.key), "tls-key", "PEM file with the client's key")
	all.Var(settings.Positive(&c.replicas, 1), "replicas", "servers of a NATS cluster that keep each stream: 1, 3 or 5")
	all.DurationVar(&c.ackWait, "ack-wait", bus.DefaultAckWait, "`time` after which the unfinished work of a dead service goes to another")
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

// placesOf returns where a setting may stand besides its variable: the flag, and the key in
// the YAML file. Either may be empty.
func placesOf(f *pflag.Flag) (flag, key string) {
	switch {
	case f.Hidden: // a secret
		return "", ""
	case f.Name == "config":
		return "--config", ""
	}
	return "--" + f.Name, keyOf(f.Name)
}

func envOf(flag string) string { return "ARQAM_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_")) }

// load fills in what the command line did not say. The whole file is checked,
// also what this command has no use for.
func (c *config) load(given, all *pflag.FlagSet, env func(string) (string, bool)) error {
	fromEnv := map[string]bool{}
	var wrong error
	all.VisitAll(func(f *pflag.Flag) {
		value, ok := env(envOf(f.Name))
		if !ok || value == "" || given.Lookup(f.Name) == nil || given.Changed(f.Name) || wrong != nil {
			return
		}
		fromEnv[f.Name] = true
		if token, ok := f.Value.(settings.Token); ok {
			if *token.To = strings.TrimSpace(value); *token.To == "" {
				wrong = fmt.Errorf("%s holds no token, so everybody would be let in", envOf(f.Name))
			}
		} else if err := f.Value.Set(value); err != nil {
			wrong = fmt.Errorf("%s=%q: %w", envOf(f.Name), settings.Shown(f.Value, value), err)
		}
	})
	if wrong != nil || c.file == "" {
		return wrong
	}
	data, err := os.ReadFile(c.file)
	if err != nil {
		return fmt.Errorf("%s: %w", c.file, settings.Cause(err))
	}
	keys, flags := map[string]settings.Value{}, map[string]string{}
	all.VisitAll(func(f *pflag.Flag) {
		if f.Name != "config" {
			keys[keyOf(f.Name)], flags[keyOf(f.Name)] = f.Value, f.Name
		}
	})
	r := settings.Reader{Values: keys, Help: "\"arqam help config\" lists them",
		Keep: func(key string) bool { return given.Changed(flags[key]) || fromEnv[flags[key]] }}
	r.Lists = map[string]func(yamlfile.Node) error{
		"feeds": c.readFeeds(&r),
		"remote_write": func(node yamlfile.Node) error {
			remotes, err := settings.Remotes(node)
			if !r.Keep("remote_write") {
				c.remotes = remotes
			}
			return err
		},
		"receivers": yamlfile.Into(&c.receivers, settings.Receivers),
	}
	return r.Read(c.file, data)
}

// check looks at what two settings say together.
func (c *config) check() error {
	if (c.cert == "") != (c.key == "") {
		return errors.New("--tls-cert and --tls-key go together: give both")
	}
	if c.creds != "" && c.nkey != "" {
		return errors.New("--creds and --nkey both identify this process: give one")
	}
	if (c.httpCert == "") != (c.httpKey == "") {
		return errors.New("--http-cert and --http-key go together: give both")
	}
	if c.httpClientCA != "" && c.httpCert == "" {
		return errors.New("--http-client-ca is for TLS: give --http-cert and --http-key, too")
	}
	if c.ackWait < minAckWait {
		return fmt.Errorf("--ack-wait: want %s or more: less would take a busy machine for a dead one", minAckWait)
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
		if wrong == nil && settings.MayBearPassword(f.Value) && redact.HasSecret(f.Value.String()) {
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

//go:embed config.txt
var configText string

// configTopic is the help on the settings.
func configTopic(all *pflag.FlagSet) *cobra.Command {
	var table strings.Builder
	fmt.Fprintf(&table, "  %-16s %-20s %-14s %s\n", "FLAG", "ENVIRONMENT", "FILE", "DEFAULT")
	all.VisitAll(func(f *pflag.Flag) {
		name, key := placesOf(f)
		fmt.Fprintln(&table, strings.TrimRight(fmt.Sprintf("  %-16s %-20s %-14s %s", name, envOf(f.Name), key, f.DefValue), " "))
	})
	return &cobra.Command{
		Use:   "config",
		Short: "Every setting, its flag, variable, key and default",
		Long:  configText + "\n" + strings.TrimRight(table.String(), "\n"),
	}
}
