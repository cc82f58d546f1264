"""What a change does to the rules, as Markdown for its reviewer: levels, evidence, neighbours."""

from __future__ import annotations

import io
import math
import re
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

import click

from examples.harness.identity import RuleId
from examples.harness.results import Results, version_order
from rulebook import evidence
from rulebook.catalogue import SECTION, Catalogue, Rule
from rulebook.problems import Problem
from rulebook.text import plain

NEIGHBOURS = 3
"""So many similar rules are shown at most."""

MOVED = 1.15
"""A ratio of which the median differs by less than this factor is the same to readers."""

ALIKE = 6.0
"""From here on rules are similar: words that both are named or searched by, each by its rarity in nats."""

_LITTLE = frozenset(
    re.findall(
        r"\w+",
        "about after all and are but can does each every for from have into its more not one only other "
        "than that the their them then there they this until when where which while with without you your",
    )
)


class DiffError(Exception):
    """What is compared with cannot be read."""


@dataclass(frozen=True)
class Change:
    """One rule before and after; None on the side on which it does not exist or cannot be read.

    Attributes:
        id: Its id now, or the last one that it had.
        paths: The files that changed.
    """

    id: str
    before: Rule | None
    after: Rule | None
    paths: tuple[str, ...]

    @cached_property
    def results(self) -> tuple[Results | None, Results | None]:
        """What was measured, before and after."""
        before, after = self.before, self.after
        return (before.results if before else None, after.results if after else None)

    @cached_property
    def says_something_new(self) -> bool:
        """Whether the level, the words of the claim, or the verdict of a Python differ."""
        said = [_said(rule) for rule in (self.before, self.after)]
        return said[0] != said[1] or (
            self.after is not None and _given(self.after) != self.after.facts.impact
        )


@dataclass(frozen=True)
class Diff:
    """Every rule that differs, and what of the project cannot be read."""

    catalogue: Catalogue
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


def diff(root: Path, base: str) -> Diff:
    """Compare the files below `root`, committed or not, with a commit.

    Raises:
        DiffError: `base` names no commit, or `root` is in no repository.
    """
    commit = _git(root, "rev-parse", "--verify", "--end-of-options", f"{base}^{{commit}}").strip()
    listed = _git(
        root, "diff", "--relative", "--name-only", "--no-renames", "-z", commit, "--", "docs", "examples"
    )
    listed += _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", "docs", "examples")
    paths: dict[str, list[str]] = {}
    for path in filter(None, listed.split("\0")):
        if (rule := _rule_of(PurePosixPath(path))) is not None:
            paths.setdefault(str(rule), []).append(path)
    catalogue = Catalogue.load(root)
    former = {alias: str(rule.id) for rule in catalogue.rules.values() for alias in rule.facts.aliases}
    with tempfile.TemporaryDirectory() as folder:
        old = _load_at(root, commit, paths, Path(folder))
    changes = []
    for name in {former.get(name, name): None for name in sorted(paths)}:
        after = catalogue.rules.get(name)
        names = [name, *(after.facts.aliases if after else ())]
        before = next((old.rules[one] for one in names if one in old.rules), None)
        changed = sorted(path for one in names for path in paths.get(one, ()))
        unreadable = after is None and (root / RuleId.parse(name).page).exists()
        if (before or after) and not unreadable:
            changes.append(Change(name, before, after, tuple(changed)))
    changes.sort(key=lambda change: (_level(change.before) == _level(change.after), change.id))
    problems = tuple(one for one in catalogue.problems if _rule_of(PurePosixPath(one.path)) is not None)
    return Diff(catalogue, tuple(changes), problems)


def _rule_of(path: PurePosixPath) -> RuleId | None:
    """The rule whose page or folder holds a file."""
    try:
        if path.parts[0] == "docs" and len(path.parts) == 3 and path.suffix == ".md":
            rule = RuleId.of_page(path)
        elif path.parts[0] == "examples" and len(path.parts) > 3:
            rule = RuleId.of_folder(PurePosixPath(*path.parts[:3]))
        else:
            return None
    except ValueError:
        return None
    return rule if rule.section in SECTION and rule.slug != "index" else None


def _load_at(root: Path, commit: str, rules: Iterable[str], folder: Path) -> Catalogue:
    """The pages and results of some rules as a commit has them, written into `folder`."""
    ids = [RuleId.parse(rule) for rule in rules]
    wanted = [path for rule in ids for path in (str(rule.page), f"{rule.folder}/results.json")]
    there = _git(root, "ls-tree", "-r", "-z", "--name-only", commit, "--", *wanted) if wanted else ""
    if there:
        archive = _run(root, "archive", commit, "--", *filter(None, there.split("\0")))
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
    return Catalogue.load(folder)


def _git(root: Path, *words: str) -> str:
    return _run(root, *words).decode("utf-8", "surrogateescape")


def _run(root: Path, *words: str) -> bytes:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise DiffError(f"git {' '.join(words)}: {said}. Name a commit of this repository, such as main")
    return done.stdout


