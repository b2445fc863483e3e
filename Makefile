# Everything runs in .venv, which is made from the lock files. Needed beforehand: Python 3.11 or later, and make.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run demo check test lint bench lock clean

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet --no-input
LOCKED := install --require-hashes --requirement
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 $(ARGS) \
	--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command 'make lock'

# The first Python that is new enough; `make PYTHON=... run` names another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; \
	done)

help: ## list the targets
	@echo 'make TARGET [ARGS="..."]; ARGS are passed on to the program that the target starts'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 10

run: .venv/run ## set up, then run the bot: make run ARGS="--console"
	@$(BIN)/briefing run $(ARGS)

demo: .venv/run ## the whole journey on a small day of news, without network
	@$(BIN)/briefing demo $(ARGS)

check: .venv/run ## say what is missing before a start
	@$(BIN)/briefing check $(ARGS)

test: .venv/dev ## set up, then run the tests: make test ARGS="-k desk"
	@$(BIN)/python -m pytest --cov $(ARGS)

lint: .venv/dev ## style, types and the import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: .venv/bench ## the benchmarks, as a table and as JSON
	@$(BIN)/python -m bench $(ARGS)

# What the tests need comes first: what is tested is what runs.
lock: .venv/run ## write the lock files anew: make lock ARGS="--upgrade"
	@$(PIP) install uv
	@$(COMPILE) --group build --group dev --output-file requirements-dev.lock
	@$(COMPILE) --group build --constraint requirements-dev.lock --output-file requirements.lock
	@$(COMPILE) --group build --group bench --constraint requirements.lock --output-file requirements-bench.lock

clean: ## remove the environment and what tools left behind; data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or later is needed and was not found. Install it, or name it: make PYTHON=/path/to/python3 $(MAKECMDGOALS)' >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or later is needed, and $(PYTHON) is not. Name a newer one: make PYTHON=/path/to/python3 $(MAKECMDGOALS)' >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo 'Python is here without its venv module. Install it (Debian and Ubuntu: apt install python3-venv), then try again.' >&2; exit 1; }
	@echo 'Setting up in .venv: this takes a minute, once.' >&2
	@"$(PYTHON)" -m venv .venv

# A target below is a stamp: it is made anew when its lock file changes.
.venv/run: .venv/bin/python requirements.lock pyproject.toml
	@echo 'Installing what the program needs.' >&2
	@$(PIP) $(LOCKED) requirements.lock >&2
	@$(PIP) install --no-deps --no-build-isolation --editable . >&2
	@touch $@

.venv/dev: .venv/run requirements-dev.lock
	@echo 'Installing what the tests need.' >&2
	@$(PIP) $(LOCKED) requirements-dev.lock >&2
	@touch $@

.venv/bench: .venv/run requirements-bench.lock
	@echo 'Installing what the benchmarks compare with.' >&2
	@$(PIP) $(LOCKED) requirements-bench.lock >&2
	@touch $@
