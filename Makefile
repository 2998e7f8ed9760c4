# Each target is thin: the script behind it may be called without make.
PYTHON ?= python3
VENV := .venv/bin

.PHONY: help setup setup-test demo demo-reset serve test check fmt lint types imports bench i18n lock

help: ## show this list
	@grep -E '^[a-z0-9-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## make the clone ready for use
	$(PYTHON) tools/setup.py

setup-test: ## make the clone ready for the tests
	$(PYTHON) tools/setup.py test

demo: setup ## start the product with the demo fair; PORT=8000, DEMO_SIZE=acceptance|fair|national
	$(VENV)/python tools/demo.py

demo-reset: setup ## throw the demo data away and start the demo again
	$(VENV)/python tools/demo.py --reset

serve: ## start web and worker for production, by the environment
	$(VENV)/python tools/serve.py

test: setup-test ## run all tests, on SQLite and PostgreSQL
	$(VENV)/python tools/test.py

check: fmt lint types imports test ## all that a change must pass

fmt: ## check the format of the code
	$(VENV)/ruff format --check .

lint: ## check the style of the code
	$(VENV)/ruff check .

types: ## check the types
	$(VENV)/mypy

imports: ## check who may import whom
	$(VENV)/lint-imports

bench: setup ## measure; ONLY=name,name runs some
	$(VENV)/python benchmarks/run.py

i18n: ## update and compile the translations
	$(VENV)/python tools/i18n.py

lock: ## renew both locks from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements.txt
	uv pip compile pyproject.toml --group dev --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements-dev.txt