@click.command("diff")
@click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
@click.argument("base")
@click.option("--brief", is_flag=True, help="Name only rules that now say something else.")
@click.option("--most", type=int, metavar="BYTES", help="Show the evidence of no more rules than fit.")
def command(root: Path, base: str, brief: bool, most: int | None) -> None:
    """Print as Markdown what changed since the commit BASE: levels, evidence, similar rules."""
    try:
        click.echo(markdown(diff(root, base), brief=brief, most=most))
    except DiffError as error:
        raise click.ClickException(str(error)) from None


# What is said


def markdown(found: Diff, *, brief: bool = False, most: int | None = None) -> str:
    """The whole report; the brief one names only rules of which readers learn something else.

    With `most`, it ends with the last rule that fits in so many bytes, and says how many more there are. The
    list at its head is always whole.
    """
    shown = [change for change in found.changes if change.says_something_new or not brief]
    count = len(found.changes)
    lines = [f"## {count or 'No'} rule{'' if count == 1 else 's'} changed", ""]
    if found.problems:
        lines += ["Not in order, and perhaps not compared:", ""]
        lines += [*(f"- {_text(str(problem))}" for problem in found.problems), ""]
    if shown:
        lines += ["| rule | level | claim |", "|---|---|---|"]
        lines += [*(_summary(change) for change in shown), ""]
    if brief and (rest := count - len(shown)):
        lines += ["1 says what it said before." if rest == 1 else f"{rest} say what they said before.", ""]
    size = len("\n".join(lines).encode()) + 1  # with the line end of the last line
    for number, change in enumerate(shown if not brief else (), start=1):
        details = "\n".join(_details(change, found.catalogue))
        size += len(details.encode()) + 1
        if most is not None and size + len(_more(count - number)) > most:
            lines.append(_more(count - number + 1))
            break
        lines.append(details)
    return "\n".join(lines)


def _more(count: int) -> str:
    return f"\n{count} more did not fit here. See everything with: rulebook diff main\n" if count else ""


def _summary(change: Change) -> str:
    rule = change.after or change.before
    assert rule is not None  # a change has a side
    claims = [evidence.headline(results).text for results in change.results if results]
    said = " → ".join(dict.fromkeys(map(_text, claims))) or "not measured"
    return f"| `{change.id}` {_text(plain(rule.facts.title))} | {_levels(change)} | {said} |"


def _levels(change: Change) -> str:
    before, after = _level(change.before), _level(change.after)
    if before is None:
        words = f"new: **{after}**"
    elif after is None:
        words = f"{before} → **gone**"
    else:
        words = before if before == after else f"{before} → **{after}**"
    if (given := _given(change.after)) != after:
        words += f", but the results give **{given}**"
    return words


def _details(change: Change, catalogue: Catalogue) -> Iterator[str]:
    yield f"### `{change.id}`"
    yield ""
    if change.before and change.after and str(change.before.id) != change.id:
        yield f"Renamed from `{change.before.id}`."
        yield ""
    if change.before and change.after and change.before.facts.status != change.after.facts.status:
        yield f"Status: {change.before.facts.status} → **{change.after.facts.status}**."
        yield ""
    # Of a renamed rule every file has moved; under its former id they are not to be found.
    paths = [path for path in change.paths if str(_rule_of(PurePosixPath(path))) == change.id]
    yield f"Changed: {', '.join(map(_text, paths or change.paths))}."
    yield ""
    if change.after and change.after.impact:
        yield f"Level: {_text(' '.join(change.after.impact.steps))}"
        yield ""
    before, after = change.results
    if before and after:
        before = replace(before, rule=after.rule)  # a new id is no new evidence
    if before == after:
        yield "The evidence is the same." if after else "Nothing was measured."
        yield ""
    else:
        yield from _pythons(change.results)
        yield from _evidence(change.results)
        if before and after:
            yield from _moved(before, after)
    if change.after and any(path.endswith(".md") for path in change.paths):
        yield from _neighbours(change.after, catalogue)


Sides = tuple[Results | None, Results | None]


def _pythons(sides: Sides) -> Iterator[str]:
    """What each Python says of the headline."""
    verdicts = [_verdicts(results) if results else {} for results in sides]
    pythons = sorted({*verdicts[0], *verdicts[1]}, key=version_order)
    if pythons:
        cells = [_arrow(verdicts[0].get(python), verdicts[1].get(python)) for python in pythons]
        yield from _table(["Python", *pythons], [["before ÷ after", *cells]])


def _verdicts(results: Results) -> dict[str, str]:
    return {
        verdict.python: verdict.number + ("" if verdict.state == "holds" else f" {verdict.state}")
        for verdict in evidence.strip(results)
        if verdict.state != "not measured"
    }


