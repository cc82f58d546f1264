"""Keeps the one issue about broken links: opened, renewed, or closed when all is well."""

from __future__ import annotations

from pathlib import Path

from ship.repository import run

TITLE = "Broken links"
LABEL = "links"

LONGEST = 65_536
"""So many characters GitHub takes as the text of an issue or a pull request."""


def commands(number: str, report: Path) -> list[tuple[str, ...]]:
    """What to tell `gh`, given the open issue's number, or "", and where a report lies, if any."""
    if not report.exists():
        return (
            [("issue", "close", number, "--comment", "Every link leads somewhere again.")] if number else []
        )
    if number:
        return [("issue", "edit", number, "--body-file", str(report))]
    return [
        ("label", "create", LABEL, "--force", "--description", "Links that lead nowhere"),
        ("issue", "create", "--title", TITLE, "--label", LABEL, "--body-file", str(report)),
    ]


def fit(file: Path, rest: str) -> None:
    """Shorten a text to as many of its lines as GitHub takes, with `rest` as a last one that says so."""
    text, rest = file.read_text(encoding="utf-8"), f"\n\n{rest}\n"
    if len(text) > LONGEST:
        kept = text[: LONGEST - len(rest)].rpartition("\n")[0]
        file.write_text(kept + rest, encoding="utf-8")


def keep_issue(root: Path, report: Path) -> None:
    """Bring the issue up to date with a report, or with its absence.

    Raises:
        ShipError: GitHub's command line failed.
    """
    query = ("--state", "open", "--label", LABEL, "--limit", "1", "--json", "number", "--jq", ".[].number")
    number = run(root, "gh", "issue", "list", *query).strip()
    if report.exists():
        fit(report, "More are broken than fit here; see them all with: make links")
    for words in commands(number, report):
        run(root, "gh", *words)
