// Package chaos runs the services as real processes around a real cluster of three NATS
// servers, injects faults while articles are processed, and compares the result with a run
// without faults: the ledger, the series, the events and the dead letters. It uses the
// services only through their command line. Its own tests call it: "make chaos" for many
// rounds, "go test" for a few.
package chaos
