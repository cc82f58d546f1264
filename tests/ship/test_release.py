"""A release is cut whole or not at all, and pushed by nobody but its maker."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from ship import releasing
from ship.repository import ShipError
from tests.rulebook import mini
from tests.ship.conftest import git

DAY = date(2027, 1, 2)


def state(root: Path) -> tuple[str, ...]:
    """Everything that a release may change."""
    files = (root / name for name in ("CHANGELOG.md", "pyproject.toml"))
    return (
        git(root, "for-each-ref"),
        git(root, "status", "--porcelain"),
        *(file.read_text() for file in files),
    )


def write(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text, encoding="utf-8")


def commit(root: Path, name: str, text: str) -> None:
    write(root, name, text)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=Change")


def serve_an_older_release(root: Path) -> None:
    """Let the remote serve release 0.1."""
    pages = root.parent / "pages"
    (pages / "0.1").mkdir(parents=True)
    for name in ("index.html", ".nojekyll", "0.1/index.html", "0.1/404.html", "0.1/sitemap.xml"):
        write(pages, name, "")
    write(pages, "versions.json", '[{"version": "0.1", "title": "0.1", "aliases": ["latest"]}]')
    (pages / "latest").symlink_to("0.1")
    git(pages, "init", "--quiet", "--initial-branch=main")
    git(pages, "add", "--all")
    git(pages, "-c", "user.name=Test", "-c", "user.email=t@example.org", "commit", "--quiet", "--message=Old")
    git(root, "fetch", "--quiet", str(pages), "main:refs/remotes/origin/gh-pages")


def test_a_release_is_a_commit_and_a_tag_after_a_rehearsal(project: Path) -> None:
    assert [(change.id, change.before) for change in releasing.changes(project)] == [
        ("async-serial-await", None), ("db-n-plus-one", None)
    ]  # fmt: skip
    git(project, "tag", "v0.1.0")
    page = (project / mini.RULE.page).read_text("utf-8")
    commit(project, str(mini.RULE.page), page.replace("every one of them.", "all of them."))
    before = git(project, "rev-parse", "HEAD")
    serve_an_older_release(project)
    said = list(releasing.release(project, "0.2.0", DAY))
    assert said[:2] == [
        "Rehearsed: v0.2.0 is in gh-pages as 0.2 (latest).",
        "Versions: 0.1 (latest) → 0.2 (latest), 0.1",
    ]
    assert any(line.startswith("  0.2: ") and line.endswith(" files added") for line in said)
    assert "  latest: 1 file changed" in said
    assert not any(line.startswith("  0.1: ") for line in said)
    assert said[-1] == "  git push --atomic origin main v0.2.0"
    assert git(project, "status", "--porcelain") == ""
    assert git(project, "branch", "--show-current") == "main"
    assert git(project, "rev-parse", "v0.2.0^{commit}", "HEAD^").split()[1] == before
    assert git(project, "log", "-1", "--format=%s %an") == "Release 0.2.0 Test"
    assert git(project, "for-each-ref", "--format=%(refname)").splitlines() == [
        "refs/heads/main",
        "refs/remotes/origin/gh-pages",
        "refs/tags/v0.1.0",
        "refs/tags/v0.2.0",
    ]
    changelog = (project / "CHANGELOG.md").read_text("utf-8")
    now = "One lazy load per row sends one query per row, so the page waits for all of them."
    assert changelog == (
        "# Changelog\n\n## Unreleased\n\n## 0.2.0, 2027-01-02\n\n- The first two rules.\n"
        f"- `db-n-plus-one`: Says now: {now}\n"
    )
    assert "\n/db/n-plus-one/\n" in (project / "docs/published.txt").read_text("utf-8")
    assert '\nversion = "0.2.0"\n' in (project / "pyproject.toml").read_text("utf-8")
    with pytest.raises(ShipError) as error:
        releasing.check(project, "0.2.0")
    assert str(error.value).splitlines() == [
        "v0.2.0 is there already; take a greater version",
        "CHANGELOG.md says nothing below ## Unreleased; write there what changed for readers",
    ]


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("0.2", "'0.2' is no version; write three numbers"),
        ("", "'' is no version"),
        ("0.0.9", "0.0.9 is less than 0.1.0, which pyproject.toml names"),
        ("0.4.0", "0.4.0 is not greater than 0.10.0, the newest release"),
        ("0.10.0", "v0.10.0 is there already"),
    ],
)
def test_a_version_that_does_not_come_next_is_refused(project: Path, version: str, message: str) -> None:
    git(project, "tag", "v0.10.0")
    git(project, "tag", "v0.3.0")
    before = state(project)
    with pytest.raises(ShipError, match=message):
        next(releasing.release(project, version, DAY))
    assert state(project) == before


def test_a_tree_that_is_not_clean_another_branch_and_no_news_are_told_together(project: Path) -> None:
    commit(project, "CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## 0.1.0, 2026-01-01\n\n- It began.\n")
    write(project, "notes.txt", "")
    git(project, "switch", "--quiet", "--create", "side")
    with pytest.raises(ShipError) as error:
        releasing.check(project, "0.2.0")
    assert str(error.value).splitlines() == [
        "this is side, not main; run: git switch main",
        "the tree is not clean; commit or undo, what a killed release left with: git reset --hard",
        "?? notes.txt",
        "CHANGELOG.md says nothing below ## Unreleased; write there what changed for readers",
    ]


def test_content_that_is_not_good_stops_the_rehearsal_and_changes_nothing(project: Path) -> None:
    page = project / "docs/db/n-plus-one.md"
    commit(
        project, "docs/db/n-plus-one.md", page.read_text("utf-8").replace("impact: critical", "impact: low")
    )
    before = state(project)
    with pytest.raises(ShipError, match="impact: the results give critical, got low"):
        list(releasing.release(project, "0.2.0", DAY))
    assert state(project) == before


def test_a_tag_that_appears_meanwhile_changes_nothing(project: Path) -> None:
    commit(project, "notes.txt", "The release.\n")
    new, head = git(project, "rev-parse", "HEAD", "HEAD^").split()
    git(project, "reset", "--quiet", "--hard", head)
    git(project, "tag", "v0.2.0")
    before = state(project)
    with pytest.raises(ShipError, match="update-ref"):
        releasing.take(project, head, new, f"create refs/tags/v0.2.0 {new}")
    assert state(project) == before
    releasing.take(project, head, new, f"create refs/tags/v0.3.0 {new}")
    assert git(project, "rev-parse", "main", "v0.3.0") == f"{new}\n{new}"
    assert git(project, "status", "--porcelain") == ""


KILLED = """
import os, signal, sys
from pathlib import Path
from ship import releasing

# The files stand at the release then, and no ref has moved.
releasing.run = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
releasing.take(Path(), *sys.argv[1:])
"""


def test_a_release_that_is_killed_has_moved_nothing_and_says_how_it_is_undone(project: Path) -> None:
    commit(project, "CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## 0.2.0, 2027-01-02\n\n- News.\n")
    commit(project, "notes.txt", "New with the release.\n")
    new, head = git(project, "rev-parse", "HEAD", "HEAD~2").split()
    git(project, "reset", "--quiet", "--hard", head)
    before = state(project)
    command = [sys.executable, "-c", KILLED, head, new, f"create refs/tags/v0.2.0 {new}"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert git(project, "for-each-ref") == before[0]
    with pytest.raises(ShipError) as error:
        releasing.check(project, "0.2.0")
    git(project, *str(error.value).partition("\n")[0].rpartition("with: git ")[2].split())
    assert state(project) == before
    releasing.take(project, head, new, f"create refs/tags/v0.2.0 {new}")
    assert git(project, "rev-parse", "main", "v0.2.0") == f"{new}\n{new}"
