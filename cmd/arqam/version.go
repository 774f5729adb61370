package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/arqam-io/arqam/pkg/extract"
)

func (a *app) versionCommand() command {
	return command{
		group: "tool",
		use:   "version",
		short: "Print the version of this build",
		long: `Prints the version of this build, of the engine that reads figures (ids change
with it), of Go, and the platform.`,
		example: `  arqam version`,
		args:    noArgs,
		run: func(context.Context, []string) error {
			_, err := fmt.Fprintf(a.stdout, "arqam %s, engine %s, %s, %s/%s\n",
				version(), extract.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// version is the module's version with the commit it was built from, as far as
// the build recorded them.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	if v == "" {
		v = "(devel)"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && v == "(devel)" {
			v = "(devel) " + s.Value
		}
	}
	return v
}