def _evidence(sides: Sides) -> Iterator[str]:
    """Each case's table of counts and amounts, with what was there before beside what is there now."""
    workloads = [results.workload for results in sides if results]
    for case in dict.fromkeys(case.name for workload in reversed(workloads) for case in workload.cases):
        cells = [_cells(results, case) if results else {} for results in sides]
        sizes = sorted({size for side in cells for row in side.values() for size in row})
        rows = [
            [
                *(_text(word) for word in row),
                *(_arrow(cells[0].get(row, {}).get(size), cells[1].get(row, {}).get(size)) for size in sizes),
            ]
            for row in dict.fromkeys([*cells[1], *cells[0]])
        ]
        yield f"**{_text(case)}**, by {_text(workloads[-1].size_unit)}"
        yield ""
        yield from _table(["measured", "variant", *(f"{size:,}" for size in sizes)], rows)


def _moved(before: Results, after: Results) -> Iterator[str]:
    """The ratios of older Pythons, which the tables leave out, where readers would see that they moved."""
    link = after.workload.reference_link
    rows = []
    for series in after.series:
        at = series.at
        elsewhere = (at.rtt_ms, at.mbit_s) != (link.rtt_ms, link.mbit_s or 0)
        if elsewhere or at.python == after.newest or at.python not in before.environments:
            continue
        then, now = (side.ratio(at, series.variant) for side in (before, after))
        if then and now and not 1 / MOVED < now.median / then.median < MOVED:
            measured = f"{after.workload.quantity(at.quantity).label}, {series.variant}"
            ratios = f"{evidence.with_interval(then)} → {evidence.with_interval(now)}"
            rows.append([at.python, *map(_text, (at.case, f"{at.size:,}", measured, ratios))])
    if rows:
        yield f"On older Pythons these ratios moved by a factor of {MOVED} or more:"
        yield ""
        yield from _table(["Python", "case", after.workload.size_unit, "measured", "before ÷ after"], rows)


def _cells(results: Results, case: str) -> dict[tuple[str, str], dict[int, str]]:
    infos = [info for info in results.workload.cases if info.name == case]
    return {
        (row.label, row.variant): dict(zip(results.workload.sizes, row.values, strict=True))
        for info in infos
        for row in evidence.table(results, info)
    }


def _neighbours(rule: Rule, catalogue: Catalogue) -> Iterator[str]:
    """Rules that use the same rare words: the same advice may be there already."""
    found = similar(rule, catalogue)
    if found:
        yield "Similar rules: is this advice there already, or should one link to the other?"
        yield ""
        for other, words in found:
            known = ", linked" if str(other.id) in _linked(rule) else ""
            title = _text(plain(other.facts.title))
            yield f"- `{other.id}` {title}{known} (both say {', '.join(map(_text, words))})"
        yield ""


def similar(rule: Rule, catalogue: Catalogue) -> list[tuple[Rule, list[str]]]:
    """The rules most like this one, and the words that both are named or searched by, the rarest first."""
    words = {name: vocabulary(other) for name, other in catalogue.rules.items()}
    use = Counter(word for one in words.values() for word in one)
    names, seen = vocabulary(rule), _words(rule.facts.symptoms)
    found = []
    for name, other in catalogue.rules.items():
        shared = {word: math.log(len(words) / use[word]) for word in names & words[name]}
        # What people see is told in everyday words, so it only adds to what the rules are about.
        score = sum(shared.values()) + len(seen & _words(other.facts.symptoms)) / 4
        if name != str(rule.id) and score >= ALIKE:
            found.append((-score, name, other, sorted(shared, key=lambda word: (-shared[word], word))))
    return [(other, shared) for _, _, other, shared in sorted(found, key=lambda one: one[:2])[:NEIGHBOURS]]


def vocabulary(rule: Rule) -> frozenset[str]:
    """The words of a rule's title and keywords, and the names of its lints."""
    return _words([rule.facts.title, *rule.facts.keywords]) | {detect.name for detect in rule.facts.detects}


def _words(texts: Iterable[str]) -> frozenset[str]:
    """The words of three letters and more that say something, without a plural's s."""
    words = re.findall(r"[a-z_][a-z0-9_.]{2,}", " ".join(texts).lower())
    return frozenset(re.sub(r"(?<=[a-rtv-z]{3})s$", "", word) for word in words) - _LITTLE


def _linked(rule: Rule) -> set[str]:
    return {one for ids in rule.facts.related.named().values() for one in ids}


def _level(rule: Rule | None) -> str | None:
    return rule.facts.impact if rule else None


def _given(rule: Rule | None) -> str | None:
    """The level that the results give; the page's own where there are none."""
    return rule.impact.level if rule and rule.impact else _level(rule)


def _said(rule: Rule | None) -> tuple[object, ...]:
    """What readers learn of a rule, but for digits that change with every measurement."""
    if rule is None or rule.results is None:
        return (_level(rule), rule is None)
    verdicts = {one.python: one.state for one in evidence.strip(rule.results)}
    return (_level(rule), rule.facts.status, evidence.short_headline(rule.results).words, verdicts)


def _arrow(before: str | None, after: str | None) -> str:
    if before is None or before == after:
        return _text(after or "")
    return f"{_text(before)} → {_text(after or 'gone')}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _text(text: str) -> str:
    """Text in which no character means anything to Markdown, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>&|#~!])", r"\\\1", re.sub(r"[ \t\r\n]+", " ", text))
