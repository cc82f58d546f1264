"""Fail when the memory that a report needs grows with its file."""

import tracemalloc
from pathlib import Path

from examples.memory.generators.after import revenue_by_country


def peak_bytes(export: Path) -> int:
    """Most memory that Python held for one report, in bytes."""
    tracemalloc.start()
    try:
        tracemalloc.reset_peak()  # in case somebody else is tracing already
        held, _ = tracemalloc.get_traced_memory()
        revenue_by_country(export)
        return tracemalloc.get_traced_memory()[1] - held
    finally:
        tracemalloc.stop()


def test_ten_times_the_rows_need_no_more_memory(tmp_path: Path) -> None:
    row = "AT,paid,1990\n"
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_text("country,status,cents\n" + row * 2_000, encoding="utf-8")
    large.write_text("country,status,cents\n" + row * 20_000, encoding="utf-8")
    revenue_by_country(small)  # what is loaded once and kept is not the report's
    assert peak_bytes(large) < 2 * peak_bytes(small)
