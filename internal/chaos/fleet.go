//go:build linux

package chaos

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/arqam-io/arqam/internal/servers"
)

const (
	receiverName = "prometheus"
	hookName     = "hook"
	hookKey      = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

	readyPatience = time.Minute
	stopPatience  = 30 * time.Second

	// The last bytes of the addresses; servers, services and their links are numbered from
	// these.
	serverHost       = 1
	receiverLinkHost = 6
	receiverHost     = 7
	publisherHost    = 8
	hookHost         = 9
	servicesHost     = 20
	serviceLinksHost = 100 // ten for each service

	fetcherPort  = 9191
	sinkPort     = 9194
	receiverPort = 9090
	hookPort     = 9099
)

// serviceNames are the services of a fleet; those with a number are copies.
var serviceNames = []string{"fetcher", "extractor1", "extractor2", "normalizer1", "normalizer2", "sink", "notifier"}

// options configure a fleet.
type options struct {
	programs   programs
	prometheus string // its binary
	dir        string
	slot       int  // distinguishes its addresses from those of other running fleets
	onPostgres bool // the ledger is in PostgreSQL, else in a file
	small      bool // use small disks
}

// fleet is a whole system: three NATS servers, the services as processes, a ledger, a
// Prometheus that receives remote writes, and a webhook. The services reach NATS, the
// publisher the fetcher, and the sink Prometheus through links.
type fleet struct {
	options
	cluster    *cluster
	services   []*process
	receiver   *process
	hook       *hook
	links      map[string]*link
	postgres   *servers.Postgres // nil: the ledger is a file
	ledger     string            // path or address of the ledger
	sinkDisk   *disk             // nil: use the machine's disks
	serverDisk *disk
}

// host is an address of this machine that no other running fleet uses.
func (o options) host(n int) string { return fmt.Sprintf("127.77.%d.%d", o.slot, n) }

func startFleet(ctx context.Context, o options) (*fleet, error) {
	f := &fleet{options: o, links: map[string]*link{}}
	ctx, cancel := context.WithTimeoutCause(ctx, readyPatience, errors.New("it is not ready in time"))
	defer cancel()
	if err := f.start(ctx); err != nil {
		f.stop()
		return nil, err
	}
	return f, nil
}

func (f *fleet) start(ctx context.Context) error {
	if err := f.openStores(); err != nil {
		return err
	}
	var hosts, stores []string
	for i := range nodes {
		hosts = append(hosts, f.host(serverHost+i))
		stores = append(stores, filepath.Join(f.dir, fmt.Sprintf("nats%d", i+1)))
	}
	var err error
	if f.cluster, err = startCluster(ctx, f.dir, f.programs.nats, hosts, stores); err != nil {
		return err
	}
	if f.hook, err = newHook(fmt.Sprintf("%s:%d", f.host(hookHost), hookPort)); err != nil {
		return err
	}
	if err := f.startReceiver(); err != nil {
		return err
	}
	for i, name := range serviceNames {
		if err := f.startService(i, name); err != nil {
			return err
		}
	}
	if err := f.link("publisher", f.host(publisherHost), fmt.Sprintf("%s:%d", f.serviceHost("fetcher"), fetcherPort)); err != nil {
		return err
	}
	return f.ready(ctx)
}

// openStores starts the ledger's server and makes the small disks.
func (f *fleet) openStores() error {
	f.ledger = filepath.Join(f.dir, "sink", "ledger.db")
	if f.onPostgres {
		var err error
		if f.postgres, err = servers.RunPostgres(); err != nil {
			return err
		}
		if f.ledger, err = f.postgres.CreateDatabase(); err != nil {
			return err
		}
	}
	if !f.small {
		return nil
	}
	var err error
	if f.sinkDisk, err = newDisk(filepath.Join(f.dir, "sink")); err == nil {
		f.serverDisk, err = newDisk(filepath.Join(f.dir, "nats1"))
	}
	if errors.Is(err, errNoDisk) {
		err = nil
	}
	return err
}

func (f *fleet) startReceiver() error {
	file, host := filepath.Join(f.dir, "prometheus.yml"), f.host(receiverHost)
	if err := os.WriteFile(file, []byte("storage: {tsdb: {out_of_order_time_window: 9000h}}\n"), 0o600); err != nil {
		return err
	}
	address := fmt.Sprintf("%s:%d", host, receiverPort)
	var err error
	f.receiver, err = supervise(f.dir, receiverName, nil, f.prometheus, "--config.file="+file, "--web.enable-remote-write-receiver",
		"--storage.tsdb.path="+filepath.Join(f.dir, "prometheus"), "--storage.tsdb.retention.time=10y", "--web.listen-address="+address)
	if err != nil {
		return err
	}
	return f.link("remote-write", f.host(receiverLinkHost), address)
}

