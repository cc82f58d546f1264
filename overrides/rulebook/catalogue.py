"""All rules of a project: loaded, with what their results give, ranked."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath

import yaml

from examples.harness import results as results_file
from examples.harness.identity import RuleId
from examples.harness.quantities import BYSTANDER, WALL
from examples.harness.results import Results, ResultsError
from rulebook import changelog, evidence, recorded, schema
from rulebook import page as pages
from rulebook.changelog import Changelog
from rulebook.impact import CORRECTIONS, Impact, impact, relied_on
from rulebook.page import Page
from rulebook.problems import Problem, ProblemError
from rulebook.schema import EFFORTS, LEVELS, FrontMatter

CONFIGURATION = "mkdocs.yml"
"""The configuration of the site, which both builders read."""


@dataclass(frozen=True)
class Section:
    """A group of rules; its prefix is the first part of their ids and addresses."""

    prefix: str
    title: str
    description: str

    @property
    def anchor(self) -> str:
        """The anchor of the section page's heading, for links from anywhere."""
        return f"section-{self.prefix}"

    @property
    def page(self) -> str:
        """The section's index page, relative to the project."""
        return f"docs/{self.prefix}/index.md"


SECTIONS: tuple[Section, ...] = (
    Section("async", "Async patterns", "Wait for many things at once, and never make others wait."),
    Section("db", "Database", "Send fewer queries, fetch fewer rows, hold connections briefly."),
    Section("api", "API performance", "Send less, start sooner, and keep requests independent."),
    Section("cpu", "CPU-bound work", "Use the cores that are there, or code that needs fewer cycles."),
    Section("memory", "Memory", "Hold only what is needed now."),
    Section("caching", "Caching", "Keep answers that cost more than remembering them."),
    Section("algo", "Algorithms and data structures", "Pick the structure whose operations match the work."),
    Section("profile", "Profiling", "Find where time and memory go before changing anything."),
    Section("ops", "Monitoring and targets", "Know what is normal, and see when it ends."),
)
SECTION = {section.prefix: section for section in SECTIONS}


@dataclass(frozen=True)
class Rule:
    """One rule: what was written, what was measured, and the impact that follows.

    Attributes:
        id: The rule's name.
        page: Its page.
        facts: Its front matter.
        results: What was measured; None where there are no readable results yet.
    """

    id: RuleId
    page: Page
    facts: FrontMatter
    results: Results | None
    node: yaml.MappingNode

    @cached_property
    def impact(self) -> Impact | None:
        """The level that the newest Python's results give; None where there are none."""
        if self.results is None or (headline := self.results.ratio(self.results.reference())) is None:
            return None
        others = self.results.ratio(self.results.reference(quantity=BYSTANDER.name))
        counted = self.results.workload.quantity(self.results.workload.headline).exact
        time = self.results.ratio(self.results.reference(quantity=WALL.name)) if counted else None
        constant_factor = self.facts.saves == "cpu" and self.facts.cost == "constant factor"
        return impact(
            relied_on(headline),
            bystander=relied_on(others) if others else None,
            wall=relied_on(time) if time else None,
            constant_factor=constant_factor,
            published=self.facts.impact,
        )

    @cached_property
    def under_review(self) -> tuple[str, ...]:
        """Why readers should doubt the rule today, a sentence each; empty for a rule to rely on."""
        if self.retired:
            return ()
        today = date.today()
        reasons = [] if self.facts.reason is None else [self.facts.reason]
        if self.facts.review_by < today:
            reasons.append(f"A review was due by {self.facts.review_by}.")
        return (*reasons, *(evidence.doubts(self.results, today) if self.results else ()))

    @property
    def retired(self) -> bool:
        """Whether the rule is kept for those who have its address, and for nobody else."""
        return self.facts.status == "retired"

    @property
    def correction(self) -> bool:
        """Whether the page refutes advice."""
        return self.facts.impact in CORRECTIONS

    @property
    def section(self) -> Section:
        """The section that the rule belongs to."""
        return SECTION[self.id.section]

    @property
    def rank(self) -> tuple[int, int, float, int, str]:
        """Sorts rules: section, level, ratio, effort; the id last, so that the order is total."""
        ratio_ = self.impact.ratio if self.impact else 0.0
        return (
            SECTIONS.index(self.section),
            LEVELS.index(self.facts.impact),
            -ratio_,
            EFFORTS.index(self.facts.effort),
            str(self.id),
        )

    def line(self, *key: int | str) -> int:
        """The line of a key of the front matter."""
        return pages.line_of(self.node, key)


