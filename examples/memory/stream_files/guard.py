"""Fail when a report needs more memory for a larger file."""

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


def test_a_larger_file_takes_no_more_memory(tmp_path: Path) -> None:
    log = tmp_path / "requests.jsonl"
    line = '{"route": "/cart", "ms": 7, "agent": "%s"}\n' % ("x" * 500)
    peaks = []
    for lines in (1, 2_000, 8_000):  # 1 loads what is kept for good
        log.write_text(line * lines, encoding="utf-8")
        peaks.append(peak_bytes(log))
    assert peaks[2] < 2 * peaks[1]
