# `make run` and `make test` set everything up by themselves. CONTRIBUTING.md says what each target is for.

PYTHON ?=
ARGS ?=
PY := .venv/bin/python
SOURCES := javari_tui javari_billing tests tooling benchmarks
# `tests/conftest.py` says how many these are.
WORKERS ?= auto
# How many random histories of money each of the three long runs tries.
HISTORIES ?= 10000

export PYTHON
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test histories check lint format types imports shape spelling texts messages snapshots pictures bench coverage lock wheel app-environment dev-environment

run: app-environment
	@exec $(PY) -m javari_tui $(ARGS)

test: dev-environment
	$(PY) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

# The nightly run. A history that fails stays in .hypothesis and is tried first from then on.
histories: dev-environment
	JAVARI_SYNC_HISTORIES=$(HISTORIES) JAVARI_BILLING_HISTORIES=$(HISTORIES) JAVARI_LEDGER_HISTORIES=$(HISTORIES) \
	  $(PY) -m pytest -n $(WORKERS) $(ARGS) tests/billing/test_sync_histories.py tests/billing/test_histories.py \
	  tests/storage/test_ledger_histories.py

check: lint types imports shape spelling texts

lint: dev-environment
	$(PY) -m ruff check $(SOURCES)
	$(PY) -m ruff format --check $(SOURCES)

format: dev-environment
	$(PY) -m ruff check --fix $(SOURCES)
	$(PY) -m ruff format $(SOURCES)

types: dev-environment
	$(PY) -m mypy

imports: dev-environment
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

shape: dev-environment
	$(PY) -m pytest -q -p no:cacheprovider tests/architecture/test_shape.py

spelling: dev-environment
	$(PY) -m codespell_lib

texts: dev-environment
	$(PY) -m tooling.catalogues check
	$(PY) -m tooling.unmarked

messages: dev-environment
	$(PY) -m tooling.catalogues update

snapshots: dev-environment
	$(PY) -m pytest tests/snapshots -n $(WORKERS) --snapshot-update $(ARGS)

pictures: dev-environment
	$(PY) -m tooling.pictures

bench: dev-environment
	$(PY) -m benchmarks $(ARGS)

coverage: dev-environment
	$(PY) -m pytest -n $(WORKERS) --cov --cov-report=term:skip-covered --cov-report=html $(ARGS)

wheel: dev-environment
	$(PY) -m hatchling build -t wheel

# Needs uv and the network. `app` first: the others hold the same versions and more.
lock:
	for kind in app server dev; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate $(ARGS) -o requirements/$$kind.txt requirements/$$kind.in || exit 1; \
	done

app-environment:
	@tooling/environment.sh app

dev-environment:
	@tooling/environment.sh dev
