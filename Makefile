# Every target sets up what it needs; the second time that takes a moment.
.PHONY: help setup demo test test-all lab instructor lint clean

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
# One thread a process: the suite runs in as many processes as there are cores.
PYTEST := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n logical --dist loadgroup

help:
	@echo "make setup       the environment in .venv, from requirements.lock"
	@echo "make demo        the main job on a sample class: release, grading, feedback, a table of scores"
	@echo "make test        the whole suite (test-all: with the long runs too)"
	@echo "make lab         JupyterLab on a working copy of the learner bundle, in lab/"
	@echo "make instructor  JupyterLab on this repository, with formgrader"
	@echo "make lint        the style of the code"
	@echo "make clean       remove the environment and everything that can be made again"

setup:
	@if [ -z "$(PYTHON)" ]; then \
		echo "No Python 3.11 or newer was found. Install one, or name it: make setup PYTHON=/path/to/python3"; exit 1; fi
	@"$(PYTHON)" course/learner_files/start.py --folder . --install-only --editable

demo: setup
	@$(BIN)/course demo

test: setup
	$(PYTEST)

test-all: setup
	$(PYTEST) -m ""

lab: setup
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/course lab

instructor: setup
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m jupyterlab

lint: setup
	@$(BIN)/ruff check .

clean:
	rm -rf .venv demo build dist .pytest_cache .hypothesis .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
