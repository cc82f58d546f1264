"""Publishes the working tree as one version of the site, whole or not at all.

mike commits to a draft of the branch that is served. Only when the draft is whole does the branch move, by
one commit; and where nothing differs from what is served, it stays.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

from rulebook import addresses, render
from rulebook.catalogue import settings

from ship.repository import ShipError, commit_of, git, run
from ship.version import Version, released

BRANCH = "gh-pages"
DRAFT = "refs/heads/gh-pages-draft"
DEVELOPMENT = "main"
NOWHERE = "0" * 40
PAGES = ("index.html", "404.html", "sitemap.xml")
AT_THE_ROOT = ("index.html", "404.html", "versions.json", ".nojekyll")
LATEST, SHORT = addresses.LATEST, addresses.SHORT


class Published(NamedTuple):
    """A version of the site, and the other names that lead to it."""

    version: str
    aliases: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join([self.version, *(f"({alias})" for alias in self.aliases)])


def deploy(root: Path, ref: str) -> str:
    """Build what is checked out and commit it to the branch that is served; nothing is pushed.

    Args:
        root: The repository.
        ref: `main`, published as `dev`; or the tag of a release, published as `X.Y`, and as `latest` if no
            release is newer.

    Returns:
        What was done, in a line.

    Raises:
        ShipError: Something is wrong; the branch is as it was.
    """
    target = place(root, ref)
    here, start = commit_of(root, f"refs/heads/{BRANCH}"), served(root)
    git(root, "update-ref", DRAFT, start) if start else git(root, "update-ref", "-d", DRAFT)
    mike = ("--branch", DRAFT.removeprefix("refs/heads/"), "--ignore-remote-status")
    # Pages carry the time of the build; with that of the commit, deploying twice gives the same site.
    environment = {"SITE_VERSIONS": "mike", "SOURCE_DATE_EPOCH": git(root, "log", "-1", "--format=%ct")}
    # Before the first release there is no feed at `latest`, and nothing that it could tell.
    environment |= {"SITE_RELEASED": "released"} if released(root) else {}
    run(root, "mike", "deploy", *mike, "--update-aliases", target.version, *target.aliases, **environment)
    front = without_version(root, DRAFT, target.version)
    commit(root, DRAFT, front, start, f"Deploy {ref} as {target}")
    if found := faults(root, DRAFT):
        raise ShipError("the site would not be whole:\n" + "\n".join(found))
    changed = start is None or git(root, "diff-tree", "--name-only", start, DRAFT)
    # In one step, and only from where the branch stood: another deploy may have moved it meanwhile.
    git(root, "update-ref", f"refs/heads/{BRANCH}", DRAFT if changed else str(start), here or NOWHERE)
    git(root, "update-ref", "-d", DRAFT)
    return f"{ref} is in {BRANCH} as {target}{'' if changed else ', as it was already'}."


def without_version(root: Path, branch: str, deployed: str) -> dict[str, str]:
    """What answers readers who name no version, by its path at the root of the branch.

    That is the home page, the one for what is missing, of which GitHub Pages knows no other, and the short
    addresses. They lead to `latest`, or while there is no release to the version that was just deployed.
    """
    newest = next((one.version for one in published(root, branch) if LATEST in one.aliases), None)
    version, name = newest or deployed, LATEST if newest else deployed
    # It is written for the latest release, whatever version it belongs to.
    missing = re.sub(rf"/{LATEST}\b", f"/{name}", git(root, "show", f"{branch}:{version}/404.html"))
    home = render.redirect(settings(root).get("site_name", ""), f"{name}/")
    return {"index.html": home, "404.html": missing} | {
        f"{SHORT}/{short}/index.html": render.redirect(short, f"../../{name}/{SHORT}/{short}/")
        for short in short_names(root, branch, version)
    }


def commit(root: Path, draft: str, front: dict[str, str], parent: str | None, message: str) -> None:
    """Let the draft be one commit upon `parent`: the versions that it holds, and this front before them."""
    # fast-import counts in bytes.
    blobs = [(path, page, len(page.encode())) for path, page in front.items()]
    files = "".join(f"M 100644 inline {path}\ndata {size}\n{page}\n" for path, page, size in blobs)
    identity, versions = git(root, "var", "GIT_COMMITTER_IDENT"), git(root, "rev-parse", f"{draft}^{{tree}}")
    head = f"commit {draft}\ncommitter {identity}\ndata <<.\n{message}\n.\n"
    origin = f"from {parent}\n" if parent else ""
    text = f'{head}{origin}M 040000 {versions} ""\nD {SHORT}\n{files}'
    # The draft forgets the commits of mike.
    run(root, "git", "fast-import", "--quiet", "--force", text=text)


def short_names(root: Path, branch: str, version: str) -> list[str]:
    """The names of the short addresses of a version."""
    listed = git(root, "ls-tree", "--name-only", branch, f"{version}/{SHORT}/").splitlines()
    return [path.rpartition("/")[2] for path in listed]


def place(root: Path, ref: str) -> Published:
    """Where what is checked out belongs.

    Raises:
        ShipError: `ref` is neither `main` nor the tag of what is checked out, or a newer patch replaces it.
    """
    if ref == DEVELOPMENT:
        return Published("dev", ())
    release = Version.parse(ref.removeprefix("v"))
    if commit_of(root, f"refs/tags/{ref}") != commit_of(root, "HEAD"):
        raise ShipError(f"{ref} is not what is checked out; run: git switch --detach {ref}")
    known = released(root)
    newest = max(one for one in known if one.folder == release.folder)
    if newest > release:
        raise ShipError(f"{newest.tag} has taken the place of {ref} as {release.folder}; deploy that")
    return Published(release.folder, (LATEST,) if release == known[-1] else ())


def served(root: Path) -> str | None:
    """The newest commit that is known of the branch that is served; None before the first deploy.

    Raises:
        ShipError: The branch here and the one of the remote have gone different ways.
    """
    here, there = (commit_of(root, f"refs/{place}/{BRANCH}") for place in ("heads", "remotes/origin"))
    if here is None or there is None or here == there:
        return here or there
    base = git(root, "merge-base", here, there)
    if base not in (here, there):
        raise ShipError(f"{BRANCH} and origin/{BRANCH} differ; drop yours with: git branch -D {BRANCH}")
    return here if base == there else there


def faults(root: Path, branch: str) -> list[str]:
    """What is missing in the site that a branch holds, a line each."""
    tree: dict[str, str] = {}
    for entry in git(root, "ls-tree", "-r", "-z", branch).split("\0")[:-1]:
        facts, _, path = entry.partition("\t")
        tree[path] = facts
    found = [f"{name} is missing" for name in AT_THE_ROOT if name not in tree]
    for version, aliases in published(root, branch):
        wanted = [f"{version}/{page}" for page in PAGES]
        if LATEST in aliases:
            wanted += [f"{SHORT}/{short}/index.html" for short in short_names(root, branch, version)]
        if f"{version}/sitemap.xml" in tree:
            sitemap = git(root, "show", f"{branch}:{version}/sitemap.xml")
            names = "|".join(map(re.escape, [version, *aliases, LATEST]))
            addresses = re.findall(rf"<loc>[^<]*?/(?:{names})/([^<]*)</loc>", sitemap)
            wanted += [f"{version}/{address}index.html" for address in addresses]
        found += [f"{path} is missing" for path in wanted if path not in tree]
        for alias in aliases:
            link = tree.get(alias, "").startswith("120000")
            if not link or git(root, "show", f"{branch}:{alias}") != version:
                found.append(f"{alias} does not lead to {version}")
    return found


def published(root: Path, branch: str) -> list[Published]:
    """The versions that a commit of the branch serves, the newest first."""
    try:
        entries = json.loads(git(root, "show", f"{branch}:versions.json"))
    except ShipError:
        return []
    return [Published(entry["version"], tuple(entry["aliases"])) for entry in entries]
