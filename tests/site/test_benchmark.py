"""A first visit, beside plain Material for MkDocs over the same pages; `make benchmark` shows more sizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site import benchmark


@pytest.fixture(scope="module")
def visits(built: dict[str, Path], plain: Path, chromium: Browser) -> list[list[benchmark.Visit]]:
    """First visits of this site and of plain Material."""
    return benchmark.by_turns(chromium, [built["mkdocs"], plain], loads=1)


def test_a_first_visit_loads_less_than_plain_material(visits: list[list[benchmark.Visit]]) -> None:
    ours, plain = (max(visit.bytes for visit in found) for found in visits)
    assert ours <= 0.75 * plain, f"{ours} bytes, {plain} of plain Material"


def test_a_first_visit_asks_for_no_more_than_plain_material(visits: list[list[benchmark.Visit]]) -> None:
    ours, plain = (max(visit.requests for visit in found) for found in visits)
    assert ours <= plain
