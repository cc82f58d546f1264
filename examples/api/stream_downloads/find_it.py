"""The memory of a server as the system sees it: with one slow client, and with ten."""

from pathlib import Path
from tempfile import TemporaryDirectory

import psutil  # type: ignore[import-untyped]

from examples.api.stream_downloads.clients import slow_clients
from examples.api.stream_downloads.exports import FIRST
from examples.harness import Bench, demo

CLIENTS, LENGTH = 10, 8_000_000


async def watch(url: str, variant: str, server: psutil.Process) -> list[float]:
    """Megabytes at the two moments."""
    path = f"/{variant}/exports/{FIRST}"
    found = []
    for clients in (1, CLIENTS):
        async with slow_clients(url, path, clients):
            found.append(server.memory_info().rss)
    return [size / 1e6 for size in found]


def main(bench: Bench) -> None:
    with TemporaryDirectory() as folder:
        Path(folder, f"{FIRST}.jsonl").write_bytes(bytes(LENGTH))
        served = bench.serve("examples.api.stream_downloads.served:app", EXPORTS=folder)
        print("MB      1 client  10 clients")
        for variant in ("after", "before"):
            sizes = bench.run(watch(served.url, variant, psutil.Process(served.pid)))
            print("{:6} {:9.0f} {:11.0f}".format(variant, *sizes))


if __name__ == "__main__":
    with demo() as bench:
        main(bench)
