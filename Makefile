# Three targets carry the project: demo, test and check. Each installs what it needs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

BIN := .venv/bin
SYNC := $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --universal \
	--python-version 3.11 --no-emit-index-url --custom-compile-command 'make lock'

# As in production, but for the database: these checks need none.
PRODUCTION := PUBLIC_URL=https://remit.example.com \
	SECRET_KEY=no-secret-at-all-but-as-long-and-as-varied-as-a-real-one-0123456789

.PHONY: demo
demo: .venv/runtime ## run everything with demo clients, a bank and an agent (INVOICES=folder)
	@exec $(BIN)/python manage.py up --demo $(if $(INVOICES),--invoices '$(INVOICES)')

# Three on two cores: many tests wait for a process of ours to answer.
PYTEST := $(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

.PHONY: test
test: .venv/dev ## run the tests (ARGS=what pytest takes)
	@$(PYTEST) -m 'not deep' $(ARGS)

.PHONY: test-deep
test-deep: .venv/dev ## run the tests that take long: faults, mutants, the whole demo
	@$(PYTEST) -m deep $(ARGS)

# Migrations, isolation, races and the broker: what another server could break.
SERVER_TESTS := tests/config/test_servers.py tests/config/test_backups.py \
	tests/test_catalogue*.py tests/isolation/test_keys.py tests/isolation/test_no_scope.py \
	tests/test_isolation*.py tests/governance/*races*.py tests/flows/test_doorbell.py \
	tests/flows/test_payment.py

.PHONY: test-servers
test-servers: .venv/dev ## run the tests that depend on the servers (POSTGRES_BIN, VALKEY_SERVER)
	@$(PYTEST) $(wildcard $(SERVER_TESTS)) $(ARGS)

.PHONY: check
check: .venv/dev ## run every check that is not a test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --check --lint --quiet templates
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

.PHONY: faults
faults: .venv/dev ## let processes, broker and messages fail, row by row (ARGS='F1 F2')
	@$(BIN)/python -m tests.faults $(ARGS)

.PHONY: bench
bench: .venv/dev ## measure how fast it is, and write bench.json (ARGS=--small)
	@$(BIN)/python -m tests.bench $(ARGS)

.PHONY: docs
docs: .venv/dev ## build the pages of docs/ into site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --clean
	@echo 'Open site/index.html.'

.PHONY: fix
fix: .venv/dev ## put right what can be put right by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --reformat --quiet templates

.PHONY: reset
reset: .venv/runtime ## forget the demo's data
	@$(BIN)/python manage.py reset

.PHONY: lock
lock: | $(BIN)/uv ## lock requirements*.in with hashes
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

.PHONY: .venv
.venv: .venv/dev ## create the environment

# One environment, two stamps: runtime alone (demo), or everything (test, check).
.venv/dev: requirements-dev.txt | $(BIN)/uv
	@echo 'Installing what Remit needs, and what its tests and checks need ...'
	@$(SYNC) requirements-dev.txt
	@touch .venv/runtime .venv/dev

.venv/runtime: requirements.txt | $(BIN)/uv
	@echo 'Installing what Remit needs ...'
	@if [ -e .venv/dev ]; then $(SYNC) requirements-dev.txt; touch .venv/dev; \
		else $(SYNC) requirements.txt; fi
	@touch .venv/runtime

# pip installs uv from its hashed lines in the lock; uv installs the rest.
$(BIN)/uv:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo 'Remit needs Python 3.11 or newer, as python3.' >&2; exit 1; }
	@python3 -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo 'This Python cannot make environments: install python3-venv.' >&2; exit 1; }
	@python3 -m venv .venv
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.txt > .venv/uv.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check \
		--require-hashes -r .venv/uv.txt

.PHONY: help
help: ## show this list
	@sed -nE 's/^([a-z.-]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | \
		awk -F'|' '{ printf "  make %-12s %s\n", $$1, $$2 }'
