// Package accuracy holds the reader, extractor and normalizer together, to its
// accuracy on invented sentences and articles that stand in testdata, so that a
// clone without other gold notices when it falls. It has tests alone; testdata's
// README says what each file is.
package accuracy
