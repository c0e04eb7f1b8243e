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
# One more than cores of the smallest machine: some tests wait for schedulers or a browser.
WORKERS  ?= 3
REPORT   ?= baseline full_plan no_policy
LANGUAGE ?= zh

BIN       := .venv/bin
LOCKED    := .venv/.locked
INSTALLED := .venv/.installed
PIP       := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup run report lab test test-long lint format calibrate readme catalogue schema odd drivers facts docs
.PHONY: benchmark mutants versions dist lock clean
.DELETE_ON_ERROR:

help:
	@echo 'make setup      create .venv from requirements.lock and install yongsim in it'
	@echo 'make run        run a scenario: SCENARIO=$(SCENARIO) OUT=$(OUT)'
	@echo 'make report     a report on REPORT="$(REPORT)" in LANGUAGE=$(LANGUAGE): page, Word, Excel'
	@echo 'make lab        JupyterLab with the notebooks'
	@echo 'make test       lint, types, import directions, then the tests'
	@echo 'make test-long  real schedulers (SLURM where installed, dask) at length and all faults; minutes'
	@echo 'make lint       the checks without the tests'
	@echo 'make format     rewrite the sources in the house style'
	@echo 'make calibrate  fit the model to 2015-2020 anew (about 40 minutes on 2 cores, checks included; it can be broken off)'
	@echo 'make readme     run the baseline and write its figures into README.md'
	@echo 'make catalogue  write docs/catalogue.md: instruments, doses, levers, what is not shown'
	@echo 'make schema     write docs/scenario.schema.json anew'
	@echo 'make odd        write the model description, the TRACE notes and the recipes (docs/odd.*.md ...)'
	@echo 'make drivers    the five commands of docs/robustness.md, and the pages written from them (25 minutes of a core)'
	@echo 'make facts      stylised facts, causal checks, naive rivals: measure, and write their pages (a quarter of an hour)'
	@echo 'make docs       build the documentation site into build/site; warnings are errors'
	@echo 'make benchmark  time the engine and the sweeps'
	@echo 'make mutants    plant every fault in every rule: the score and what nobody noticed'
	@echo 'make versions   the same runs under other versions of Python and packages; minutes each'
	@echo 'make dist       build sdist and wheel into dist/ (make test-long installs and runs them)'
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

report: $(INSTALLED)
	$(BIN)/yongsim report $(REPORT) --lang $(LANGUAGE)

lab: $(INSTALLED)
	$(BIN)/jupyter lab notebooks --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate

# --- checks --------------------------------------------------------------------------------------

lint: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

# The rules are compiled while the checks read the sources; else every worker would compile them.
test: $(INSTALLED)
	@$(BIN)/yongsim firm 1 > /dev/null 2>&1 & $(MAKE) --no-print-directory lint && wait
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

odd: $(INSTALLED)
	$(BIN)/python docs/odd.py

drivers: $(INSTALLED)
	$(BIN)/python docs/drivers.py --firms 0.05

# The TRACE notes count the verdicts.
facts: $(INSTALLED)
	$(BIN)/python docs/facts.py
	$(BIN)/python docs/odd.py

docs: $(INSTALLED)
	$(BIN)/python docs/build_site.py

benchmark: $(INSTALLED)
	$(BIN)/python tests/benchmarks/engine.py
	$(BIN)/python tests/benchmarks/sweep_cost.py

mutants: $(INSTALLED)
	$(BIN)/python tests/mutants.py

versions: $(INSTALLED)
	$(BIN)/python tests/versions.py

# --- upkeep --------------------------------------------------------------------------------------

# One version of each package for every Python and system, with hashes and no addresses.
lock: $(INSTALLED)
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra jupyter --extra calibrate --extra cluster --extra explore \
	    --extra report --extra app --extra docs --universal \
	    --python-version 3.11 --fork-strategy fewest --generate-hashes --quiet $(UPGRADE) \
	    --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock
	@! grep -nE '://|^-' requirements.lock

# The wheel is built from the sdist, so that what is released needs no checkout.
dist: $(INSTALLED)
	rm -rf dist build/release
	$(BIN)/python -m hatchling build -t sdist -d dist
	mkdir -p build/release && tar xzf dist/*.tar.gz -C build/release --strip-components 1
	cd build/release && $(CURDIR)/$(BIN)/python -m hatchling build -t wheel -d $(CURDIR)/dist

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist build
	find sim tests -name __pycache__ -type d -prune -exec rm -rf {} +
