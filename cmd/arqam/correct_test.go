package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/arqam-io/arqam/internal/fixture"
	"github.com/arqam-io/arqam/pkg/figure"
	"github.com/arqam-io/arqam/pkg/ledger"
)

func TestCorrect(t *testing.T) {
	path, in := fixture.Ledger(t)
	id := string(in[0].Figures[0].ID)
	run := func(args ...string) outcome { return arqam(t, t.TempDir(), "", nil, append(args, "--ledger", path)...) }
	for _, c := range []struct {
		args []string
		want string // on standard output
	}{
		{[]string{"--value", "45.5", "--unit", "kilogram"}, id + " is now 45.5 kilogram for every tracker; the text is \"123456789012345678.25 tonnes\"\n"},
		{[]string{"--tracker", "harmal-wheat", "--reject"}, id + " is now rejected for harmal-wheat; the text is \"123456789012345678.25 tonnes\"\n"},
		{[]string{"--tracker", "harmal-wheat", "--restore"}, id + " is now 45.5 kilogram for harmal-wheat; the text is \"123456789012345678.25 tonnes\"\n"},
	} {
		got := run(append([]string{"correct", id[:shortID], "--by", "salwa", "--why", "the ministry's table"}, c.args...)...)
		if got.status != exitOK || got.stdout != c.want {
			t.Errorf("correct %v: %+v, want %q", c.args, got, c.want)
		}
	}
	var row struct {
		ID         string
		Value      json.Number
		Unit       string
		Correction struct {
			By, Why string
			Read    *figure.Figure
		}
	}
	if err := json.Unmarshal([]byte(run("figures", "--corrected").stdout), &row); err != nil {
		t.Fatal(err)
	}
	if row.ID != id || row.Value != "45.5" || row.Unit != "kilogram" || row.Correction.By != "salwa" ||
		row.Correction.Why != "the ministry's table" || row.Correction.Read.Mention.Value.String() != "123456789012345678.25" {
		t.Errorf("the corrected figure: %+v", row)
	}
	table := run("figures", "--corrected", "-o", "table").stdout
	for _, want := range []string{id[:shortID], "45.5", "kilogram", "123456789012345678.25 tonne", "salwa", "the ministry's table"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q:\n%s", want, table)
		}
	}
	if csv := run("export", "--search", "director").stdout; !strings.Contains(csv, ",amended,salwa,the ministry's table,") ||
		!strings.Contains(csv, ",123456789012345678.25,,,tonne,") {
		t.Errorf("export tells nothing of the correction:\n%s", csv)
	}
}

func TestCorrectUsage(t *testing.T) {
	path, in := fixture.Ledger(t)
	id := string(in[0].Figures[0].ID)
	signed := " --by salwa --why table"
	for args, want := range map[string]string{
		"correct":                                        "arqam: give the id of one figure",
		"correct " + id + " --value 3":                   "arqam: --by and --why are required",
		"correct " + id + signed:                         "it states no value, unit or tracker",
		"correct " + id + " --value 3,5" + signed:        `arqam: --value: "3,5" is not a number`,
		"correct " + id + " --unit tonn" + signed:        `unknown unit "tonn": did you mean`,
		"correct " + id + " --tracker wheat" + signed:    `arqam: there is no tracker "wheat": the ledger and --trackers have harmal-wheat, `,
		"correct " + id + " --reject --restore" + signed: "arqam: --reject and --restore cannot be combined",
		"correct " + id + " --reject --value 3" + signed: "action reject takes no value or unit",
		"correct zzzz --reject" + signed:                 `arqam: no article in its current revision has this figure: "zzzz"`,
		"figures --tracker wheat":                        `arqam: there is no tracker "wheat"`,
		"figures --search ... ":                          `no word to search for: "..."`,
		"export --format openmetrics --search wheat":     "arqam: openmetrics supports only",
		"export -f /nonexistent/out.csv":                 "arqam: /nonexistent/out.csv: no such file or directory",
	} {
		got := arqam(t, t.TempDir(), "", nil, append(strings.Fields(args), "--ledger", path)...)
		if got.status != exitUsage || !strings.Contains(got.stderr, want) || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("%s: %+v, want exit status %d and one line with %q", args, got, exitUsage, want)
		}
	}
	// A tracker of the settings follows nothing yet, which is no fault.
	if got := arqam(t, t.TempDir(), "", nil, "figures", "--tracker", "salma-killed", "--ledger", path, "-o", "table"); got.stdout != "no figures\n" {
		t.Errorf("a tracker without figures: %+v", got)
	}
}

// An address in the settings' file is no path, and its password is not told.
func TestLedgerAddress(t *testing.T) {
	dir := writeFiles(t, map[string]string{"arqam.yaml": "ledger: postgres://desk:s3cr3t@127.0.0.1:1/news\n"})
	for _, run := range []outcome{
		arqam(t, dir, "", nil, "figures", "--config", "arqam.yaml"),
		arqam(t, dir, "", []string{"ARQAM_LEDGER=postgres://desk:s3cr3t@127.0.0.1:1/news"}, "figures"),
		arqam(t, dir, "", []string{"ARQAM_LEDGER=postgres://desk:s3cr3t@127.0.0.1:port/news"}, "up", "--http", "off"),
	} {
		if run.status == exitOK || !strings.Contains(run.stderr, `ledger "postgres://`) || strings.Contains(run.stdout+run.stderr, "s3cr3t") {
			t.Errorf("%+v", run)
		}
	}
}

// Who finds the data directory in use leaves the ledger as it is: a newer arqam
// would upgrade it under the running one.
func TestSecondUpLeavesTheLedgerAlone(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	first := start(t, binary, "up", "--data", data, "--http", "off")
	first.until("arqam is up: ")
	other := filepath.Join(t.TempDir(), "other.db")
	if got := arqam(t, t.TempDir(), "", nil, "up", "--data", data, "--ledger", other, "--http", "off"); got.status != exitFailure ||
		!strings.Contains(got.stderr, "another arqam is using the data directory") {
		t.Errorf("a second up: %+v", got)
	}
	if _, err := ledger.Read(t.Context(), other); err == nil {
		t.Error("it opened its ledger before it met the lock")
	}
	first.stop()
}
