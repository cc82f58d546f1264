"""A small project that ships: committed, with a changelog, and a site that builds in a second."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from rulebook import generate
from rulebook.catalogue import Catalogue

from tests.rulebook import mini

CONFIGURATION = """\
site_name: Mini
site_url: https://rules.example.org/
copyright: !ENV [SITE_RELEASED, "Nothing to follow yet"]
theme: {name: mkdocs, highlightjs: false, font: false}
plugins:
  - mike: {alias_type: symlink, canonical_version: latest}
nav:
  - index.md
  # <rulebook: nav, written by `python -m rulebook generate`>
  # </rulebook: nav>
"""
CHANGELOG = "# Changelog\n\n## Unreleased\n\n- The first two rules.\n"
PROJECT = '[project]\nname = "mini"\nversion = "0.1.0"\n'


def git(root: Path, *words: str) -> str:
    """What a git command prints; it must succeed."""
    done = subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture(scope="session", autouse=True)
def alone() -> Iterator[None]:
    """No settings of the machine's own git."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        patch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
        yield


@pytest.fixture(scope="session")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it is copied for each test."""
    root = mini.project(tmp_path_factory.mktemp("ship") / "project")
    (root / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    (root / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    (root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (root / ".gitignore").write_text("/site/\n/docs/data/\n", encoding="utf-8")
    generate.write(root, generate.plan(Catalogue.load(root)))
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "user.name", "Test")
    git(root, "config", "user.email", "test@example.org")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=Begin")
    return root


@pytest.fixture
def project(committed: Path, tmp_path: Path) -> Path:
    """The project, clean, on `main`, never deployed."""
    return Path(shutil.copytree(committed, tmp_path / "project", symlinks=True))
