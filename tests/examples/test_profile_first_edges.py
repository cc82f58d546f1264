"""profile-first: where the three reports agree, and where the quick parser of dates does not."""

from __future__ import annotations

from datetime import datetime
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.profile.first import after, after_by_eye, before
from examples.profile.first.orders import orders

VERSIONS = (before, after, after_by_eye)
MOMENTS = st.datetimes(min_value=datetime(1000, 1, 1)).map(lambda at: at.replace(microsecond=0))
LINES = st.lists(
    st.builds(
        lambda at, region, cents: f"{at.isoformat(sep=' ')},{region},{cents}",
        MOMENTS,
        st.sampled_from(["north", "east", "south", "west", "abroad", ""]),
        st.integers(min_value=-10_000, max_value=10_000),
    ),
    max_size=20,
)


@given(LINES)
def test_all_three_give_the_same_report(lines: list[str]) -> None:
    reports = {version.report(iter(lines)) for version in VERSIONS}
    assert len(reports) == 1
    assert bool(lines) or reports == {""}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "line", ["2026-13-01 00:00:00,east,5", ",east,5", "2026-11-21 00:00:00,east,", "2026-11-21"]
)
def test_a_broken_line_is_an_error_in_all(version: ModuleType, line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        version.report([*orders(2), line])


def test_fromisoformat_takes_other_texts_than_the_pattern() -> None:
    """What the page lists under its risks."""
    for text in ("2026-11-21", "2026-W47-6", "2026-11-21T07:00:00Z", "20261121 070000"):
        assert after.report([f"{text},east,5"])
        with pytest.raises(ValueError, match="does not match"):
            before.report([f"{text},east,5"])
    with pytest.raises(ValueError, match="Invalid isoformat"):
        after.report(["2026-1-2 3:04:05,east,5"])
    assert before.report(["2026-1-2 3:04:05,east,5"]) == "east 03 0.05\n"
