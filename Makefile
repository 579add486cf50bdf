# Everything a developer does here, in one line each. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed.stamp
T ?=
ORACLES ?=

.DEFAULT_GOAL := help
.PHONY: help setup hooks run test check fix words bench load citizen-check screens drill wheel pins \
	stats-check text-check

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## the .venv with everything the portal and its tests need

# A venv without pip is what Debian leaves behind when python3-venv is missing: make it anew.
$(INSTALLED): pyproject.toml constraints.txt
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt \
		-e ".[test,load,drill,pdf,postgres]"
	@touch $@

hooks: setup ## let git run the quick checks before each commit
	$(BIN)/pre-commit install

run: setup ## the portal with the pilot units and labelled demo ratings, on port 8000
	$(BIN)/portal start

test: setup ## every test, on SQLite and PostgreSQL; T=tests/analytics for a part
	tests/packages.sh
	$(BIN)/python -m pytest --database both -n auto --maxprocesses 4 --durations=15 $(T)

check: setup ## the quick loop before a commit: format, lint, types, layers, fast tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -m "fast and not slow" -n auto --maxprocesses 4 $(T)

fix: setup ## let ruff repair what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

words: setup ## collect the texts anew and bring every messages.po up to date
	$(BIN)/python -m translations

bench: setup ## what one machine carries, measured against floors; wants a quiet machine
	load_tests/bench/packages.sh
	$(BIN)/python -m load_tests.bench

load: setup ## the city roll-out by Locust against a server of its own, in phases with budgets; report in load_tests/results
	$(BIN)/python -m load_tests

citizen-check: setup ## what a phone loads, who can use the pages, what a printed code reads; ours against the targets
	$(BIN)/python -m load_tests.citizen

screens: setup ## docs/screens: every page in vi and en, on a phone, a tablet and a desk
	load_tests/citizen/packages.sh
	$(BIN)/python -m load_tests.screens

drill: setup ## several machines played on one, broken in turn; no thanked rating may be missing
	$(BIN)/python -m load_tests.drill

stats-check: setup ## worked cases of statistics against our code, figure by figure; ORACLES=FILE for others
	PYTHONPATH=tests $(BIN)/python -m stats_check $(ORACLES)

text-check: setup ## labelled comments against how we read them, figure by figure; DATA="FILES" for others
	PYTHONPATH=tests $(BIN)/python -m text_check $(DATA)

wheel: setup ## dist/*.whl, the portal as one installable file
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation \
		--wheel-dir dist .

pins: ## constraints.txt anew (needs uv on the PATH)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade \
		--quiet --no-emit-index-url --no-emit-find-links --no-header --no-annotate -o constraints.txt
