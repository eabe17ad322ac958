.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps
STAMP := $(VENV)/.installed
KERNELS := $(VENV)/.compiled
BENCH_STAMP := $(VENV)/.installed-bench
WORKERS ?= 2
unexport PYTHONDONTWRITEBYTECODE  # a test run starts hundreds of programs: Python is to compile them once

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(STAMP): pyproject.toml requirements.lock
	@echo "jiesu: installing into $(VENV) / 正在安装依赖"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) $$(grep ^pip== requirements.lock)  # the one that Python brings takes twice as long
	@$(PIP) --no-compile -r requirements.lock
	@$(PIP) --no-build-isolation -e .
	@touch $@

$(KERNELS): $(STAMP) $(wildcard streams/domain/merging/*.py)
	@echo "jiesu: compiling merging / 正在编译并案内核"
	@$(BIN)/python -c "from streams.app import new_books; new_books()"
	@touch $@

packages: $(STAMP) ## the pins alone, nothing compiled

install: $(KERNELS) ## the virtual environment, from the pins

demo: $(KERNELS) ## the whole stream on this machine; Ctrl-C ends it
	@$(BIN)/jiesu demo $(ARGS)

test: $(KERNELS) ## every test, real Kafka and ClickHouse included
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

deep: $(KERNELS) ## what takes longer: many more random logs, all of the real data through Kafka
	@$(BIN)/python -m pytest --timeout=7200 -m deep $(ARGS)
	@JIESU_EXAMPLES=$${EXAMPLES:-10000} $(BIN)/python -m pytest --timeout=7200 tests/streams/domain/test_properties.py tests/streams/domain/test_calendar_properties.py tests/streams/domain/handling/test_handling_properties.py $(ARGS)

check: $(STAMP) ## format, lint, types, import rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

chaos: $(KERNELS) ## ROUNDS faults of every kind under load; SEED makes a run again
	@$(BIN)/python -m tests.chaos --rounds $${ROUNDS:-11} $${SEED:+--seed $$SEED} $(ARGS)

$(BENCH_STAMP): $(KERNELS) requirements-bench.lock
	@echo "jiesu: installing what the bench compares with / 正在安装对比对象"
	@$(PIP) -r requirements-bench.lock
	@touch $@

bench: $(BENCH_STAMP) ## figures against Faust, Quix Streams and Bytewax, one run; ARGS=--quick for a few minutes
	@$(BIN)/python -m tests.bench $(ARGS)

quality: $(KERNELS) ## merging on real complaints against gold clusters; ARGS=boston for Boston
	@$(BIN)/python -m tests.quality $(ARGS)

features: $(STAMP) ## which test proves which row of the specification
	@$(BIN)/python -m tests.features

hooks: $(STAMP) ## run the checks before each commit
	@$(BIN)/pre-commit install

.PHONY: help packages install demo test deep check chaos bench quality features hooks