// link makes a link at the host to an address, on the same port.
func (f *fleet) link(name, host, upstream string) error {
	_, port, err := net.SplitHostPort(upstream)
	if err != nil {
		return err
	}
	l, err := newLink(name, net.JoinHostPort(host, port), upstream)
	if err == nil {
		f.links[name] = l
	}
	return err
}

func (f *fleet) serviceHost(name string) string {
	return f.host(servicesHost + slices.Index(serviceNames, name))
}

// startService starts a service with its own link to each NATS server.
func (f *fleet) startService(i int, name string) error {
	var through []string
	for n, h := range f.cluster.hosts {
		at := f.host(serviceLinksHost + 10*i + n)
		if err := f.link(fmt.Sprintf("%s-nats%d", name, n+1), at, fmt.Sprintf("%s:%d", h, clientPort)); err != nil {
			return err
		}
		through = append(through, at)
	}
	service := strings.TrimRight(name, "0123456789")
	args := []string{service, "--nats", natsURL(through), "--replicas", fmt.Sprint(nodes), "--ack-wait", ackWait.String(),
		"--http", f.address(name), "--log-format", "json"}
	more, err := f.serviceArgs(service)
	if err != nil {
		return err
	}
	// The address of a database must not be visible in the list of processes.
	p, err := supervise(f.dir, name, []string{"ARQAM_LEDGER=" + f.ledger}, f.programs.arqam, append(args, more...)...)
	if err == nil {
		f.services = append(f.services, p)
	}
	return err
}

// address is the address of a service's /metrics and /healthz.
func (f *fleet) address(service string) string {
	port := 9100
	switch service {
	case "fetcher":
		port = fetcherPort
	case "sink":
		port = sinkPort
	}
	return fmt.Sprintf("%s:%d", f.serviceHost(service), port)
}

// serviceArgs writes a service's files and returns its arguments.
func (f *fleet) serviceArgs(service string) ([]string, error) {
	switch service {
	case "sink":
		file := filepath.Join(f.dir, "trackers.yaml")
		return []string{"--data", filepath.Join(f.dir, "sink"), "--trackers", file,
				"--remote-write", "http://" + f.links["remote-write"].address() + "/api/v1/write"},
			os.WriteFile(file, []byte(trackers), 0o600)
	case "notifier":
		key, file := filepath.Join(f.dir, "hook.key"), filepath.Join(f.dir, "arqam.yaml")
		config := fmt.Sprintf("receivers:\n  - {name: %s, type: webhook, url: %q, key_file: hook.key}\n", hookName,
			fmt.Sprintf("http://%s:%d/", f.host(hookHost), hookPort))
		return []string{"--config", file}, errors.Join(os.WriteFile(key, []byte(hookKey+"\n"), 0o600),
			os.WriteFile(file, []byte(config), 0o600))
	}
	return nil, nil
}

// ready waits until every process is ready.
func (f *fleet) ready(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, p := range f.services {
		group.Go(func() error {
			err := await(ctx, func() (bool, error) { return answers(ctx, "http://"+f.address(p.name)+"/readyz"), nil })
			if err != nil {
				return fmt.Errorf("%s is not ready: %w", p.name, err)
			}
			return nil
		})
	}
	group.Go(func() error {
		return await(ctx, func() (bool, error) {
			return answers(ctx, fmt.Sprintf("http://%s:%d/-/ready", f.host(receiverHost), receiverPort)), nil
		})
	})
	return group.Wait()
}

// process returns the process with that name, nil if there is none.
func (f *fleet) process(name string) *process {
	all := append([]*process{f.receiver}, f.services...)
	for _, p := range append(all, f.cluster.servers...) {
		if p.name == name {
			return p
		}
	}
	return nil
}

// unexpectedExits returns the unexpected exits of processes.
func (f *fleet) unexpectedExits() []string {
	var out []string
	for _, p := range append(append([]*process{}, f.services...), f.cluster.servers...) {
		out = append(out, p.unexpectedExits()...)
	}
	return out
}

// stop stops everything: the services gracefully, the rest by killing.
func (f *fleet) stop() {
	var group errgroup.Group
	for _, p := range f.services {
		group.Go(func() error { p.stop(stopPatience); return nil })
	}
	_ = group.Wait()
	if f.cluster != nil {
		f.cluster.stop()
	}
	if f.receiver != nil {
		f.receiver.stop(0)
	}
	for _, l := range f.links {
		l.close()
	}
	if f.hook != nil {
		f.hook.server.Close()
	}
	if f.postgres != nil {
		f.postgres.Stop()
	}
	for _, d := range []*disk{f.sinkDisk, f.serverDisk} {
		if d != nil {
			_ = d.close() // lazy unmount: completes when its last file is closed
		}
	}
}
