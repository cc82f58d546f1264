"""Cuts a release: a commit and a tag here, after a rehearsal of its deploy elsewhere; nothing is pushed."""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rulebook import changelog, generate, history
from rulebook import published as addresses
from rulebook.catalogue import Catalogue
from rulebook.changelog import FILE as CHANGELOG
from rulebook.check import check as problems_of
from rulebook.diff import Change, diff

from ship.deploy import BRANCH, DEVELOPMENT, deploy, published, served
from ship.repository import ShipError, commit_of, git, run
from ship.version import Version, released

PROJECT = "pyproject.toml"
UNRELEASED = f"## {changelog.UNRELEASED}\n"


def check(root: Path, text: str) -> Version:
    """The version to release, when nothing stands against it.

    Raises:
        ShipError: Something does; the message lists all that does.
    """
    version = Version.parse(text)
    reasons = list(_reasons(root, version))
    if reasons:
        raise ShipError("\n".join(reasons))
    return version


def _reasons(root: Path, version: Version) -> Iterator[str]:
    branch = git(root, "branch", "--show-current")
    if branch != DEVELOPMENT:
        yield f"this is {branch or 'no branch'}, not {DEVELOPMENT}; run: git switch {DEVELOPMENT}"
    if changed := git(root, "status", "--porcelain"):
        remedy = "commit or undo, what a killed release left with: git reset --hard"
        yield f"the tree is not clean; {remedy}\n{changed}"
    known = released(root)
    if version in known:
        yield f"{version.tag} is there already; take a greater version"
    elif known and version < known[-1]:
        yield f"{version} is not greater than {known[-1]}, the newest release"
    if version < (written := _written(root)):
        yield f"{version} is less than {written}, which {PROJECT} names"
    if not _news(root):
        yield f"{CHANGELOG} says nothing below {UNRELEASED.strip()}; write there what changed for readers"


def release(root: Path, text: str, today: date) -> Iterator[str]:
    """Make the release, and tell step by step what was done.

    Commit and tag appear together, and only after the site was deployed in a throwaway clone. What is
    interrupted leaves neither.

    Raises:
        ShipError: It cannot be made; nothing has changed.
    """
    version = check(root, text)
    head, start = git(root, "rev-parse", "HEAD"), served(root)
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        clone = Path(folder) / "clone"
        git(root, "clone", "--quiet", "--branch", DEVELOPMENT, str(root), str(clone))
        if start:
            git(clone, "fetch", "--quiet", str(root), f"+{start}:refs/heads/{BRANCH}")
        git(clone, "update-ref", "-d", f"refs/remotes/origin/{BRANCH}")
        _write(clone, version, today, history.news(changes(clone)))
        generate.write(clone, generate.plan(Catalogue.load(clone)))
        addresses.record(Catalogue.load(clone))
        if problems := [str(problem) for problem in problems_of(clone) if not problem.warning]:
            raise ShipError("\n".join(problems))
        name, _, address = git(root, "var", "GIT_COMMITTER_IDENT").rpartition(">")[0].partition(" <")
        git(clone, "config", "user.name", name)
        git(clone, "config", "user.email", address)
        git(clone, "add", "--all")
        git(clone, "commit", "--quiet", f"--message=Release {version}")
        git(clone, "tag", "--annotate", f"--message=Release {version}", version.tag)
        yield f"Rehearsed: {deploy(clone, version.tag)}"
        yield from _would_change(clone, start)
        new = git(clone, "rev-parse", "HEAD")
        tag = git(clone, "rev-parse", f"refs/tags/{version.tag}")
        git(root, "fetch", "--quiet", "--no-tags", str(clone), f"refs/tags/{version.tag}")
    take(root, head, new, f"create refs/tags/{version.tag} {tag}")
    yield f"{version.tag} is tagged. Nothing was pushed. Publish it with:"
    yield f"  git push --atomic origin {DEVELOPMENT} {version.tag}"


def take(root: Path, head: str, new: str, tag: str) -> None:
    """Let files, branch and tag stand at the release; the two refs move in one step."""
    git(root, "read-tree", "-m", "-u", head, new)
    try:
        refs = ["start", f"update refs/heads/{DEVELOPMENT} {new} {head}", tag, "prepare", "commit", ""]
        run(root, "git", "update-ref", "--stdin", text="\n".join(refs))
    except BaseException:
        git(root, "read-tree", "-m", "-u", new, head)
        raise


def _would_change(clone: Path, start: str | None) -> Iterator[str]:
    """What readers would find other than today."""
    new = commit_of(clone, f"refs/heads/{BRANCH}")
    assert new is not None  # it was just deployed
    empty = git(clone, "hash-object", "-t", "tree", "--stdin")
    before, after = (", ".join(map(str, published(clone, one))) for one in (start or empty, new))
    yield f"Versions: {before or 'none'} → {after}"
    words = {"A": "added", "M": "changed", "D": "removed", "T": "changed"}
    lines = git(clone, "diff", "--name-status", "--no-renames", start or empty, new).splitlines()
    counted = Counter(
        (path.split("/")[0], words[kind]) for kind, _, path in (one.partition("\t") for one in lines)
    )
    for (place, what), count in sorted(counted.items()):
        yield f"  {place}: {count} file{'' if count == 1 else 's'} {what}"


def _written(root: Path) -> Version:
    """The version that the project names."""
    data = tomllib.loads((root / PROJECT).read_text(encoding="utf-8"))
    return Version.parse(data["project"]["version"])


def _news(root: Path) -> str:
    """What the changelog says since the last release."""
    text = (root / CHANGELOG).read_text(encoding="utf-8")
    if f"\n{UNRELEASED}" not in text:
        raise ShipError(f"{CHANGELOG} has no heading {UNRELEASED.strip()}; add it above the newest release")
    return re.split(r"^## ", text.partition(f"\n{UNRELEASED}")[2], maxsplit=1, flags=re.MULTILINE)[0].strip()


def changes(root: Path) -> tuple[Change, ...]:
    """What is new in each rule since the last release; before the first one, every rule is."""
    if known := released(root):
        return diff(root, known[-1].tag).changes
    return tuple(Change(name, None, rule, ()) for name, rule in Catalogue.load(root).rules.items())


def _write(root: Path, version: Version, today: date, news: list[str]) -> None:
    """Give the news a heading of their own, with those of the rules below, and the project its version."""
    file = root / CHANGELOG
    above, heading, below = file.read_text(encoding="utf-8").partition(f"\n{UNRELEASED}")
    written, following, older = below.partition("\n## ")
    entries = f"{written.strip()}\n{''.join(news)}"
    text = f"{above}{heading}\n## {version}, {today}\n\n{entries}{following}{older}"
    file.write_text(text, encoding="utf-8")
    file = root / PROJECT
    text = file.read_text(encoding="utf-8")
    old, new = f'\nversion = "{_written(root)}"\n', f'\nversion = "{version}"\n'
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    if _written(root) != version:
        raise ShipError(f"{PROJECT} does not name its version on a line of its own; write{old.rstrip()}")
