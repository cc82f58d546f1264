"""Look for what is slow in an old service: by a restart under cProfile, and as it runs."""

import platform
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from math import sqrt
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.harness import demo
from examples.profile.sampling import before
from examples.profile.sampling.sampler import PY_SPY, py_spy
from examples.profile.sampling.service import Service, places
from examples.profile.sampling.waiting import request_that_waits


@contextmanager
def busy(service: Service, paths: list[str]) -> Iterator[None]:
    """Requests come, in the background."""
    with ThreadPoolExecutor(1) as pool:
        answers = pool.submit(service.get, paths)
        yield
        answers.result()


def dumped(service: Service) -> list[str]:
    """The upper end of the main thread's stack."""
    command = [PY_SPY, "dump", "--pid", str(service.pid)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [*said.splitlines()[3:7], "    …"]


def looks(service: Service, folder: Path, paths: list[str], *options: str) -> Counter[str]:
    """By stack: how often it was seen."""
    file = folder / "looks.txt"
    running = ["--pid", str(service.pid), "--format", "raw", "--output", str(file)]
    with py_spy("record", *running, *options):
        service.get(paths)
    stacks = [line.rpartition(" ") for line in file.read_text("utf-8").splitlines()]
    return Counter({stack: int(number) for stack, _, number in stacks})


def shares(seen: Counter[str]) -> Iterator[str]:
    """The lines seen most, with the standard error of each share."""
    total = seen.total()
    lines: Counter[str] = Counter()
    for stack, number in seen.items():
        lines[stack.rpartition(";")[2]] += number
    for line, number in islice(lines.most_common(), 4):
        share = number / total
        yield f"{share:5.0%} ± {sqrt(share * (1 - share) / total):3.0%}  {line}"


if __name__ == "__main__":
    print(f"Python {platform.python_version()}")
    with demo() as bench, TemporaryDirectory() as name, Service(bench) as service:
        folder = Path(name)
        service.get(["/age/100000"])

        print("\n# py-spy dump --pid …")
        with busy(service, places(60)):
            print(*dumped(service), sep="\n")

        for requests in (60, 300):
            seen = looks(service, folder, places(requests))
            print(f"\n# py-spy record --pid … ({seen.total()} looks)")
            print(*shares(seen), sep="\n")

        with request_that_waits(service):
            print("\n# py-spy dump --pid …, while a request waits in left_in_stock")
            print(*dumped(service), sep="\n")

        with before.profiled(service, folder / "shop.prof"):
            service.get(places(300))
        print("\n# restarted: python -m cProfile -o shop.prof -m uvicorn …")
        print(*before.hottest(folder / "shop.prof"), sep="\n")
