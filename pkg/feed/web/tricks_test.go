package web_test

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/arqam-io/arqam/pkg/feed/refusal"
	"github.com/arqam-io/arqam/pkg/feed/web"
)

// names is a DNS server that answers successive questions with successive addresses, as in DNS
// rebinding.
type names struct {
	addresses []netip.Addr
	asked     atomic.Int64
}

// resolver sends the client's questions to n, over pipes in memory.
func (n *names) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go n.serve(server)
		return client, nil
	}}
}

// serve speaks DNS over a stream: each message follows its length.
func (n *names) serve(conn net.Conn) {
	defer conn.Close()
	for {
		var size uint16
		if binary.Read(conn, binary.BigEndian, &size) != nil {
			return
		}
		question := make([]byte, size)
		if _, err := io.ReadFull(conn, question); err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(question) != nil || len(m.Questions) == 0 {
			return
		}
		m.Response, m.Additionals = true, nil
		at := n.addresses[0]
		if m.Questions[0].Type == dnsmessage.TypeA {
			at = n.addresses[min(int(n.asked.Add(1))-1, len(n.addresses)-1)]
		}
		header := dnsmessage.ResourceHeader{Name: m.Questions[0].Name, Type: m.Questions[0].Type, Class: dnsmessage.ClassINET}
		switch {
		case m.Questions[0].Type == dnsmessage.TypeA && at.Is4():
			m.Answers = []dnsmessage.Resource{{Header: header, Body: &dnsmessage.AResource{A: at.As4()}}}
		case m.Questions[0].Type == dnsmessage.TypeAAAA && at.Is6():
			m.Answers = []dnsmessage.Resource{{Header: header, Body: &dnsmessage.AAAAResource{AAAA: at.As16()}}}
		}
		answer, err := m.Pack()
		if err != nil || binary.Write(conn, binary.BigEndian, uint16(len(answer))) != nil {
			return
		}
		if _, err := conn.Write(answer); err != nil {
			return
		}
	}
}

// listen serves on an address of the loopback network.
func listen(t *testing.T, address string, h http.Handler) *httptest.Server {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Skipf("this machine has no %s: %v", address, err)
	}
	s := httptest.NewUnstartedServer(h)
	s.Listener.Close()
	s.Listener = l
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// fort is a private server that must not be reached, and a public one, allowed for the test,
// that redirects to it.
type fort struct {
	inside, outside *httptest.Server
	port            string
	reached         atomic.Int64
}

func newFort(t *testing.T) *fort {
	f := &fort{}
	f.inside = listen(t, "127.0.0.2:0", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		f.reached.Add(1)
		fmt.Fprint(w, "the secret")
	}))
	_, f.port, _ = net.SplitHostPort(f.inside.Listener.Addr().String())
	f.outside = listen(t, "127.0.0.1:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", r.URL.Query().Get("to"))
		w.WriteHeader(http.StatusFound)
	}))
	return f
}

func refused(t *testing.T, client *web.Client, address string, want refusal.Reason) {
	t.Helper()
	out, err := client.Get(t.Context(), web.Request{URL: address})
	var e *refusal.Error
	if !errors.As(err, &e) {
		t.Errorf("%.100q was not refused: %v, %v", address, out, err)
		return
	}
	if e.Reason != want || e.Detail == "" {
		t.Errorf("%.100q is refused as %q (%s), want %q", address, e.Reason, e.Detail, want)
	}
}

