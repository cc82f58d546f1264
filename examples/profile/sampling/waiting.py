"""A request that waits, for as long as somebody looks."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from examples.profile.sampling.service import Service


@contextmanager
def request_that_waits(service: Service) -> Iterator[None]:
    """Within the block the service has a request that awaits something."""
    before = int(service.get(["/waiting"])[0])
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(service.get, ["/stock"])
        try:
            while int(service.get(["/waiting"])[0]) == before:
                pass
            yield
        finally:
            service.get(["/deliver"])
            answer.result()
