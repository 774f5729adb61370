// Package accuracy tests the accuracy of extractor and normalizer together on invented
// sentences and articles in testdata, so that a clone without other gold sets notices a
// regression. It has only tests; the README of testdata describes each file.
package accuracy
