# On a fresh machine with Python 3.11, 3.12 or 3.13 and make:
#
#     make run       set up, then the baseline into results/baseline
#     make test      set up, then every check
#
# Another Python:    make run PYTHON=python3.12
# Another folder:    make run OUT=results/second    (a run refuses to write over results)
# Another scenario:  make run SCENARIO=<name>

PYTHON   ?= python3
SCENARIO ?= baseline
OUT      ?= results/$(SCENARIO)
WORKERS  ?= 2

BIN       := .venv/bin
LOCKED    := .venv/.locked
INSTALLED := .venv/.installed
PIP       := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup run test test-long lint format calibrate readme catalogue schema benchmark lock clean
.DELETE_ON_ERROR:

help:
	@echo 'make setup      create .venv from requirements.lock and install yongsim in it'
	@echo 'make run        run a scenario: SCENARIO=$(SCENARIO) OUT=$(OUT)'
	@echo 'make test       lint, types, import directions, then the tests'
	@echo 'make test-long  real schedulers (SLURM where installed, dask) and all faults; minutes'
	@echo 'make lint       the checks without the tests'
	@echo 'make format     rewrite the sources in the house style'
	@echo 'make calibrate  fit the model to 2015-2020 anew (about 40 minutes on 2 cores, checks included; it can be broken off)'
	@echo 'make readme     run the baseline and write its figures into README.md'
	@echo 'make catalogue  write docs/catalogue.md: instruments, doses, levers, what is not shown'
	@echo 'make schema     write docs/scenario.schema.json anew'
	@echo 'make benchmark  time the engine and the sweeps'
	@echo 'make lock       write requirements.lock anew (UPGRADE=--upgrade for newer versions)'
	@echo 'make clean      remove .venv, caches and built packages; results stay'

# --- set-up: the packages when the lock changes, yongsim itself when pyproject.toml does ---------

setup: $(INSTALLED)

$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || { \
	    echo "yongsim needs Python 3.11, 3.12 or 3.13, and '$(PYTHON)' is none: name one, as in 'make $(or $(firstword $(MAKECMDGOALS)),setup) PYTHON=python3.12'" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	@echo 'Installing the packages of requirements.lock into .venv: a few minutes the first time.'
	$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

$(INSTALLED): pyproject.toml $(LOCKED)
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# --- use -----------------------------------------------------------------------------------------

run: $(INSTALLED)
	$(BIN)/yongsim run $(SCENARIO) --out $(OUT)

# --- checks --------------------------------------------------------------------------------------

lint: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest -n $(WORKERS)

# Not side by side: each starts schedulers and kills processes.
test-long: $(INSTALLED)
	$(BIN)/python -m pytest -m long

format: $(INSTALLED)
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

calibrate: $(INSTALLED)
	$(BIN)/yongsim calibrate --replace

readme: $(INSTALLED)
	$(BIN)/python docs/update.py

catalogue: $(INSTALLED)
	$(BIN)/python docs/catalogue.py

schema: $(INSTALLED)
	$(BIN)/yongsim scenario schema > docs/scenario.schema.json

benchmark: $(INSTALLED)
	$(BIN)/python tests/benchmarks/engine.py
	$(BIN)/python tests/benchmarks/sweep_cost.py

# --- upkeep --------------------------------------------------------------------------------------

# One version of each package for every Python and system, with hashes and no addresses.
lock: $(INSTALLED)
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra jupyter --extra calibrate --extra cluster --universal \
	    --python-version 3.11 --fork-strategy fewest --generate-hashes --quiet $(UPGRADE) \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock
	@! grep -nE '://|^-' requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist build
	find sim tests -name __pycache__ -type d -prune -exec rm -rf {} +
