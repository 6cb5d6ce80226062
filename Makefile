# Byline. `make run` serves it, `make test` runs every test, `make check` is what CI asks.
# Everything is installed into .venv and web/node_modules; marks in .make/ make the second time quick.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MARKS := .make
# Node: the machine's own when it is 20 or newer, else the one from PyPI, put into the virtual environment.
NODE_OK := $(shell node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null && npm --version >/dev/null 2>&1 && echo yes)
export PATH := $(CURDIR)/$(BIN):$(PATH)
WEB_SOURCES := $(shell find web/src web/public -type f 2>/dev/null) web/index.html web/vite.config.ts web/package.json

.PHONY: run test check bench laws fuzz format clean
.DELETE_ON_ERROR:

run: $(MARKS)/run web/dist/index.html
	@$(BIN)/byline serve --open --host $(HOST) --port $(PORT)

test: $(MARKS)/dev web/dist/index.html
	$(BIN)/pytest tests
	cd web && npm test

check: $(MARKS)/dev web/dist/index.html
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/pyright -p tests/bench
	$(BIN)/lint-imports
	$(BIN)/deptry .
	cd web && npm run --silent lint && npm run --silent types && npm run --silent boundaries && npm run --silent unused
	$(BIN)/pytest tests -m "not slow and not browser"
	cd web && npm test

laws: $(MARKS)/dev web/dist/index.html
	@$(BIN)/pytest tests --laws

bench: $(MARKS)/dev web/dist/index.html
	$(BIN)/python -m tests.bench.run

fuzz: $(MARKS)/dev
	$(BIN)/python -m tests.fuzz.guard --count 10000000

format: $(MARKS)/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	cd web && npm run --silent format

clean:
	rm -rf $(VENV) $(MARKS) web/node_modules web/dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Byline needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: on Debian and Ubuntu, apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

# `run` needs the first lock only; `dev` the second, which holds all of the first.
$(MARKS)/run: .locks/run.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .locks/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@mkdir -p $(MARKS) && touch $@

$(MARKS)/dev: .locks/dev.txt $(MARKS)/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .locks/dev.txt
	@touch $@

$(MARKS)/node: .locks/node.txt | $(BIN)/python
ifneq ($(NODE_OK),yes)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .locks/node.txt
endif
	@mkdir -p $(MARKS) && touch $@

$(MARKS)/web: web/package-lock.json web/package.json $(MARKS)/node
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: $(MARKS)/web $(WEB_SOURCES)
	cd web && npm run --silent build -- --logLevel warn
