package main

import (
	"cmp"
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
		long: `Prints the version of this build, the version of the engine that reads figures (ids
depend on it), the version of Go, and the platform.`,
		example: `  arqam version`,
		args:    noArgs,
		run: func(context.Context, []string) error {
			_, err := fmt.Fprintf(a.stdout, "arqam %s, engine %s, %s, %s/%s\n",
				version(), extract.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// release is the version, which the linker sets.
var release string

// version returns the release, else the module's version, else the commit, if the build
// recorded them.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if release != "" || !ok {
		return cmp.Or(release, "unknown")
	}
	v := cmp.Or(info.Main.Version, "(devel)")
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && v == "(devel)" {
			v = "devel-" + s.Value
		}
	}
	return v
}
