# Every command creates or refreshes the environment (.venv) by itself; `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup demo serve check format test bench audit lock
SHELL := /bin/bash

BIN := .venv/bin
CODE := $(wildcard matching api embeddings data tests benchmarks scripts/*.py)
# Nothing that is tested may need the network, so asking a model hub is an error, not a wait.
OFFLINE := HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1 TOKENIZERS_PARALLELISM=false

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## create or refresh .venv (PYTHON=… chooses the interpreter)
	@PYTHON='$(PYTHON)' scripts/setup

demo: setup ## load the sample world, rank, and serve it on http://127.0.0.1:8000
	$(BIN)/jembatan demo $(ARGS)

serve: setup ## serve the database that the settings name
	$(BIN)/jembatan serve $(ARGS)

check: setup ## format, lint, types, import contracts, house rules
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports
	$(OFFLINE) $(BIN)/python -m pytest -q tests/test_house.py

format: setup ## let ruff format and fix what it can
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

test: check ## check, then every test; no network needed once set up
	@scripts/setup tests
	$(OFFLINE) $(if $(ARGS),$(BIN)/python -m pytest $(ARGS),scripts/tests)

bench: setup ## speed and recall, under 10 minutes; FULL=1 for 250k vacancies
	$(OFFLINE) FULL=$(FULL) $(BIN)/python -m benchmarks.speed $(ARGS)

audit: setup ## known weaknesses of what is installed; needs the network
	python3 -m venv .audit && .audit/bin/pip install --quiet 'pip-audit>=2.9,<3'
	.audit/bin/pip-audit --requirement constraints.txt --no-deps --disable-pip

lock: setup ## write constraints.txt from what is installed
	scripts/lock
