"""The shop's process as its operator sees it: a process id, a port, and a way to restart it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection, RemoteDisconnected
from itertools import islice
from types import TracebackType
from typing import Self

from examples.harness import Bench
from examples.harness.services.child import Child
from examples.harness.services.ports import LOOPBACK, listening_socket

APP = "examples.profile.sampling.served:app"


class Service:
    """One uvicorn process, started when it is first needed.

    Args:
        bench: Serves the application as long as it was not restarted under something else.
        environment: Variables for its process.

    Attributes:
        restarts: How often the service was restarted; each time it forgot what it had in memory.
    """

    def __init__(self, bench: Bench, **environment: str) -> None:
        self.restarts = 0
        self._bench, self._environment = bench, environment
        self._process: Child | None = None
        self._at: tuple[int, int] | None = None

    @property
    def pid(self) -> int:
        """The process."""
        return self._started()[0]

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._started()[1]

    def restart(self, *under: str) -> None:
        """Stop the process, in good order, and start one with these options of the interpreter."""
        self.close()
        self.restarts += 1
        if under:
            listening = listening_socket()
            port = int(listening.getsockname()[1])
            descriptor = listening.detach()
            serving = ["-m", "examples.harness.services.serving", APP, str(descriptor)]
            self._process = Child(
                "the shop",
                lambda _: [[sys.executable, *under, *serving]],
                stop=signal.SIGINT,
                environment=self._environment,
                descriptors=[descriptor],
                control=True,
            )
            self._at = int(self._process.hear()["pid"]), port

    def get(self, paths: Iterable[str], connections: int = 10) -> list[bytes]:
        """The answers, asked for over so many connections at once.

        Raises:
            ConnectionError: One is not 200.
        """
        answers: list[bytes] = []
        with ExitStack() as stack:
            open_ = [HTTPConnection(LOOPBACK, self.port, timeout=30) for _ in range(connections)]
            for connection in open_:
                stack.callback(connection.close)
            for batch in batched(paths, connections):
                for connection, path in zip(open_, batch, strict=False):
                    connection.request("GET", path)
                answers += [_answer(*one) for one in zip(open_, batch, strict=False)]
        return answers

    def close(self) -> None:
        """Stop what was restarted; what the bench serves, it takes down itself."""
        if self._process:
            self._process.close()
        self._process = self._at = None

    def _started(self) -> tuple[int, int]:
        if self._at is None:
            served = self._bench.serve(APP, **self._environment)
            self._at = served.pid, served.port
        return self._at

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def batched(items: Iterable[str], size: int) -> Iterator[list[str]]:
    """Lists of so many, the last one of what is left."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


def _answer(connection: HTTPConnection, path: str) -> bytes:
    try:
        response = connection.getresponse()
    except RemoteDisconnected:
        # uvicorn hangs up after five idle seconds, which pass quickly on a machine with too much to do.
        connection.request("GET", path)
        response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise ConnectionError(f"{path}: {response.status} {body!r}")
    return body


def places(number: int) -> list[str]:
    """Paths of so many questions, about as many places."""
    return [f"/nearest?lat={47 + n % 89 / 11}&lon={6 + n % 97 / 11}" for n in range(number)]
