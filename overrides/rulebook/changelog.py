"""`CHANGELOG.md` as releases and entries: what people wrote, and what each release added of the rules.

## 0.2.0, 2027-01-02

- What changed for everybody, with `code`, **strong words**, [links](docs/rules.md), `db-n-plus-one`.
- `db-n-plus-one`, `db-bulk-update`: What changed in these rules. It stands on their pages, too.
"""

from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from rulebook import page as pages
from rulebook.problems import UNSHOWABLE, Problem, ProblemError

FILE = "CHANGELOG.md"
UNRELEASED = "Unreleased"

_TITLE = re.compile(r"(?P<version>(?P<folder>\d+\.\d+)\.\d+), (?P<day>\d{4}-\d\d-\d\d)")
_ID = r"`[a-z]+(?:-[a-z0-9]+)+`"
_ABOUT = re.compile(rf"(?P<ids>{_ID}(?: ?, ?{_ID})*) ?: ?")


@dataclass(frozen=True)
class Entry:
    """One item of the list below a release.

    Attributes:
        line: Where it starts in the file.
        text: What it says, on one line, without the ids that it starts with.
        rules: These ids, as they were at the time; empty for what is about no rule in particular.
    """

    line: int
    text: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Release:
    """A heading and what stands below it.

    Attributes:
        version: `0.2.0`, or "" for what is not released yet.
        folder: Where its site lies for good, `0.2`; "" again.
        day: When it was released; None again.
        entries: In the order of the file.
    """

    version: str
    folder: str
    day: date | None
    entries: tuple[Entry, ...] = ()

    @property
    def rank(self) -> tuple[float, ...]:
        """Sorts releases by age, what is not released yet last."""
        return tuple(map(int, self.version.split("."))) if self.version else (math.inf,)

    @property
    def anchor(self) -> str:
        """The anchor of its heading on the changelog page."""
        return f"v{self.version}" if self.version else UNRELEASED.lower()


@dataclass(frozen=True)
class Changelog:
    """All releases, the newest first."""

    releases: tuple[Release, ...] = ()

    @cached_property
    def by_rule(self) -> dict[str, list[tuple[Release, Entry]]]:
        """What was said of each rule, by the id that it had at the time."""
        found: dict[str, list[tuple[Release, Entry]]] = {}
        for release in self.releases:
            for entry in release.entries:
                for rule in entry.rules:
                    found.setdefault(rule, []).append((release, entry))
        return found


def read(root: Path) -> tuple[Changelog, list[Problem]]:
    """The changelog of the project below `root`, empty where there is none, and what is wrong with it."""
    if not (root / FILE).exists():
        return Changelog(), []
    try:
        text = pages.text(root, FILE)
    except ProblemError as error:
        return Changelog(), [error.problem]
    found: list[tuple[Release, list[Entry]]] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        fault = None
        if line.startswith("## "):
            release, fault = _release(line.removeprefix("## ").strip(), found[-1][0] if found else None)
            found.append((release, []))
        elif found:
            fault = _add(found[-1][1], number, line)
        elif line.startswith(("- ", "##")):  # anything else above says what the file is for
            fault = f"shown nowhere, for no release stands above; write ## {UNRELEASED} there, with the space"
        if UNSHOWABLE.search(line):
            fault = "a control character, or one that turns text around; remove it"
        if fault:
            problems.append(Problem(FILE, number, fault))
    releases = (replace(release, entries=tuple(map(_about, entries))) for release, entries in found)
    return Changelog(tuple(releases)), problems


def _release(title: str, above: Release | None) -> tuple[Release, str | None]:
    """The release that a heading names, and what is wrong with it."""
    release = Release("", "", None)
    if match := _TITLE.fullmatch(title):
        with suppress(ValueError):  # a day that no calendar has
            release = Release(match["version"], match["folder"], date.fromisoformat(match["day"]))
    if not release.version and title != UNRELEASED:
        example = f"## {UNRELEASED}, or version and day such as ## 0.2.0, 2027-01-02"
        return release, f"expected {example}; got ## {title}"
    if above and release.rank >= above.rank:
        return release, f"{title} stands below what is not newer; the newest comes first, and each once"
    return release, None


def _add(entries: list[Entry], number: int, line: str) -> str | None:
    """Take a line below a heading; gives what is wrong with it."""
    if line.startswith("- ") and line[2:].strip():
        entries.append(Entry(number, line[2:].strip()))
    elif line.startswith("  ") and line.strip() and entries:
        last = entries.pop()
        entries.append(Entry(last.line, f"{last.text} {line.strip()}"))
    elif line.strip():
        return "no entry, and would be shown nowhere; begin it with `- `, or go on with one after two spaces"
    return None


def _about(entry: Entry) -> Entry:
    if (match := _ABOUT.match(entry.text)) is None:
        return entry
    ids = tuple(one.strip(" `") for one in match["ids"].split(","))
    return Entry(entry.line, entry.text[match.end() :], ids)
