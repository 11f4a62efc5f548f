# 碳索 Tansuo. `make demo` and `make test` do everything they need on a machine with Debian and Python 3.11.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PORT ?= 8000
DATA_DIR ?= var/data
export PORT DATA_DIR
BIN := .venv/bin
WORKERS ?= 2

.PHONY: help install packages elasticsearch model demo demo-data test test-fast test-postgres lint bench lock clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: ## .venv with everything, the embedding model in place
	@tools/install.sh
	@$(BIN)/python -m search.embedding install

packages: ## Debian packages that the tests drive: browser, Chinese fonts, PostgreSQL
	@tools/packages.sh

demo-data: install ## database, samples and index, without serving
	@$(BIN)/flask --app wsgi demo-data

demo: install ## everything, then serve http://127.0.0.1:8000
	@tools/demo_data.sh
	@exec tools/serve.sh

test: packages install ## run all tests
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest

test-fast: install ## the tests that need no browser and no server
	@$(BIN)/pytest -m "not browser and not postgres"

test-postgres: packages install ## all tests with every installation on PostgreSQL
	@TEST_DATABASE=postgres $(BIN)/pytest

elasticsearch: ## a local Elasticsearch node, unless one answers at ELASTICSEARCH_URL
	@tools/elasticsearch.sh start

lint: ## ruff, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: packages install ## measure, write bench/results.json
	@$(BIN)/python -m bench

lock: ## compile requirements/*.in into the locks
	@tools/lock.sh

clean: ## remove what was built, keep the data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
