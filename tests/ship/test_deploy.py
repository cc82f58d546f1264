"""A deploy puts a whole site in the place of a whole site, whatever happens to it on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from ship.deploy import BRANCH, DRAFT, deploy, faults, place, published, served
from ship.repository import ShipError, commit_of
from tests.ship.conftest import git

SERVED = f"refs/heads/{BRANCH}"


# Git tells of every move of a ref; at one of them all processes of the deploy end at once.
HOOK = """\
#!/bin/sh
test "$1" = committed && grep -q refs/ || exit 0
echo moved >> "$MOVES"
test "$(wc -l < "$MOVES")" -lt "$LAST" || kill -KILL 0
"""


def killed(root: Path, last: int) -> None:
    """Deploy main in a process group of its own, and end it the hard way after so many moves of a ref."""
    hook = root / ".git/hooks/reference-transaction"
    hook.write_text(HOOK, encoding="ascii")
    hook.chmod(0o755)
    (root / ".git/moves").unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "ship", "deploy", "main"],
        cwd=root,
        env={**os.environ, "MOVES": str(root / ".git/moves"), "LAST": str(last)},
        start_new_session=True,
        capture_output=True,
        text=True,
        check=False,
    )
    hook.unlink()
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr


def test_a_deploy_that_is_killed_leaves_the_site_as_it_was_and_the_next_one_is_whole(project: Path) -> None:
    assert deploy(project, "main") == "main is in gh-pages as dev."
    assert 'href="dev/"' in git(project, "show", f"{BRANCH}:index.html"), "there is no release to lead to yet"
    assert "/latest" not in git(project, "show", f"{BRANCH}:404.html")
    assert "Nothing to follow yet" in git(project, "show", f"{BRANCH}:dev/index.html")
    short = git(project, "show", f"{BRANCH}:l/db-n-plus-one/index.html")
    assert 'href="../../dev/l/db-n-plus-one/"' in short
    before = commit_of(project, SERVED)
    (project / "docs/index.md").write_text("# Another day\n", encoding="utf-8")
    git(project, "commit", "--quiet", "--all", "--message=Go on")

    killed(project, last=1)
    assert commit_of(project, DRAFT) == before, "it was killed before it built"
    killed(project, last=2)
    built = git(project, "rev-parse", f"{DRAFT}:dev")
    assert "Another day" in git(project, "show", f"{built}:index.html"), "mike was there"
    killed(project, last=3)
    assert commit_of(project, f"{DRAFT}^") == before, "all is one commit"
    assert commit_of(project, SERVED) == before, "and none of it is served"
    killed(project, last=4)
    assert git(project, "rev-parse", BRANCH, f"{BRANCH}:dev") == f"{commit_of(project, DRAFT)}\n{built}"
    assert faults(project, BRANCH) == []

    # The same again, on a machine that knows what is served from the remote alone: nothing to publish.
    whole = commit_of(project, SERVED)
    git(project, "update-ref", f"refs/remotes/origin/{BRANCH}", BRANCH)
    git(project, "branch", "--quiet", "-D", BRANCH)
    assert deploy(project, "main") == "main is in gh-pages as dev, as it was already."
    assert commit_of(project, SERVED) == whole
    assert commit_of(project, DRAFT) is None
    assert git(project, "log", "--format=%s", BRANCH) == "Deploy main as dev\nDeploy main as dev"

    # What readers would miss is found: here one page that the site map names.
    lines = git(project, "ls-tree", "-r", BRANCH).splitlines()
    kept = "\n".join(line for line in lines if not line.endswith("\tdev/db/n-plus-one/index.html"))
    assert len(kept.splitlines()) == len(lines) - 1
    assert faults(project, tree(project, kept)) == ["dev/db/n-plus-one/index.html is missing"]


def test_a_deploy_that_is_told_to_end_leaves_nothing_running(project: Path) -> None:
    git(project, "update-ref", f"refs/remotes/origin/{BRANCH}", "HEAD")
    hook, reached = project / ".git/hooks/reference-transaction", project / ".git/reached"
    hook.write_text(f"#!/bin/sh\ntouch {reached}\nexec sleep 60\n", encoding="ascii")
    hook.chmod(0o755)
    with subprocess.Popen([sys.executable, "-m", "ship", "deploy", "main"], cwd=project) as process:
        while not reached.exists():
            assert process.poll() is None
            time.sleep(0.02)
        started = psutil.Process(process.pid).children(recursive=True)
        assert len(started) == 2, "git, and what it waits for"
        process.terminate()
    assert process.returncode == 128 + signal.SIGTERM
    _, alive = psutil.wait_procs(started, timeout=30)
    assert alive == []


def tree(root: Path, listing: str) -> str:
    """Write a tree as `git ls-tree -r` lists it."""
    index = {**os.environ, "GIT_INDEX_FILE": str(root / ".git/other-index")}
    command = "git update-index --index-info && git write-tree"
    done = subprocess.run(
        ["sh", "-c", command], cwd=root, env=index, input=f"{listing}\n", capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_main_is_dev_a_tag_its_minor_version_and_the_newest_release_latest(project: Path) -> None:
    assert str(place(project, "main")) == "dev"
    git(project, "tag", "v0.9.0")
    git(project, "tag", "vendor")
    assert str(place(project, "v0.9.0")) == "0.9 (latest)"
    git(project, "tag", "v0.10.0")
    assert str(place(project, "v0.10.0")) == "0.10 (latest)"
    assert str(place(project, "v0.9.0")) == "0.9"
    git(project, "tag", "v0.9.1")
    with pytest.raises(ShipError, match=r"v0\.9\.1 has taken the place of v0\.9\.0 as 0\.9"):
        place(project, "v0.9.0")


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("v1.0.0", "v1.0.0 is not what is checked out; run: git switch --detach v1.0.0"),
        ("feature", "'feature' is no version"),
        ("v1.0", "'1.0' is no version"),
        ("v01.0.0", "'01.0.0' is no version"),
        ("--help", "'--help' is no version"),
    ],
)
def test_what_is_neither_main_nor_a_release_here_is_refused(project: Path, ref: str, message: str) -> None:
    with pytest.raises(ShipError, match=message):
        deploy(project, ref)
    assert published(project, BRANCH) == []


def test_a_deploy_goes_on_from_what_the_remote_serves(project: Path) -> None:
    first = git(project, "commit-tree", "-m", "1", "HEAD^{tree}")
    second, other = (git(project, "commit-tree", "-p", first, "-m", name, "HEAD^{tree}") for name in "23")
    assert served(project) is None
    remote = f"refs/remotes/origin/{BRANCH}"
    for here, there, found in ((None, first, first), (first, second, second), (second, first, second)):
        for ref, commit in ((SERVED, here), (remote, there)):
            git(project, "update-ref", *([ref, commit] if commit else ["-d", ref]))
        assert served(project) == found
    git(project, "update-ref", remote, other)
    with pytest.raises(ShipError, match="differ; drop yours with: git branch -D gh-pages"):
        served(project)
