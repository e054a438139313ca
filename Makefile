# Every command a person needs. CI runs the same recipes and nothing else.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo clean-demo test test-slow check format bench lock messages

BIN := .venv/bin
GROUPS := --group build --group test --group quality

help: ## say what each command does
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: .venv/.messages ## build .venv from the hash-pinned lock and compile the catalogues

.venv/.ready: requirements.lock pyproject.toml scripts/setup
	@scripts/setup

.venv/.messages: .venv/.ready $(wildcard lali/locale/*/LC_MESSAGES/django.po)
	@$(BIN)/python -m scripts.catalogues compile && touch $@

demo: setup ## two nodes (Fiji, Vanuatu) with a fictional scene, on this machine only
	@$(BIN)/lali demo

clean-demo: ## forget the demo's data
	@rm -rf .demo && echo "The demo is forgotten."

test: setup ## the suite, but for what takes long; some minutes
	@scripts/test

test-slow: setup ## the rest: walks in a browser, long tests, and all records and screens on PostgreSQL
	@scripts/test slow

check: setup ## format, lint, types, floors, templates, migrations, translations, dependencies
	@scripts/check

format: setup ## put code and templates in house format
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix . ; git ls-files 'lali/*.html' | xargs -r $(BIN)/djade --target-version 5.2

bench: setup ## measure speed and size; table on screen, JSON in bench-output/
	@$(BIN)/python -m bench

messages: setup ## bring the message catalogues up to date with the code
	@$(BIN)/python -m scripts.catalogues update

lock: setup ## pin every dependency again (versions and hashes only, no index address)
	@.tools/bin/uv pip compile pyproject.toml $(GROUPS) --generate-hashes --universal --python-version 3.11 \
	  --upgrade --no-emit-index-url --no-header --no-annotate --quiet -o requirements.lock
