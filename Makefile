# Tin Bản. "make demo" runs it, "make test" tests it; both set up what they need.

GO      ?= go
LINT    := $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
FUZZ    ?= 20s

.PHONY: demo build test ci setup vet lint model bench fuzz

demo:
	$(GO) run ./cmd/tinban demo

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags="-s -w" -o tinban ./cmd/tinban

# Everything a change must pass, as one command on a bare machine.
test: setup vet
	$(GO) test -race -timeout 30m ./...
	$(GO) test -run TestScripts/train ./cmd/tinban

ci: test lint fuzz

# What the tests stand against: a browser, an operator's gateway, an office suite, the providers' own descriptions of their
# APIs. On a machine without apt-get install Chromium, Kannel, LibreOffice Calc and Poppler by hand.
setup:
	@command -v chromium >/dev/null && command -v soffice >/dev/null && command -v pdftotext >/dev/null && test -x /usr/sbin/bearerbox || \
		{ apt-get update -q && apt-get install -qy --no-install-recommends chromium fonts-noto-core fonts-liberation kannel libreoffice-calc poppler-utils; }
	sh peers/install.sh

vet:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt -w the files above"; exit 1; }
	$(GO) vet ./...

lint:
	$(LINT) run ./...

# The reader's model, from the examples; the tests hold it to the byte.
model:
	$(GO) run ./cmd/tinban train content

bench:
	$(GO) test -run '^$$' -bench . -benchtime 2s ./bot/understand ./eligibility ./sms/text ./store/bolt ./cmd/tinban

# Every fuzz target for $(FUZZ) each.
fuzz:
	.ci/fuzz $(FUZZ)
