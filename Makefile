# make run: set up and open the app. make test: set up, a browser too, and run every test. make help: the rest.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# the app with everything it can do; RUN=requirements.txt leaves out the optional extras (pictures and PDF reports to save)
RUN ?= requirements-extras.txt
# how many processes share the tests, a file at a time
WORKERS ?= 2

# the tests of how the repository hangs together: quick, without a browser; make test runs them too
STRUCTURE := tests/repository/test_layers.py tests/store/test_spec.py tests/repository/test_sources.py tests/repository/test_data_docs.py tests/repository/test_written.py \
  tests/repository/test_docs.py tests/repository/test_docs_commands.py tests/repository/test_packaging.py

# other Pythons that are tried where they are installed, and the next one, for which only the wheels are looked for
PYTHONS ?= 3.12 3.13
NEXT ?= 3.14

.PHONY: help run test check check-pythons container lint derive benchmark clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/:/'

run: $(VENV)/run.ready  ## set everything up and open the app on http://localhost:8501 (PORT=... for another)
	@echo "RuxCheck: http://localhost:$(PORT)"
	@if [ -n "$$DISPLAY" ]; then (sleep 3; $(BIN)/python -m webbrowser http://localhost:$(PORT) >/dev/null 2>&1) & fi
	$(BIN)/uvicorn app:app --port $(PORT) --log-level warning --no-access-log --ws-per-message-deflate false

test: $(VENV)/test.ready  ## set everything up, a browser too, and run every test
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# one check: what it looks at, its command, and what to do where it fails
define check
	@echo "check: $(1)"
	@$(2) || { echo "check stopped at: $(1). What to do: $(3)" >&2; exit 1; }
endef

check: $(VENV)/test.ready  ## every check without a browser, in about a minute, up to the first that fails
	$(call check,format,$(BIN)/ruff format --check .,run $(BIN)/ruff format .)
	$(call check,lint,$(BIN)/ruff check .,correct what is named; $(BIN)/ruff check --fix . does some of it)
	$(call check,types,$(BIN)/mypy,correct the lines named; pyproject.toml says how strict it is)
	$(call check,data files,$(BIN)/python -m ruxcheck validate,correct the files named; docs/data.md explains every key)
	$(call check,derived files,$(BIN)/python -m ruxcheck.cli.derive --check,run make derive and commit what it writes)
	$(call check,layers; spec tables; sources; documents; packages,$(BIN)/python -m pytest -q --tb=short $(STRUCTURE),read the line that begins with E: it names the file and what to do)
	@echo "check: all passed. The rest of the tests: make test"

check-pythons: $(VENV)/test.ready  ## the tests without a browser on other Pythons that are installed
	@for version in $(PYTHONS); do \
	  python$$version -c pass 2>/dev/null || { echo "check-pythons: python$$version is not installed, not tried"; continue; }; \
	  echo "check-pythons: $$version"; \
	  python$$version -m venv $(VENV)/python$$version && \
	  $(VENV)/python$$version/bin/python -m pip install --quiet --require-hashes -r requirements-dev.txt && \
	  $(VENV)/python$$version/bin/python -m pytest -q -n $(WORKERS) --dist loadfile tests --ignore tests/browser --ignore tests/screening/test_spark.py || exit 1; \
	done
	$(BIN)/python -m pip download --quiet --no-deps --only-binary :all: --python-version $(NEXT) --dest $(VENV)/next -r requirements.txt
	@echo "check-pythons: every wheel of requirements.txt exists for $(NEXT)"

lint: $(VENV)/test.ready  ## format and lint check
	$(BIN)/ruff format --check . && $(BIN)/ruff check .

container:  ## build the containers, start them, and ask whether they answer
	docker compose up --build --detach --wait
	curl --fail --silent --show-error http://localhost:8501/_stcore/health
	docker compose down

derive: $(VENV)/test.ready  ## check data/ and write what is derived from it
	$(BIN)/python -m ruxcheck.cli.derive

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
