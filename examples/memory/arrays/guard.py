"""Fail when a reading takes more than the eight bytes of a machine number, and some spare room."""

import tracemalloc
from pathlib import Path

from examples.memory.arrays.after import load

READINGS = 100_000  # beside which the 128 KiB are little that a file holds from Python 3.14 on


def test_readings_are_machine_numbers(tmp_path: Path) -> None:
    log = tmp_path / "sensor.log"
    log.write_text("21.5\n" * READINGS, encoding="ascii")
    load(log)  # what is loaded once and kept is not the readings'
    tracemalloc.start()
    try:
        readings = load(log)
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(readings) == READINGS
    assert held < 12 * READINGS
    assert peak < 16 * READINGS  # no list on the way
