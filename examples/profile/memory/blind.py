"""What three tools make of memory that is no live Python object, and memray of small objects."""

import json
import platform
import sqlite3
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from memray import FileDestination, FileFormat, FileReader, Tracker

from examples.profile.memory import after, after_memray
from examples.profile.memory.catalogue import Lines, export, load
from examples.profile.memory.memray_lines import by_line
from examples.profile.memory.when_not import grown


def database(lines: Lines) -> object:
    """a table of SQLite in memory"""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE products (line TEXT)")
    connection.executemany("INSERT INTO products VALUES (?)", ((line,) for line in lines))
    return connection


def unwritten(_: Lines) -> object:
    """zeros that nobody has read"""
    return bytes(8_000_000)


def one_in_fifty(lines: Lines) -> object:
    """one row in fifty is kept"""
    return [json.loads(line) for line in lines][::50]


JOBS = database, unwritten, one_in_fifty


def recorded(*, every_object: bool) -> tuple[Counter[str], Counter[str]]:
    """By line, what memray says of a load: what is left after it, and what there was at the peak."""
    lines = export(products=2_000)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "load.bin"
        with Tracker(
            destination=FileDestination(file),
            file_format=FileFormat.AGGREGATED_ALLOCATIONS,
            trace_python_allocators=every_object,
        ):
            kept = load(lines)
        del kept
        with FileReader(file) as reader:
            left = by_line(reader.get_leaked_allocation_records())
            return left, by_line(reader.get_high_watermark_allocation_records())


def main() -> None:
    print(f"Python {platform.python_version()}")
    for every_object in (False, True):
        print("memray", "--trace-python-allocators" if every_object else "")
        for when, found in zip(("left", "peak"), recorded(every_object=every_object), strict=True):
            print(f"  {when}", *(f" {size / 1e6:.2f} MB {line}" for line, size in found.most_common(3)))
    print("\nMB                             process  tracemalloc  memray")
    for job in JOBS:
        lines = export(products=5_000)
        kept, process = grown(job, lines)
        del kept
        traced, mapped = (tool.held(job, lines)[1].total() for tool in (after, after_memray))
        print(f"{job.__doc__:30}{process / 1e6:8.1f}{traced / 1e6:13.1f}{mapped / 1e6:8.1f}")


if __name__ == "__main__":
    main()
