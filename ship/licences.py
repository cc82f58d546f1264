"""The list of everything that the lock installs, and of what it is licensed under."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

LOCKS = ("requirements-bootstrap.lock", "requirements.lock")
LIST = "LICENCES.md"
COMMAND = "python -m ship licences"
HEAD = f"""\
# Licences

What the locks install to measure, build and test. The site itself ships scripts, styles and icons of
mkdocs-material, and what was copied into the project, which stands last. Written by `{COMMAND}`
from the packages' own metadata and from the notes beside the copies.

| package | licence |
|---|---|
"""


def render(root: Path) -> str:
    """The whole file. What is not installed here, being for another system or Python, keeps its line."""
    known = listed(root)
    licences = installed()
    rows = [(name, licences.get(name) or known.get(name, "")) for name in locked(root)]
    rows += vendored(root).items()
    return HEAD + "".join(f"| {name} | {licence} |\n" for name, licence in rows)


def locked(root: Path) -> list[str]:
    """The names of all packages of the locks, sorted."""
    text = "".join((root / lock).read_text(encoding="utf-8") for lock in LOCKS)
    return sorted({_name(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)})


def listed(root: Path) -> dict[str, str]:
    """What the file says today of packages."""
    file = root / LIST
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return dict(re.findall(r"^\| ([a-z0-9-]+) \| (.+) \|$", text, re.MULTILINE))


def installed() -> dict[str, str]:
    """The licence of every package of this environment, by name."""
    return {_name(one.name): licence(one) for one in metadata.distributions()}


def licence(package: metadata.Distribution) -> str:
    """What a package says: an expression, or words, or classifiers, or the first line of a licence file."""
    about = package.metadata
    said = [about["License-Expression"] or "", (about["License"] or "").partition("\n")[0].strip()]
    classifiers = [one.split(" :: ") for one in about.get_all("Classifier") or []]
    said.append(" OR ".join(parts[-1] for parts in classifiers if parts[0] == "License" and len(parts) > 2))
    files = [one for one in package.files or () if one.parent.name == "licenses"]
    said += [_first_line(one.read_text()) for one in files]
    return next((words.replace("|", "/") for words in said if words not in ("", "UNKNOWN")), "")


def vendored(root: Path) -> dict[str, str]:
    """By name: the licence of what was copied into the project, as the note beside it says."""
    notes = [file for folder in ("docs", "overrides") for file in (root / folder).rglob("*.txt")]
    found = {}
    for text in (note.read_text(encoding="utf-8") for note in notes):
        if licensed := re.search(r"^licence: (.+)$", text, re.MULTILINE):
            found[re.findall(r"^name: (.+)$", text, re.MULTILINE)[0]] = licensed[1]
    return dict(sorted(found.items()))


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0].strip()


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
