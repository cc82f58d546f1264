"""Addresses that readers, links and tools may rely on: once published, each leads somewhere for ever."""

from __future__ import annotations

import re
from pathlib import Path

from examples.harness.identity import RuleId
from rulebook import page as pages
from rulebook.catalogue import Catalogue
from rulebook.feed import FEED
from rulebook.generate import is_own, write
from rulebook.problems import Problem, ProblemError

LIST = "docs/published.txt"
COMMAND = "rulebook record-addresses"
_HEAD = (
    f"# Every address of a released site, one a line. `{COMMAND}` adds new ones; no line is ever removed.\n"
)


def addresses(catalogue: Catalogue) -> set[str]:
    """Every address that the site has now, from its root on: `/db/n-plus-one/`, `/data/rules.json`."""
    found = {"/data/rules.json", f"/{FEED}"}
    for path in pages.below(catalogue.root, "docs", ".md"):
        if not is_own(catalogue.root, path):
            found.add(pages.address(path))
    for rule in catalogue.rules.values():
        names = [rule.id, *map(RuleId.parse, rule.facts.aliases)]
        found |= {name.address for name in names}
        if rule.results is not None:
            found |= {f"/data/{name}.json" for name in names}
    return found


def text(catalogue: Catalogue) -> str:
    """The list with the addresses that the site has now added to those that it had."""
    return _HEAD + "".join(
        f"{address}\n" for address in sorted(listed(catalogue.root).keys() | addresses(catalogue))
    )


def record(catalogue: Catalogue) -> list[str]:
    """Write the list, where it lacks an address; gives its path then.

    Raises:
        ProblemError: A rule cannot be read.
    """
    if catalogue.problems:
        raise ProblemError(catalogue.problems[0])
    return write(catalogue.root, {LIST: text(catalogue)})


def problems(catalogue: Catalogue) -> list[Problem]:
    """Published addresses that lead nowhere any more, and lines that are no address."""
    if catalogue.problems:  # of what cannot be read nobody can say that it is gone
        return []
    there = addresses(catalogue)
    found = []
    for address, line in listed(catalogue.root).items():
        if not re.fullmatch(r"/(?:[a-z0-9-]+/)*(?:[a-z0-9-]+\.(?:json|xml))?", address):
            message = f"{address!r} is no address; write for example /db/n-plus-one/, or run: {COMMAND}"
            found.append(Problem(LIST, line, message))
        elif address not in there:
            message = (
                f"{address} leads nowhere any more, and people have links to it; bring it back, or add the "
                "old id to the aliases of its heir (`rulebook rename` and `rulebook retire` keep addresses)"
            )
            found.append(Problem(LIST, line, message))
    return found


def listed(root: Path) -> dict[str, int]:
    """The addresses of the list with their lines; none where there is no list yet."""
    if not (root / LIST).exists():
        return {}
    lines = enumerate(pages.text(root, LIST).split("\n"), start=1)
    return {line: number for number, line in lines if line and not line.startswith("#")}
