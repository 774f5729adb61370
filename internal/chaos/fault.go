//go:build linux

package chaos

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// kind is a kind of fault.
type kind string

// The kinds of faults.
const (
	killService  kind = "kill -9 of a service"
	killServer   kind = "kill -9 of a NATS server"
	killLedger   kind = "kill -9 of PostgreSQL"
	killReceiver kind = "kill -9 of Prometheus"
	pauseService kind = "a service stopped past its ack-wait"
	pauseServer  kind = "a NATS server stopped"
	cutLink      kind = "connections broken"
	resetLink    kind = "connections reset"
	slowLink     kind = "messages delayed"
	silentLink   kind = "messages held back"
	slicedLink   kind = "messages in small pieces"
	fullServer   kind = "the disk of a NATS server full"
	fullSink     kind = "the disk of the sink full"
	skewService  kind = "the clock of a service wrong"
	skewServer   kind = "the clock of a NATS server wrong"
)

// fault is one fault: its kind, its target, its start and its duration.
type fault struct {
	kind   kind
	target string
	at     time.Duration // since the first article was posted
	lasts  time.Duration
	skew   time.Duration // of a clock
}

func (f fault) String() string {
	s := fmt.Sprintf("%5.2f s: %s: %s, %.2f s", f.at.Seconds(), f.target, f.kind, f.lasts.Seconds())
	if f.skew != 0 {
		s += fmt.Sprintf(", by %v", f.skew)
	}
	return s
}

const (
	// faultWindow is the period in which faults begin, and ackWait the setting of the
	// services.
	faultWindow = 7 * time.Second
	ackWait     = 2 * time.Second
)

// injury is a kind of fault with its possible targets and duration.
type injury struct {
	kind        kind
	targets     []string
	weight      int
	least, most time.Duration
}

// injuries lists the possible faults of a fleet.
func (f *fleet) injuries() []injury {
	var services, servers, links []string
	for _, p := range f.services {
		services = append(services, p.name)
	}
	for _, p := range f.cluster.servers {
		servers = append(servers, p.name)
	}
	for name := range f.links {
		links = append(links, name)
	}
	slices.Sort(links)
	const ms = time.Millisecond
	all := []injury{
		{killService, services, 6, 0, 1500 * ms},
		{killServer, servers, 4, 0, 2000 * ms},
		{killReceiver, []string{receiverName}, 1, 0, 3000 * ms},
		{pauseService, services, 3, ackWait + 500*ms, ackWait + 2500*ms},
		{pauseServer, servers, 2, 500 * ms, 5000 * ms},
		{cutLink, links, 3, 0, 3000 * ms},
		{resetLink, links, 2, 200 * ms, 1500 * ms},
		{slowLink, links, 2, 1000 * ms, 4000 * ms},
		{silentLink, links, 2, 1000 * ms, 5000 * ms},
		{slicedLink, links, 1, 1000 * ms, 3000 * ms},
		{skewService, services, 2, 1000 * ms, 5000 * ms},
		{skewServer, servers, 2, 1000 * ms, 5000 * ms},
	}
	if f.postgres != nil {
		all = append(all, injury{killLedger, []string{"postgres"}, 3, 0, 2500 * ms})
	}
	if f.sinkDisk != nil {
		all = append(all, injury{fullSink, []string{"sink"}, 2, 500 * ms, 3000 * ms},
			injury{fullServer, []string{f.cluster.servers[0].name}, 1, 500 * ms, 2500 * ms})
	}
	return all
}

// draw generates the faults of a seed, in order of time.
func draw(seed uint64, injuries []injury) []fault {
	r := rand.New(rand.NewPCG(seed, 7)) // #nosec G404 -- a round must be the same again
	total := 0
	for _, i := range injuries {
		total += i.weight
	}
	faults := make([]fault, 5+r.IntN(6))
	for n := range faults {
		pick, at := r.IntN(total), 0
		for pick >= injuries[at].weight {
			pick -= injuries[at].weight
			at++
		}
		i := injuries[at]
		f := fault{kind: i.kind, target: i.targets[r.IntN(len(i.targets))],
			at: time.Duration(r.Int64N(int64(faultWindow))), lasts: i.least + time.Duration(r.Int64N(int64(i.most-i.least)))}
		switch i.kind {
		case skewService:
			f.skew = time.Duration(r.IntN(7200)-3600) * time.Second
		case skewServer: // which redelivers later by as much as its clock was set back
			f.skew = time.Duration(r.IntN(120)-60) * time.Second
		}
		faults[n] = f
	}
	slices.SortFunc(faults, func(a, b fault) int { return cmp.Compare(a.at, b.at) })
	return faults
}

// inject injects one fault, and returns once it is over.
func (f *fleet) inject(x fault) error {
	p, l := f.process(x.target), f.links[x.target]
	switch x.kind {
	case killService, killServer, killReceiver:
		p.kill(x.lasts)
	case pauseService, pauseServer:
		p.pause(x.lasts)
	case skewService, skewServer:
		return p.skew(x.skew, x.lasts)
	case killLedger:
		return f.postgres.Crash(x.lasts)
	case fullSink:
		return f.sinkDisk.fill(x.lasts)
	case fullServer:
		return f.serverDisk.fill(x.lasts)
	case cutLink:
		return l.cut(x.lasts)
	case resetLink:
		return l.toxic("reset_peer", "downstream", `"timeout":100`, x.lasts)
	case slowLink:
		return l.toxic("latency", "upstream", `"latency":400,"jitter":300`, x.lasts)
	case silentLink:
		return l.toxic("timeout", "downstream", `"timeout":0`, x.lasts)
	case slicedLink:
		return l.toxic("slicer", "upstream", `"average_size":200,"size_variation":100,"delay":2000`, x.lasts)
	default:
		return fmt.Errorf("unknown fault %q", x.kind)
	}
	return nil
}