@dataclass(frozen=True)
class Catalogue:
    """Every rule of a project in rank order, and everything that could not be loaded.

    Attributes:
        root: The project's folder.
        rules: By id, in rank order.
        problems: What was wrong while loading; a page with problems is not among the rules.
        repository: Address of the source repository, without a slash at the end; "" where none is configured.
        site: Address of the site, the same way.
        changelog: What was said of every release.
    """

    root: Path
    rules: Mapping[str, Rule]
    problems: tuple[Problem, ...]
    repository: str
    site: str
    changelog: Changelog

    @classmethod
    def load(cls, root: Path) -> Catalogue:
        """Load the project below `root`; again only after a file has changed."""
        root = root.resolve()
        results = sorted((root / "examples").glob("*/*/results.json"))
        files = (CONFIGURATION, changelog.FILE, *rule_pages(root))
        fingerprint = _fingerprint(*(root / path for path in files), *results)
        if root in _LOADED and _LOADED[root][0] == fingerprint:
            return _LOADED[root][1]
        with _uncollected():
            catalogue = _load(root)
        _LOADED[root] = fingerprint, catalogue
        return catalogue

    @property
    def current(self) -> list[Rule]:
        """The rules that tables, lists and the navigation show: all but the retired ones, ranked."""
        return [rule for rule in self.rules.values() if not rule.retired]

    @property
    def strongest_first(self) -> list[Rule]:
        """The current rules, the greatest effect first, whatever their section."""
        return sorted(self.current, key=lambda rule: (rule.rank[1:], rule.rank[0]))

    @cached_property
    def current_ids(self) -> dict[str, str]:
        """The id that each rule has now, by all that it ever had."""
        return {
            name: str(rule.id) for rule in self.rules.values() for name in (*rule.facts.aliases, str(rule.id))
        }

    def in_section(self, prefix: str) -> list[Rule]:
        """The current rules of one section, ranked."""
        return [rule for rule in self.current if rule.id.section == prefix]

    @property
    def sections(self) -> list[Section]:
        """The sections that hold current rules, in impact order."""
        used = {rule.id.section for rule in self.current}
        return [section for section in SECTIONS if section.prefix in used]


