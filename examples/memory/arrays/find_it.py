"""Show what a list of numbers holds: the references, and an object for each number."""

import sys
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.memory.arrays import after, before

if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        log = Path(folder, "sensor.log")
        log.write_text("".join(f"{number % 4_000 / 100}\n" for number in range(100_000)))
        for version in (before, after):
            tracemalloc.start()
            readings = version.load(log)
            snapshot = tracemalloc.take_snapshot()
            tracemalloc.stop()
            held = snapshot.statistics("lineno")[0]
            place = held.traceback[0]
            print(f"{Path(place.filename).name}:{place.lineno}")
            print(f"  {held.size / 1e6:.1f} MB in {held.count:,} blocks")
            print(f"  {sys.getsizeof(readings) / 1e6:.1f} MB says sys.getsizeof")
