"""Requests to a service on uvicorn that is looked at in several ways, or in none."""

import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Self

import requests

from examples.harness import CPU, WALL, Bench, Call, Case, Quantity, Reference, Served, Variant, Workload
from examples.profile.event_loop import after, after_unwatched, before

NAMED = Quantity("named", "blocking functions named, of one", "integer", exact=True)
CONNECTIONS = 10
ATTEMPTS = 4
"""Blocking requests until one is named at the latest, so that a busy machine is no reason."""


class Client:
    """A keep-alive connection with so little of its own that nearly all of the time is the server's."""

    def __init__(self, url: str, path: str) -> None:
        host, port = url.removeprefix("http://").split(":")
        self._socket = socket.create_connection((host, int(port)), timeout=10)
        self._request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()

    def send(self) -> None:
        self._socket.sendall(self._request)

    def answer(self) -> bytes:
        """The status line.

        Raises:
            ConnectionError: The server closed the connection.
        """
        received = b""
        while not received.endswith(b'"ok"'):
            more = self._socket.recv(65536)
            if not more:
                raise ConnectionError(f"the server closed the connection after {received!r}")
            received += more
        return received.partition(b"\r\n")[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def is_named(served: Served) -> bool:
    """Whether the log names the function that blocks `/stock`, within some attempts."""

    def asked() -> bool:
        requests.get(f"{served.url}/stock", timeout=10).raise_for_status()
        return bool(requests.get(f"{served.url}/named", timeout=10).json())

    return any(asked() for _ in range(ATTEMPTS))


@contextmanager
def uvicorn(bench: Bench, size: int, path: str) -> Iterator[Call]:
    """Each version in a process of its own; a call opens ten connections and asks on all of them at once."""
    upstream = bench.upstream()
    served: dict[str, Served] = {}

    def call(variant: Variant) -> object:
        version = variant.__name__.rpartition(".")[2]
        if version not in served:
            served[version] = bench.serve(
                "examples.profile.event_loop.observed:app", VERSION=version, UPSTREAM_URL=upstream
            )
        with ExitStack() as stack:
            clients = [stack.enter_context(Client(served[version].url, path)) for _ in range(CONNECTIONS)]
            answers = set()
            for _ in range(size // CONNECTIONS):
                for client in clients:
                    client.send()
                answers |= {client.answer() for client in clients}
        if bench.counting:
            bench.count(NAMED, is_named(served[version]))
        return answers

    yield call


def one_named(variant: str, _: int) -> Mapping[Quantity, int]:
    """Only the stack that the heartbeat's thread takes has the function in it."""
    return {NAMED: int(variant == "after")}


WORKLOAD = Workload(
    cases={
        "FastAPI on uvicorn": Case(
            before=before,
            after=after,
            alternatives={"after_unwatched": after_unwatched},
            setup=partial(uvicorn, path="/health"),
            expected=one_named,
        )
    },
    when_not={
        "requests that wait": Case(
            before=before,
            after=after,
            setup=partial(uvicorn, path="/wait"),
            sampled=(WALL,),
        )
    },
    sizes=(20, 100, 300),
    size_unit="requests",
    reference=Reference(
        size=100,
        why="A service answers a hundred small requests, probes and cached pages, over ten connections.",
    ),
    sampled=(WALL, CPU),
    headline=CPU,
)
