"""Print the lines that hold the most memory while a report is at its largest."""

import threading
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.memory.generators.before import revenue_by_country


def watch(done: threading.Event, snapshots: list[tracemalloc.Snapshot]) -> None:
    """Keep the snapshot of the largest moment, as seen every twenty milliseconds."""
    largest = 0
    while not done.wait(0.02):
        held, _ = tracemalloc.get_traced_memory()
        if held > largest:
            largest = held
            snapshots[:] = [tracemalloc.take_snapshot()]


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        export = Path(folder, "orders.csv")
        rows = "AT,paid,1990\n" * 20_000
        export.write_text("country,status,cents\n" + rows, encoding="utf-8")
        done, snapshots = threading.Event(), list[tracemalloc.Snapshot]()
        watcher = threading.Thread(target=watch, args=(done, snapshots))
        tracemalloc.start()
        watcher.start()
        revenue_by_country(export)
        done.set()
        watcher.join()
        for held in snapshots[0].statistics("lineno")[:4]:
            place = held.traceback[0]
            print(f"{held.size / 1e6:4.1f} MB  {Path(place.filename).name}:{place.lineno}")
