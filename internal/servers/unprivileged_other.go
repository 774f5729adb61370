//go:build !unix

package servers

import "syscall"

func unprivileged(string) (*syscall.SysProcAttr, error) { return nil, nil }