// TestTricksOfAddresses tries spellings by which feeds and redirects could reach a private
// host, directly or by a redirect.
func TestTricksOfAddresses(t *testing.T) {
	f := newFort(t)
	direct := web.New(web.Options{Timeout: 5 * time.Second})
	byRedirect := web.New(web.Options{Timeout: 5 * time.Second, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
	p := f.port
	for _, c := range []struct {
		address string
		want    refusal.Reason
	}{
		{"http://127.0.0.2:" + p + "/", refusal.Port},
		{"http://127.0.0.2/", refusal.Address},
		{"http://127.0.0.2:8080/", refusal.Address},
		{"http://127.1.2.3/", refusal.Address},
		{"http://0.0.0.0/", refusal.Address},
		{"http://10.0.0.1/", refusal.Address},
		{"http://10.255.255.255/", refusal.Address},
		{"http://172.16.0.1/", refusal.Address},
		{"http://172.31.255.254/", refusal.Address},
		{"http://192.168.1.1/", refusal.Address},
		{"http://169.254.169.254/latest/meta-data/", refusal.Address},
		{"http://100.64.0.1/", refusal.Address},
		{"http://192.0.0.1/", refusal.Address},
		{"http://192.0.2.1/", refusal.Address},
		{"http://198.18.0.1/", refusal.Address},
		{"http://198.51.100.7/", refusal.Address},
		{"http://203.0.113.7/", refusal.Address},
		{"http://224.0.0.1/", refusal.Address},
		{"http://240.0.0.1/", refusal.Address},
		{"http://255.255.255.255/", refusal.Address},
		{"http://[::1]/", refusal.Address},
		{"http://[::]/", refusal.Address},
		{"http://[::ffff:127.0.0.2]/", refusal.Address},
		{"http://[::ffff:7f00:2]/", refusal.Address},
		{"http://[::ffff:a9fe:a9fe]/", refusal.Address},
		{"http://[::127.0.0.2]/", refusal.Address},
		{"http://[fe80::1]/", refusal.Address},
		{"http://[fc00::1]/", refusal.Address},
		{"http://[fd12:3456::1]/", refusal.Address},
		{"http://[ff02::1]/", refusal.Address},
		{"http://[fec0::1]/", refusal.Address},
		{"http://[64:ff9b::7f00:2]/", refusal.Address},
		{"http://[2002:7f00:2::]/", refusal.Address},
		{"http://[2001:db8::1]/", refusal.Address},
		{"http://[100::1]/", refusal.Address},
		{"http://localhost/", refusal.Address},
		{"http://2130706434/", refusal.Unreachable},
		{"http://0x7f000002/", refusal.Unreachable},
		{"http://017700000002/", refusal.Unreachable},
		{"http://0177.0.0.2/", refusal.Unreachable},
		{"http://127.2/", refusal.Unreachable},
		{"http://127.0.0.2%00.example/", refusal.URL},
		{"http://[fe80::1%25lo]/", refusal.URL},
		{"http://127.0.0.2\\@example.com/", refusal.URL},
		{"http://example.com:80@127.0.0.2/", refusal.Credentials},
		{"http://user@127.0.0.2/", refusal.Credentials},
		{"http://127.0.0.2:22/", refusal.Port},
		{"http://127.0.0.2:6379/", refusal.Port},
		{"https://127.0.0.2:" + p + "/", refusal.Port},
		{"file:///etc/passwd", refusal.Scheme},
		{"gopher://127.0.0.2:" + p + "/_GET", refusal.Scheme},
		{"ftp://127.0.0.2/", refusal.Scheme},
		{"data:text/xml,<rss/>", refusal.Scheme},
		{"javascript:alert(1)", refusal.Scheme},
		{"jar:http://127.0.0.2!/", refusal.Scheme},
		{"unix:///var/run/docker.sock", refusal.Scheme},
		{"http:///etc/passwd", refusal.URL},
		{"http://", refusal.URL},
		{"http://exa\r\nmple.com/", refusal.URL},
		{"http://" + strings.Repeat("a", 5000) + ".example/", refusal.URL},
	} {
		refused(t, direct, c.address, c.want)
		want := c.want
		if strings.ContainsAny(c.address, "\r\n") {
			continue // not valid in a header
		}
		if c.address == "http://localhost/" {
			continue // the test allows one of its addresses
		}
		if strings.HasPrefix(c.address, "http:///") || c.address == "http://" {
			want = refusal.URL
		}
		refused(t, byRedirect, f.outside.URL+"/?to="+url.QueryEscape(c.address), want)
	}
	refused(t, direct, "", refusal.URL)
	refused(t, direct, "//127.0.0.2/", refusal.URL)
	refused(t, direct, "127.0.0.2", refusal.URL)
	if n := f.reached.Load(); n > 0 {
		t.Errorf("the private server was reached %d times", n)
	}
}

// TestTricksOfNames uses names that resolve to addresses of the attacker's choice.
func TestTricksOfNames(t *testing.T) {
	f := newFort(t)
	private := netip.MustParseAddr("127.0.0.2")
	allowed := netip.MustParseAddr("127.0.0.1")
	for _, c := range []struct {
		name      string
		addresses []netip.Addr
	}{
		{"a name of a private address", []netip.Addr{private}},
		{"a name of the metadata service", []netip.Addr{netip.MustParseAddr("169.254.169.254")}},
		{"a name of a mapped address", []netip.Addr{netip.MustParseAddr("::ffff:127.0.0.2")}},
		{"a name of IPv6 loopback", []netip.Addr{netip.MustParseAddr("::1")}},
	} {
		n := &names{addresses: c.addresses}
		client := web.New(web.Options{Resolver: n.resolver(), Timeout: 5 * time.Second})
		t.Run(c.name, func(t *testing.T) { refused(t, client, "http://news.example/", refusal.Address) })
	}
	t.Run("rebinding between two requests", func(t *testing.T) {
		n := &names{addresses: []netip.Addr{allowed, private}}
		client := web.New(web.Options{Resolver: n.resolver(), Timeout: 5 * time.Second,
			Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}})
		_, outside, _ := net.SplitHostPort(f.outside.Listener.Addr().String())
		// The first answer leads to the public server, which redirects the client to the same
		// name; by then the name resolves to the private server.
		refused(t, client, "http://news.example:"+outside+"/?to="+url.QueryEscape("http://again.example/"), refusal.Address)
		if n.asked.Load() < 2 {
			t.Error("the name was not resolved again")
		}
	})
	if n := f.reached.Load(); n > 0 {
		t.Errorf("the private server was reached %d times", n)
	}
}

// endless writes without end.
func endless(w io.Writer, chunk []byte) {
	for {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}

func gzipped(times int, body []byte) []byte {
	for range times {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(body)
		z.Close()
		body = b.Bytes()
	}
	return body
}

// TestTricksOfAnswers uses servers that send too much, too slowly, or invalid data.
func TestTricksOfAnswers(t *testing.T) {
	const limit = 1 << 20
	zeros := make([]byte, 64<<20)
	circle := ""
	raw := func(answer string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				io.WriteString(conn, answer)
				conn.Close()
			}
		}
	}
	coded := func(coding string, body []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", coding)
			w.Write(body)
		}
	}
	status := func(code int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(code)
		}
	}
	for _, c := range []struct {
		name    string
		handler http.HandlerFunc
		want    refusal.Reason
	}{
		{"a body without end", func(w http.ResponseWriter, _ *http.Request) { endless(w, make([]byte, 32<<10)) }, refusal.Size},
		{"a body that announces its size", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "99999999")
			w.Write(make([]byte, 10))
		}, refusal.Size},
		{"one byte too many", func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, limit+1)) }, refusal.Size},
		{"a gzip bomb", coded("gzip", gzipped(1, zeros)), refusal.Size},
		{"a gzip bomb in gzip", coded("gzip, gzip", gzipped(2, zeros)), refusal.Compression},
		{"a deflate bomb", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "deflate")
			z := zlib.NewWriter(w)
			z.Write(zeros)
			z.Close()
		}, refusal.Size},
		{"gzip members without end", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			endless(w, gzipped(1, nil))
		}, refusal.Size},
		{"brotli that was not requested", coded("br", []byte("x")), refusal.Compression},
		{"an unknown coding", coded("x-own", []byte("x")), refusal.Compression},
		{"gzip that is not gzip", coded("gzip", []byte("not gzip at all")), refusal.Compression},
		{"truncated gzip", coded("gzip", gzipped(1, []byte("some text"))[:14]), refusal.Malformed},
		{"silence", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, refusal.Timeout},
		{"a slow body", func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte("a"))
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, refusal.Timeout},
		{"headers without end", func(w http.ResponseWriter, _ *http.Request) {
			for i := range 4000 {
				w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("a", 100))
			}
		}, refusal.Protocol},
		{"early hints without end", raw(strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 10000)), refusal.Protocol},
		{"not HTTP", raw("SSH-2.0-OpenSSH_9.2\r\n"), refusal.Protocol},
		{"an invalid status", raw("HTTP/1.1 9999999 OK\r\n\r\n"), refusal.Protocol},
		{"two lengths", raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"), refusal.Protocol},
		{"a chunk of a wrong size", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\na"), refusal.Protocol},
		{"a truncated body", raw("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\nabc"), refusal.Malformed},
		{"nothing", raw(""), refusal.Unreachable},
		{"a redirect loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, circle+"/a", http.StatusFound) }, refusal.Redirects},
		{"redirects without end", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"a", http.StatusMovedPermanently)
		}, refusal.Redirects},
		{"a redirect to nowhere", status(302), refusal.Redirects},
		{"a video", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "video/mp4")
			endless(w, make([]byte, 1024))
		}, refusal.Media},
		{"304 to an unconditional request", status(304), refusal.Status},
		{"204", status(204), refusal.Status},
		{"206", status(206), refusal.Status},
		{"300", status(300), refusal.Status},
		{"401", status(401), refusal.Forbidden},
		{"403", status(403), refusal.Forbidden},
		{"404", status(404), refusal.NotFound},
		{"410", status(410), refusal.Gone},
		{"429", status(429, "Retry-After", "60"), refusal.Throttled},
		{"500", status(500), refusal.Status},
		{"503 with a time", status(503, "Retry-After", "60"), refusal.Throttled},
		{"503", status(503), refusal.Status},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(c.handler)
			defer server.Close()
			circle = server.URL
			timeout := time.Minute // a bomb takes its time on a busy machine
			if c.want == refusal.Timeout {
				timeout = time.Second
			}
			client := web.New(web.Options{Timeout: timeout, Body: limit, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
			refused(t, client, server.URL+"/x", c.want)
			server.CloseClientConnections()
		})
	}
	t.Run("a certificate without a trusted authority", func(t *testing.T) {
		server := httptest.NewUnstartedServer(status(200))
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		server.StartTLS()
		defer server.Close()
		client := web.New(web.Options{Timeout: time.Second, Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
		refused(t, client, server.URL, refusal.TLS)
	})
	t.Run("an unknown name", func(t *testing.T) {
		client := web.New(web.Options{Timeout: time.Second, Resolver: (&names{addresses: []netip.Addr{netip.MustParseAddr("::")}}).resolver()})
		refused(t, client, "http://nobody.invalid/", refusal.Address)
	})
}