Fingerprint = tuple[tuple[str, int, int], ...]
_LOADED: dict[Path, tuple[Fingerprint, Catalogue]] = {}
_READ: dict[Path, tuple[Fingerprint, Rule | None, list[Problem]]] = {}
"""What each page gave with its results: a server that rebuilds reads again only what was edited."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: going over the hundred thousand samples again and again, of which
    none is garbage, was half of the loading."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def rule_pages(root: Path) -> list[str]:
    """Every page that is a rule's: in a section's folder, neither its index nor a generated redirect."""
    return [
        path
        for section in SECTIONS
        for path in pages.below(root, f"docs/{section.prefix}", ".md")
        if path.count("/") == 2 and path != section.page and not is_redirect(root / path)
    ]


def is_redirect(path: Path) -> bool:
    """Whether this page stands at a former address and leads on."""
    try:
        with path.open("rb") as file:
            return file.read(64).startswith(b"---\ntemplate: redirect.html\n")
    except OSError:  # which reading the page reports
        return False


def configuration(root: Path) -> yaml.MappingNode:
    """The configuration of the site as nodes, past the builder's tags.

    Raises:
        ProblemError: It cannot be read.
    """
    return pages.compose(pages.text(root, CONFIGURATION), CONFIGURATION, 1, "the configuration")


def settings(root: Path) -> dict[str, str]:
    """The plain text settings of the site; none where `check` and `generate` report its configuration."""
    try:
        node = configuration(root)
    except ProblemError:
        return {}
    return {key.value: value.value for key, value in node.value if isinstance(value, yaml.ScalarNode)}


def _fingerprint(*paths: Path) -> Fingerprint:
    return tuple((str(path), state.st_mtime_ns, state.st_size) for path in paths if (state := _state(path)))


def _state(path: Path) -> os.stat_result | None:
    """None where nothing is; from CPython 3.14 on, `Path.exists` denies what may not be looked at, too."""
    try:
        return path.stat()
    except PermissionError:
        raise
    except OSError:
        return None


def _load(root: Path) -> Catalogue:
    rules: dict[str, Rule] = {}
    problems: list[Problem] = []
    for path in rule_pages(root):
        try:
            rule_id = RuleId.of_page(PurePosixPath(path))
        except ValueError as error:
            problems.append(Problem(path, 0, f"the file's name gives no rule id: {error}; rename the file"))
            continue
        fingerprint = _fingerprint(root / path, _results_path(root, rule_id))
        if root / path not in _READ or _READ[root / path][0] != fingerprint:
            _READ[root / path] = fingerprint, *_read(root, path, rule_id)
        _, rule, found = _READ[root / path]
        problems += found
        if rule is not None:
            rules[str(rule.id)] = rule
    said, found = changelog.read(root)
    problems += found
    ranked = sorted(rules.values(), key=lambda rule: rule.rank)
    plain = settings(root)
    return Catalogue(
        root=root,
        rules={str(rule.id): rule for rule in ranked},
        problems=tuple(problems),
        repository=plain.get("repo_url", "").rstrip("/"),
        site=plain.get("site_url", "").rstrip("/"),
        changelog=said,
    )


def _read(root: Path, path: str, rule_id: RuleId) -> tuple[Rule | None, list[Problem]]:
    """One rule, or None where its page cannot be one; and everything that is wrong with either file."""
    try:
        page = pages.read(root, path)
    except ProblemError as error:
        return None, [error.problem]
    facts, problems, node = schema.parse(page)
    if facts is None or node is None:
        return None, problems
    if facts.id != str(rule_id):
        return None, [*problems, _foreign_id(path, pages.line_of(node, ("id",)), facts.id, rule_id)]
    results, found = _results(root, rule_id)
    return Rule(rule_id, page, facts, results, node), [*problems, *found]


def _foreign_id(path: str, line: int, got: str, own: RuleId) -> Problem:
    elsewhere = RuleId.parse(got).page
    return Problem(
        path,
        line,
        f"id: expected {own}, which follows from the path; got {got}. "
        f"Write id: {own}, or move the page to {elsewhere}",
    )


def _results_path(root: Path, rule: RuleId) -> Path:
    return root / rule.folder / "results.json"


def _results(root: Path, rule: RuleId) -> tuple[Results | None, list[Problem]]:
    file = _results_path(root, rule)
    path = file.relative_to(root).as_posix()
    measure = f"record it again with: make measure RULE={rule}"
    if file.is_dir():
        return None, [Problem(path, 0, f"is a folder, expected a file; remove it, and {measure}")]
    if not file.is_file():
        return None, [Problem(path, 0, f"no results yet; record them with: make measure RULE={rule}")]
    try:
        results = results_file.read(file)
        fault = recorded.fault(results)
    except ResultsError as error:
        return None, [Problem(path, error.line, str(error).removeprefix(f"{file}: "))]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return None, [Problem(path, 0, f"holds values of the wrong type ({error}); {measure}")]
    if results.rule != str(rule):
        return None, [
            Problem(path, 0, f"rule: expected {rule}, got {results.rule}: results of another rule; {measure}")
        ]
    if fault:
        return None, [Problem(path, 0, f"{fault}; {measure}")]
    return results, []
