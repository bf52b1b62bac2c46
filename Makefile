# feedback-miner: `make run` shows a map, `make test` is what CI runs, `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
OUTPUT ?= var/screenshots
# torch is pinned by version and left out of the hashes: builds differ by machine. Another build's index:
#   make run TORCH_INDEX=https://…/whl/cpu
TORCH := torch==2.13.0
TORCH_INDEX ?=
PIP := $(BIN)/pip --disable-pip-version-check --quiet
STAMP := $(VENV)/.installed
export HF_HUB_OFFLINE := 1

.DEFAULT_GOAL := help
.PHONY: help setup run check test soak browser screenshots lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

setup: $(STAMP) ## a virtual environment with everything pinned

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) \
	  || { echo "Could not make $(VENV). On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV): a few minutes the first time …"
	@$(PIP) install --require-hashes --no-deps -r requirements.lock \
	  || { echo "The pinned packages could not be installed: is the package index reachable?"; exit 1; }
	@$(PIP) install $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) $(TORCH) \
	  || { echo "torch could not be installed. Behind a mirror? make setup TORCH_INDEX=URL"; exit 1; }
	@$(PIP) install --no-deps --no-build-isolation -e . && touch $(STAMP)

run: setup ## serve API and page, with the sample in an empty database; PORT=, FEEDBACK_MINER_DATABASE_URL=
	@$(BIN)/feedback-miner serve --port $(PORT) --sample --link

check: setup ## the fast part: format, lint, types, import contracts, tests without browser and model (< 2 minutes)
	@$(BIN)/ruff format --check . || { echo "Mend with: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check . || { echo "Some of it mends itself: $(BIN)/ruff check --fix ."; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/pytest -q -n 2 -m "not slow and not browser"

test: setup browser ## everything that must hold: what CI runs
	@$(BIN)/ruff format --check . || { echo "Mend with: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q -n 2 --durations=10

soak: setup ## workers killed 200 times over imports of 100,000 rows, on both databases: it takes long
	@$(BIN)/python -m tests.soak

browser: ## a Chromium for the browser tests, where there is none
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium for the browser tests …"; \
	    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium) >/dev/null \
	      || echo "Chromium could not be installed; browser tests will be skipped (and fail where CI is set)."; \
	  else echo "No Chromium: browser tests will be skipped. Install the package chromium to run them."; fi; }

screenshots: setup browser ## pictures of every page and state in var/screenshots; OUTPUT=docs: those of the README
	@$(BIN)/python -m scripts.screenshots --output $(OUTPUT)

# torch and what only its GPU builds bring are left out: pip takes them with the build of torch that is chosen.
GPU_PARTS := cuda-bindings cuda-pathfinder cuda-toolkit nvidia-cublas nvidia-cuda-cupti nvidia-cuda-nvrtc nvidia-cuda-runtime nvidia-cudnn-cu13 nvidia-cufft nvidia-cufile nvidia-curand nvidia-cusolver nvidia-cusparse nvidia-cusparselt-cu13 nvidia-nccl-cu13 nvidia-nvjitlink nvidia-nvshmem-cu13 nvidia-nvtx triton
# What the image holds: no tools of ours, and of the extras what feeds and files need.
IMAGE_EXTRAS := google-play mastodon parquet reddit rss
lock: ## write requirements.lock and, of it, requirements-image.lock anew from pyproject.toml (needs uv)
	@uv pip compile --universal --python-version 3.11 --generate-hashes --group dev --all-extras --no-header --quiet \
	  $(addprefix --no-emit-package ,torch $(GPU_PARTS)) $(LOCK_ARGS) pyproject.toml -o requirements.lock
	@uv pip compile --universal --python-version 3.11 --generate-hashes --group build $(addprefix --extra ,$(IMAGE_EXTRAS)) --no-header --quiet \
	  --no-annotate --constraint requirements.lock $(addprefix --no-emit-package ,torch $(GPU_PARTS)) $(LOCK_ARGS) pyproject.toml -o requirements-image.lock

clean: ## remove what make and the tests leave behind
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist build
