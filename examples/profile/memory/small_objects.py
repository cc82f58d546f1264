"""What memray says of a load, by line, as it starts by default and with Python's own allocators."""

import platform
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from memray import FileDestination, FileFormat, FileReader, Tracker

from examples.profile.memory.catalogue import export, load
from examples.profile.memory.found import Lines
from examples.profile.memory.memray_lines import by_line


def recorded(lines: Lines, *, every_object: bool) -> tuple[Counter[str], Counter[str]]:
    """By line, what memray says of a load: what is left after it, and what there was at the peak."""
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
            peak = by_line(reader.get_high_watermark_allocation_records())
    return left, peak


if __name__ == "__main__":
    print(f"Python {platform.python_version()}")
    lines = export(products=5_000)
    for every_object in (False, True):
        print("memray", "--trace-python-allocators" if every_object else "as it is")
        for when, found in zip(("left", "peak"), recorded(lines, every_object=every_object), strict=True):
            print(f"  {when}", *(f" {size / 1e6:.2f} MB {line}" for line, size in found.most_common(2)))
