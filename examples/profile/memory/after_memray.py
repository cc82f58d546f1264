"""Have memray record a function's allocations, those of C code included."""

# --8<-- [start:main]
import gc
from pathlib import Path
from tempfile import TemporaryDirectory

from memray import FileDestination, FileFormat, FileReader, Tracker

from examples.profile.memory.found import Answer, Held, Lines, Load
from examples.profile.memory.memray_lines import by_line


def held(load: Load[Answer], lines: Lines) -> Held[Answer]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "load.bin"
        with Tracker(
            destination=FileDestination(file),
            file_format=FileFormat.AGGREGATED_ALLOCATIONS,
            trace_python_allocators=True,
        ):
            answer = load(lines)
            gc.collect()
        with FileReader(file) as reader:
            found = by_line(reader.get_leaked_allocation_records())
    return answer, found


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.profile.memory.catalogue import export, load

    catalogue, found = held(load, export(products=500))
    print(len(catalogue.cents), found.most_common(1)[0][0])
    #> 500 catalogue.py:24
