"""Fail when the memory that a report needs comes near the size of its file."""

import tracemalloc
from pathlib import Path

from examples.memory.stream_files.after import milliseconds_by_route


def peak_bytes(log: Path) -> int:
    """Most memory that Python held for one report, in bytes."""
    tracemalloc.start()
    try:
        tracemalloc.reset_peak()  # in case somebody else is tracing already
        held, _ = tracemalloc.get_traced_memory()
        milliseconds_by_route(log)
        return tracemalloc.get_traced_memory()[1] - held
    finally:
        tracemalloc.stop()


def test_a_report_holds_a_small_part_of_its_file(tmp_path: Path) -> None:
    log = tmp_path / "requests.jsonl"
    log.write_text('{"route": "/cart", "ms": 7}\n', encoding="utf-8")
    milliseconds_by_route(log)  # what is loaded once and kept is not the report's
    line = '{"route": "/cart", "ms": 7, "agent": "%s"}\n' % ("x" * 500)
    log.write_text(line * 4_000, encoding="utf-8")
    assert peak_bytes(log) < log.stat().st_size / 10
