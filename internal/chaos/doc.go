// Package chaos runs the services as real processes around a real cluster of three
// NATS servers, hurts them while articles travel, and compares what they kept
// with what a run without faults keeps: the ledger, the series, the events and
// the dead letters. It knows the services from outside alone, by their command
// line. Its own tests call it: "make chaos" for many rounds, "go test" for a few.
package chaos
