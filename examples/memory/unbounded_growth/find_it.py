"""Serve requests between two snapshots of the memory, and print the lines that hold more at the second."""

import tracemalloc
from pathlib import Path

from examples.memory.unbounded_growth import (
    after_clients,
    before,
    before_clients,
    before_labels,
    before_recent,
)
from examples.memory.unbounded_growth.traffic import Request, life

REQUESTS = 10_000


def serve(first: int, last: int) -> None:
    """Some requests, of which each part of the service keeps something."""
    traffic = life(2 * REQUESTS)
    for number in range(first, last):
        route, path = traffic.routes[number], traffic.paths[number].decode()
        client, at = traffic.clients[number].decode(), traffic.at[number]
        before.observe(route, traffic.microseconds[number])
        before_labels.count(Request(route, path, traffic.statuses[number]))
        before_clients.allow(client, at)
        after_clients.allow(client, at)
        if number % 20 == 0:
            before_recent.note(f"{path} has failed")


if __name__ == "__main__":
    life(2 * REQUESTS)
    tracemalloc.start()
    serve(0, REQUESTS)  # what is loaded or filled once is there
    first = tracemalloc.take_snapshot()
    serve(REQUESTS, 2 * REQUESTS)
    second = tracemalloc.take_snapshot()
    for grown in second.compare_to(first, "lineno")[:7]:
        place = grown.traceback[0]
        where = f"{Path(place.filename).name}:{place.lineno}"
        print(f"{grown.size_diff / 1e3:+7.0f} KB {grown.count_diff:+7}  {where}")
