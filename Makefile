# What there is to do here. `make run` is all that a visitor needs: Python 3.11 or newer, make and git.

PYTHON ?= python3
PORT ?= 8000
LINLI_TEST_DATABASE_URL ?= postgresql://root@127.0.0.1:5432/test

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TEST_READY := $(VENV)/.ready-for-tests
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: help run setup test test-postgres check format docs pictures messages topics lock clean

help:
	@echo "make run            the demonstration on http://127.0.0.1:$(PORT)  (PORT=… for another)"
	@echo "make setup          everything that it needs, in $(VENV)"
	@echo "make test           all tests, on SQLite"
	@echo "make test-postgres  all tests, on PostgreSQL (LINLI_TEST_DATABASE_URL=$(LINLI_TEST_DATABASE_URL))"
	@echo "make check          format, lint, types, imports, templates, migrations"
	@echo "make format         put code and templates into shape"
	@echo "make docs topics    docs/river.md and tests/house/topics.txt, after a change of events or flow"
	@echo "make pictures       docs/pictures, taken from the demonstration by Debian's chromium"
	@echo "make messages       bring new sentences into linli/locale/en"
	@echo "make lock           write requirements/*.txt anew from pyproject.toml (needs uv)"

run: setup
	@LINLI_DEMO=1 exec $(BIN)/linli serve --demo-if-empty --port $(PORT)

setup: $(READY)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Linli needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(READY): requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV); the first time this takes a minute or two."
	$(PIP) --require-hashes -r requirements/run.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_READY): requirements/test.txt $(READY)
	$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

test: $(TEST_READY)
	$(BIN)/python -m pytest -n auto --dist loadgroup

test-postgres: $(TEST_READY)
	LINLI_DATABASE_URL=$(LINLI_TEST_DATABASE_URL) $(BIN)/python -m pytest -n auto --dist loadgroup

check: $(TEST_READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --check linli
	$(BIN)/djlint --quiet --lint linli
	LINLI_DATA=$(VENV)/check DJANGO_SETTINGS_MODULE=linli.config.settings $(BIN)/python -m django makemigrations --check --dry-run

format: $(TEST_READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	-$(BIN)/djlint --quiet --reformat linli

docs: $(TEST_READY)
	$(BIN)/linli river > docs/river.md.new && mv docs/river.md.new docs/river.md

pictures: $(TEST_READY)
	$(BIN)/python -m tests.journeys.pictures

messages: $(TEST_READY)
	$(BIN)/python -m tests.house.catalogue

topics: $(TEST_READY)
	DJANGO_SETTINGS_MODULE=linli.config.settings $(BIN)/python -m tests.house.topics

lock:
	uv pip compile --generate-hashes --universal --no-emit-index-url --no-annotate --no-header --python-version 3.11 \
		--extra build pyproject.toml -o requirements/run.txt
	uv pip compile --generate-hashes --universal --no-emit-index-url --no-annotate --no-header --python-version 3.11 \
		--extra build --extra test pyproject.toml -o requirements/test.txt

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
