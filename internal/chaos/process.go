//go:build linux

package chaos

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

// restartPause is the pause before a supervisor restarts a process.
const restartPause = 300 * time.Millisecond

// process is a program under a supervisor, which restarts it whenever it exits, until stop.
type process struct {
	name  string
	path  string
	args  []string
	env   []string
	clock clock
	log   *os.File // its log

	mu     sync.Mutex
	cmd    *exec.Cmd
	held   bool // down until release
	killed bool // stopped by us
	done   bool
	deaths []string // unexpected exits
	ended  chan struct{}
}

// supervise starts the program in dir, which also has its clock and its log. env is added to
// the environment.
func supervise(dir, name string, env []string, path string, args ...string) (*process, error) {
	p := &process{name: name, path: path, args: args, env: env, ended: make(chan struct{})}
	var err error
	if p.clock, err = newClock(dir + "/" + name + ".clock"); err != nil {
		return nil, err
	}
	if p.log, err = os.Create(dir + "/" + name + ".log"); err != nil {
		return nil, err
	}
	started := make(chan error, 1)
	go p.run(started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	return p, nil
}

func (p *process) run(started chan<- error) {
	// The system kills the child when this thread ends, so the thread must not end.
	runtime.LockOSThread()
	defer close(p.ended)
	for {
		p.mu.Lock()
		if p.done {
			p.mu.Unlock()
			return
		}
		if p.held {
			p.mu.Unlock()
			time.Sleep(restartPause / 10)
			continue
		}
		cmd := exec.Command(p.path, p.args...)
		cmd.Stdout, cmd.Stderr = p.log, p.log
		cmd.Env = append(append(cmd.Environ(), p.env...), clockFile+"="+p.clock.file)
		cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		err := cmd.Start()
		p.cmd, p.killed = cmd, false
		p.mu.Unlock()
		if started != nil {
			started <- err
			started = nil
		}
		if err == nil {
			err = cmd.Wait()
		}
		p.mu.Lock()
		if !p.killed && !p.done {
			p.deaths = append(p.deaths, fmt.Sprintf("%s exited unexpectedly: %v: %s", p.name, err, p.lastWords()))
		}
		p.mu.Unlock()
		time.Sleep(restartPause)
	}
}

// lastWords returns the last line of the process's log.
func (p *process) lastWords() string {
	body, err := os.ReadFile(p.log.Name())
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(body)), "\n")
	return lines[len(lines)-1]
}

// kill kills the process as kill -9 does, and keeps it down for a while.
func (p *process) kill(down time.Duration) {
	p.mu.Lock()
	p.killed, p.held = true, true
	_ = p.cmd.Process.Kill() // it may have exited already
	p.mu.Unlock()
	time.Sleep(down)
	p.mu.Lock()
	p.held = false
	p.mu.Unlock()
}

// pause stops the process with SIGSTOP for a while.
func (p *process) pause(d time.Duration) {
	p.signal(syscall.SIGSTOP)
	time.Sleep(d)
	p.signal(syscall.SIGCONT)
}

func (p *process) signal(s syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.cmd.Process.Signal(s) // it may have exited already
}

// skew sets the wall clock wrong for a while.
func (p *process) skew(by, d time.Duration) error {
	if err := p.clock.set(by); err != nil {
		return err
	}
	time.Sleep(d)
	return p.clock.set(0)
}

// stop asks the process to exit, and kills it after patience.
func (p *process) stop(patience time.Duration) {
	p.mu.Lock()
	p.done, p.held = true, false
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	p.mu.Unlock()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.signal(syscall.SIGKILL)
		<-p.ended
	}
	p.log.Close()
}

// unexpectedExits returns the unexpected exits.
func (p *process) unexpectedExits() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.deaths...)
}
