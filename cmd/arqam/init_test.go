package main

import (
	"strings"
	"testing"
)

func TestInitOfNothing(t *testing.T) {
	got := arqam(t, t.TempDir(), "", nil, "tracker", "init", "Nothing happened.")
	if got.status != exitUsage || !strings.Contains(got.stderr, "no figure in the text has a subject") {
		t.Errorf("%+v", got)
	}
	got = arqam(t, t.TempDir(), "The floods killed 17 people.", nil, "tracker", "init", "-")
	if got.status != exitOK || !strings.Contains(got.stdout, "- name: killed\n") {
		t.Errorf("%+v", got)
	}
}
