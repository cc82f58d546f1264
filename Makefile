# Two commands do everything: `make serve` and `make test`. Each makes its own environment first.
# The interpreter below any active environment, which has pip where ours has none.
PYTHON := $(shell python3 -c 'import sys; print(sys._base_executable)')
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SITE_BUILDER ?= mkdocs

export NO_MKDOCS_2_WARNING := 1
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: site serve test rule measure measure-all new-rule lock clean named

# Strict and cold, so that what is built is what the sources say.
site: $(READY)
	rulebook generate
	rulebook check
	$(if $(filter zensical,$(SITE_BUILDER)),zensical build --strict --clean,mkdocs build --strict --quiet)

# The watcher rewrites navigation, redirects and data when a rule changes; the server shows every change.
serve: $(READY)
	@# The watcher generates when it starts. Only the first time must the site wait for that.
	@test -e docs/data/rules.json || rulebook generate
	@watchfiles --ignore-paths docs/assets,docs/data,docs/l,docs/cards --verbosity warning "rulebook generate" docs examples & \
	trap "kill $$!" EXIT; trap "exit 0" INT TERM; \
	mkdocs serve --livereload --watch examples --watch overrides

test: $(READY)
	@python -m tests.site.browser
	@# Two runs: the browser's driver keeps an event loop running in its process, and examples start their own.
	pytest --numprocesses auto --dist worksteal --ignore tests/site
	pytest --numprocesses auto --dist loadfile tests/site

# Where the rule's examples are below examples/, as the tests name them.
FOLDER = $(shell $(BIN)/python -c "from examples.harness.identity import RuleId; print(RuleId.parse('$(RULE)').folder.relative_to('examples'))")

rule: $(READY) named
	pytest -q tests/examples -k "$(RULE) or $(FOLDER)"
	python -m examples measure $(RULE) --quick
	rulebook check $(RULE)

measure: $(READY) named
	python -m examples measure $(RULE) --write --all-pythons

# Takes an hour or two. What was interrupted goes on when it is run again.
measure-all: $(READY)
	python -m examples measure-all

new-rule: $(READY)
	rulebook new $(RULE)

named:
	@: $(or $(RULE),$(error Name a rule: make $(MAKECMDGOALS) RULE=db-n-plus-one. `python -m examples list` prints them all))

$(READY): requirements.lock requirements-bootstrap.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5) and f"Python 3.11.5 or newer is needed; {sys.executable} is {sys.version.split()[0]}. Try: make PYTHON=python3.13")'
	@# --without-pip: Debian's Python has no ensurepip, and the pip that is there can install into any environment.
	$(PYTHON) -m venv --without-pip $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.lock
	uv pip sync --quiet --require-hashes requirements.lock
	uv pip install --quiet --no-deps --no-build-isolation --offline --editable .
	@touch $@

lock: $(READY)
	uv pip compile --quiet --universal --python-version 3.11.5 --generate-hashes --no-header --upgrade -o requirements-bootstrap.lock requirements-bootstrap.in
	uv pip compile --quiet --universal --python-version 3.11.5 --fork-strategy fewest --generate-hashes --no-header --upgrade -o requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) site .cache
