package bus

import "errors"

// ErrDrain is returned by Work if handlers are still running after the service's
// DrainTimeout. Their messages are delivered again.
var ErrDrain = errors.New("handlers did not finish in time")

type permanentError struct{ err error }

func (e permanentError) Error() string { return e.err.Error() }
func (e permanentError) Unwrap() error { return e.err }

// Permanent marks err as one that no retry can fix: the message is put on DEAD.
// Permanent(nil) is nil.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanentError{err}
}

func isPermanent(err error) bool {
	_, ok := errors.AsType[permanentError](err)
	return ok
}

type outageError struct{ err error }

func (e outageError) Error() string { return e.err.Error() }
func (e outageError) Unwrap() error { return e.err }

// Outage marks err as not caused by the message: something that the service needs, such
// as the ledger, is down or full. The service keeps the message and tries again for as
// long as that lasts, without counting the tries. Outage(nil) is nil.
func Outage(err error) error {
	if err == nil {
		return nil
	}
	return outageError{err}
}

func isOutage(err error) bool {
	_, ok := errors.AsType[outageError](err)
	return ok
}
