// Package accuracy tests the accuracy of extractor and normalizer together on invented
// sentences and articles in testdata, so that a clone without other gold sets notices a
// regression. It lends the text of the articles to the benchmarks of other packages; the
// README of testdata describes each file.
package accuracy
