# make check    formatting, lint, security, generators, tests, race detector and fuzzing
# make ci       what CI runs
SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build
.PHONY: build release test race bench fuzz fmt fmt-check vet lint security vuln sbom tidy-check generate generated generators servers fresh postgres rules chaos steady check ci update clean

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOSEC       := github.com/securego/gosec/v2/cmd/gosec@v2.30.0
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.9.0
CYCLONEDX   := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0
FUZZTIME    := 5m
ROUNDS      := 20
SEED        := 1
FOR         := 1h
BENCH       := .
VERSION     := $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
LDFLAGS     := -X main.release=$(VERSION)

# The same build flags as go test, so that both share the build cache.
build:
	go build -ldflags '$(LDFLAGS)' -o bin/arqam ./cmd/arqam

# The released binary: static, stripped, reproducible from any folder.
release:
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w $(LDFLAGS)' -o bin/arqam ./cmd/arqam

test:
	go test ./...

# Excluded: the command's tests, which run a built binary, and packages with Prometheus
# or real servers, which take minutes to build with the race detector. -short excludes
# the simulation of a whole day.
race:
	go test -race -short -shuffle=on $$(go list ./... | grep -v -e /cmd/arqam -e /pkg/metrics/embedded -e /internal/servers)

bench:
	go test -run '^$$' -bench '$(BENCH)' -benchmem $$(go list ./... | grep -v /cmd/)

# Every fuzz target for FUZZTIME, one per processor.
fuzz:
	@grep -rl --include='*_test.go' '^func Fuzz' cmd internal pkg services | xargs -n1 dirname | sort -u | while read -r dir; do \
		grep -rhoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' $$dir/*_test.go | sed "s|^func |$$dir |"; \
	done | xargs -n2 -P "$$(getconf _NPROCESSORS_ONLN)" sh -c '.ci/fuzz "$$0" "$$1" $(FUZZTIME)'

fmt:
	gofmt -w $$(git ls-files --cached --others --exclude-standard '*.go')

fmt-check:
	@files=$$(gofmt -l $$(git ls-files --cached --others --exclude-standard '*.go')); \
	if [[ -n "$$files" ]]; then echo "not formatted (make fmt):"; echo "$$files"; exit 1; fi

vet:
	go vet ./...

lint:
	go run $(STATICCHECK) ./...

# gosec without G104, unchecked errors of Close after a failure (staticcheck covers the
# rest); without G304, since commands read files that users name; and without G115 where
# offsets are within a text of at most 64 MiB, or hashes are truncated on purpose. The
# folder internal has test servers and generators, which are not shipped.
security:
	go run $(GOSEC) -quiet -exclude-generated -exclude-dir internal -exclude G104,G304 \
		-exclude-rules 'pkg/(token|lang|unit|ledger|bus)/:G115' ./...

# Known vulnerabilities in the code that is called. If the database cannot be reached, it
# prints that and passes.
vuln:
	@if output=$$(go run $(GOVULNCHECK) ./... 2>&1); then tail -n 1 <<<"$$output"; \
	elif grep -Eq '^govulncheck: fetching vulnerabilities: .*(dial tcp|no such host|timeout)' <<<"$$output"; then \
		echo "the vulnerability database cannot be reached: dependencies were not checked"; \
	else echo "$$output"; exit 1; fi

# The software bill of materials, as CycloneDX.
sbom:
	mkdir -p dist
	CGO_ENABLED=0 go run $(CYCLONEDX) app -json -licenses -main cmd/arqam -output dist/arqam.cdx.json .

tidy-check:
	go mod tidy -diff

# All generated tables, from pinned npm packages, and the dashboards, which the tests of
# their generator compare.
generate:
	go -C internal/gen/cldr run .
	go -C internal/gen/grafana run .

# Checks that the tables equal the output of generate. If npm cannot be reached, it
# prints that and passes.
generated:
	@if ! npm view cldr-core@48.2.0 version >/dev/null 2>&1; then \
		echo "npm cannot be reached: generated tables were not checked"; \
	else go -C internal/gen/cldr run . -check; fi

# The generators are separate modules.
generators: generated
	for mod in internal/gen/*/go.mod; do (cd "$$(dirname "$$mod")" && go vet ./... && go test ./... && go mod tidy -diff); done

# The real servers that tests start, built once into the user's cache folder, which
# takes minutes. Tests that need a missing server are skipped.
servers:
	nice go test -count=1 -timeout 60m -run '^(TestTools|TestPrograms)$$' ./internal/servers ./internal/chaos -args -build

# The README's two commands as on a fresh machine: with empty caches of builds and of
# servers. It prints the duration of each.
fresh:
	.ci/fresh

# Kills, stops, disconnects and starves services and NATS servers while articles are
# processed, and compares the result with a run without faults. The seed determines a
# round: make chaos ROUNDS=1 SEED=7 repeats it. The logs of failed rounds are kept.
# Requires Linux, and root for small disks.
chaos:
	mkdir -p dist/chaos
	go test -count=1 -v -timeout 0 -run '^TestRounds$$' ./internal/chaos -args -build -rounds $(ROUNDS) -seed $(SEED) -keep "$$PWD/dist/chaos"

# The services under half of their maximum load: memory, goroutines and file descriptors
# must not grow.
steady:
	go test -count=1 -v -timeout 0 -run '^TestSteady$$' ./internal/chaos -args -build -steady $(FOR)

# PostgreSQL for the tests of the ledger, which start their own servers and are skipped
# without it. Installed by apt if possible, without creating a system cluster.
postgres:
	@if compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; then exit 0; fi; \
	root=$$(if [[ $$(id -u) != 0 ]]; then echo sudo -n; fi); conf=/etc/postgresql-common/createcluster.conf; \
	{ command -v apt-get >/dev/null && $$root mkdir -p $${conf%/*} && \
		{ [[ -e $$conf ]] || echo 'create_main_cluster = false' | $$root tee $$conf >/dev/null; } && \
		$$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
			-o Dpkg::Options::=--force-confold --no-install-recommends postgresql >/dev/null; } || \
	echo "PostgreSQL cannot be installed: the ledger is tested on SQLite only"

# Rules and alerts of deploy/prometheus and their unit tests, with promtool.
rules:
	go test -count=1 -run '^TestRules$$' ./internal/servers

# Rewrites the golden files; read the diff.
update:
	go test ./cmd/arqam -args -update

check: fmt-check vet lint security vuln tidy-check generators build test race
	$(MAKE) --no-print-directory fuzz FUZZTIME=20s

ci:
	.ci/run

clean:
	rm -rf bin dist
