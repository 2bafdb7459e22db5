# Each target works as the first command in a fresh clone; only python3 (3.11 or newer), its venv
# module and make are needed.
PYTHON ?= python3
BIN := .venv/bin

# Small dense systems are solved faster on one thread, and draws run on threads of their own.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: brief test check compiled check-long backtest docs bench lock clean

brief: .venv/run.stamp  ## set up, then write the helium brief
	@$(BIN)/outlast brief helium

# A file at a time to each of two processes; two fit the two cores of a small machine.
test: .venv/dev.stamp  ## set up, then every check and test
	@$(MAKE) --jobs=2 check compiled
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/dev.stamp  ## style, docstrings, types, layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/numpydoc lint $$(find src/outlast -name '*.py')
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

compiled: .venv/dev.stamp  ## the market model, once for every process of the tests
	@$(BIN)/outlast shock isle -n 2 -q >/dev/null
	@$(BIN)/python -m pytest tests/engines/shock/clearing/test_clearing.py

check-long: .venv/dev.stamp  ## the properties on many more examples
	$(BIN)/python -m pytest tests/engines tests/test_periods.py --hypothesis-profile=long

backtest: .venv/run.stamp  ## set up, then every episode whose outcome is known; its JSON in build
	@mkdir -p build
	@$(BIN)/outlast backtest
	@$(BIN)/outlast backtest -q -o build/backtest.json
	@echo build/backtest.json

docs: .venv/dev.stamp  ## the docs site; a warning ends it
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo build/docs/index.html

bench: .venv/dev.stamp  ## speed as ratios to a named baseline
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/clearing.py
	$(BIN)/python benchmarks/ensembles.py
	$(BIN)/python benchmarks/evidence.py
	$(BIN)/python benchmarks/coalitions.py
	$(BIN)/python benchmarks/leverage.py
	$(BIN)/python benchmarks/indices.py
	$(BIN)/python benchmarks/plan.py

lock: .venv/dev.stamp  ## pin what pyproject.toml allows today
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --generate-hashes \
		--no-emit-index-url --no-emit-find-links pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --no-header --no-annotate --generate-hashes \
		--no-emit-index-url --no-emit-find-links --group dev -c requirements/run.txt \
		pyproject.toml -o requirements/dev.txt

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@echo "Setting up .venv (once, one to two minutes) …" >&2
	@$(PYTHON) -c 'import sys; sys.exit("outlast needs Python 3.11 or newer") if sys.version_info < (3, 11) else 0'
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/run.txt pyproject.toml | .venv/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/dev.txt
	@touch $@
