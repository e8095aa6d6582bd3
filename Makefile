# Everything here installs what it needs into .venv first; Python 3.11 or newer is enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
JOBS ?= 3
UNIT := tests/domain tests/views $(addprefix tests/test_,$(addsuffix .py,config discover import_rules logs manifest slack_limits))

.PHONY: help page demo test browser pictures unit soak bench lint format lock clean
.DEFAULT_GOAL := help

help: ## Show what one can do here
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(STAMP): requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

page: $(STAMP) ## Build the demo's page now, with Node from the machine or from its wheel
	$(BIN)/python -m bot.sandbox.workspace

demo: $(STAMP) ## Try it: a stand-in Slack and Jira with the real bot between them
	$(BIN)/python -m bot demo

test: $(STAMP) ## Run the suite on SQLite and PostgreSQL; conversations, slots and outcomes on one of them (under 3 minutes)
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not soak" --ignore tests/browser

browser: $(STAMP) ## Walk the demo's page in a browser (skipped aloud where there is none)
	-$(BIN)/python -m bot.sandbox.workspace
	$(BIN)/python -m pytest tests/browser

unit: $(STAMP) ## Run the part of the suite that needs no server (15 seconds)
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not soak" $(UNIT)

pictures: $(STAMP) ## Take the README's pictures anew, of the demo itself
	$(BIN)/python -m tests.browser.pictures docs/pictures

soak: $(STAMP) ## Run the long counts, and on its other store what make test ran on one (under 15 minutes)
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m soak --timeout 840

bench: $(STAMP) ## Measure against the yardsticks, as ratios in one run
	$(BIN)/python -m tests.bench

lint: $(STAMP) ## Check style, types and dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP) ## Bring the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## Pin every dependency anew, with hashes and without any index address
	$(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --extra dev --extra demo \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header \
	  --no-annotate --output-file requirements.lock pyproject.toml

clean: ## Remove what was installed and cached
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
