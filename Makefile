# make run: set up and open the app. make test: set up, a browser too, and run every test. make help: the rest.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# the app with everything it can do; RUN=requirements.txt leaves out the optional extras (pictures and PDF reports to save)
RUN ?= requirements-extras.txt

.PHONY: help run test lint derive benchmark clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/:/'

run: $(VENV)/run.ready  ## set everything up and open the app on http://localhost:8501 (PORT=... for another)
	@echo "RuxCheck: http://localhost:$(PORT)"
	@if [ -n "$$DISPLAY" ]; then (sleep 3; $(BIN)/python -m webbrowser http://localhost:$(PORT) >/dev/null 2>&1) & fi
	$(BIN)/uvicorn app:app --port $(PORT) --log-level warning --no-access-log

test: $(VENV)/test.ready  ## set everything up, a browser too, and run every test
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest

lint: $(VENV)/test.ready  ## format and lint check
	$(BIN)/ruff format --check . && $(BIN)/ruff check .

derive: $(VENV)/test.ready  ## check data/ and write what is derived from it
	$(BIN)/python -m ruxcheck.derive

benchmark: $(VENV)/test.ready  ## run the benchmarks and print their ratios
	$(BIN)/python -m benchmarks

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.ready: $(RUN) | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r $(RUN)
	touch $@

$(VENV)/test.ready: requirements-dev.txt $(VENV)/run.ready
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@

clean:  ## remove the virtual environment
	rm -rf $(VENV)
