"""A good project for every test that asks for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rulebook import mini


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a good project."""
    return mini.project(tmp_path)
