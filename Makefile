# Two commands on a fresh Debian 12 machine: `make run` and `make test`.
HOST ?= 127.0.0.1
PORT ?= 8000
DATABASE ?= var/anju.sqlite
# As in: make test ARGS="tests/models -x", make bench ARGS="--only lists papers"
ARGS ?=

.PHONY: help run test setup setup-test bench lock clean

help:
	@echo "make run         set up what is missing, serve the demo county on http://$(HOST):$(PORT)"
	@echo "make test        set up what is missing, run every check and every test"
	@echo "make bench       measure steps, pages and growth on SQLite and PostgreSQL"
	@echo "make setup       only set up, for running;  make setup-test: for the tests too"
	@echo "make lock        write the lock files anew from pyproject.toml and package.json"
	@echo "make clean       remove what set-up made; the database under var/ stays"

run: setup
	@mkdir -p $(dir $(DATABASE))
	@echo "Anju: demo county on http://$(HOST):$(PORT) (database $(DATABASE); Ctrl+C stops it)"
	@exec .venv/bin/anju demo --host $(HOST) --port $(PORT) --database $(DATABASE)

test: setup-test
	@.ci/check $(ARGS)

setup:
	@.ci/setup run

setup-test:
	@.ci/setup test

bench: setup-test
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/python -m tests.benchmarks $(ARGS)

lock:
	@.ci/lock

clean:
	rm -rf .venv node_modules webapp/static/vendor .mypy_cache .ruff_cache .pytest_cache \
		.hypothesis .import_linter_cache *.egg-info build dist
