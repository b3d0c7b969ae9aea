# Cuecard: what a newcomer, a developer and CI call. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .setup
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CUECARD_TEST_DATA ?= ../shared/data
export CUECARD_TEST_DATA

.PHONY: help run test check format setup test-setup bench soak figures pictures editors lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(STAMPS)/run ## set up what is missing and start the demonstration
	@exec $(BIN)/cuecard demo

test: $(STAMPS)/test check ## set up what is missing and run every check and test
	$(BIN)/python -m pytest

check: $(STAMPS)/check ## the fast checks: format, lint, types, imports, extension
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	npm --prefix tests run --silent check

format: $(STAMPS)/check ## format the Python code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(STAMPS)/test ## print the benchmark figures
	$(BIN)/python -m pytest tests/benchmarks -m benchmark -s

soak: $(STAMPS)/check ## read a dump of 2 GB, an export of 1 GB and 100,000 files, and 500,000 documents; holds memory to a bar
	$(BIN)/python -m tests.soak $(SOAK)

figures: $(STAMPS)/check ## measure the README's table of figures (FIGURES=--write puts it there)
	$(BIN)/python -m tests.benchmarks.figures $(FIGURES)

pictures: $(STAMPS)/test ## take the pictures of the README anew
	CUECARD_PICTURES=keep $(BIN)/python -m pytest tests/browser/test_pictures.py

editors: $(STAMPS)/check ## write the matrix of editors anew from the data that the browser tests hold true
	$(BIN)/python -m tests.browser.harness.matrix_page

setup: $(STAMPS)/run ## only set up what `make run` needs
test-setup: $(STAMPS)/test ## only set up what `make test` needs

$(STAMPS)/venv:
	@mkdir -p $(STAMPS)
	@PYTHON=$(PYTHON) tests/setup/venv.sh $(VENV)
	@touch $@

$(STAMPS)/run: $(STAMPS)/venv pyproject.toml requirements.lock
	@echo "Installing Cuecard into $(VENV) ..."
	@$(PIP) install -c requirements.lock -e .
	@touch $@

$(STAMPS)/check: $(STAMPS)/run tests/package-lock.json
	@echo "Installing the test tools ..."
	@$(PIP) install -c requirements.lock --group dev
	@tests/setup/node.sh
	@touch $@

$(STAMPS)/test: $(STAMPS)/check tests/setup/packages.txt
	@tests/setup/packages.sh
	@touch $@

lock: $(STAMPS)/check ## write requirements.lock anew from pyproject.toml
	tests/setup/lock.sh

clean: ## remove everything that set-up and tests made
	rm -rf $(VENV) $(STAMPS) tests/node_modules tests/output
