"""A declared network between the program and its server, made real by a proxy process."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from types import TracebackType
from typing import Self

from examples.harness.services.child import Child
from examples.harness.services.ports import LOOPBACK
from examples.harness.workload import Link

PROBES = 40


class LinkError(RuntimeError):
    """The traffic over a counted link cannot be read."""


class Proxy:
    """A process that listens in front of a server, delays as declared, and counts if told a protocol.

    Args:
        host: The server's host.
        port: The server's port.
        link: Round-trip time and bandwidth.
        protocol: `postgresql`, `resp`, `http` or `raw` to count; None to only pass on.
    """

    def __init__(self, host: str, port: int, link: Link, protocol: str | None = None) -> None:
        spec = {
            "host": host,
            "port": port,
            "rtt_ms": link.rtt_ms,
            "mbit_s": link.mbit_s,
            "protocol": protocol,
        }
        command = [sys.executable, "-m", "examples.harness.proxy", json.dumps(spec)]
        self._child = Child("the delay proxy", lambda _: [command], control=True)
        self.host = LOOPBACK
        self.port = int(self._child.hear()["port"])

    def reset(self) -> None:
        """Begin to count from zero."""
        self._ask("reset")

    def counts(self) -> Counter[str]:
        """What was counted since the last reset, including all that the client sent before this call.

        Raises:
            LinkError: The traffic was not of the declared protocol.
        """
        return self._ask("snapshot")

    def _ask(self, what: str) -> Counter[str]:
        self._child.tell({"do": what})
        reply = self._child.hear()
        if reply["error"]:
            raise LinkError(reply["error"])
        return Counter(reply["counts"])

    def close(self) -> None:
        """Stop the process."""
        self._child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def measured_rtt_ms(link: Link) -> float:
    """The round trip that a small message really takes through a proxy: the median of forty, in ms.

    It contains the proxy's own work, so it is a little more than declared.
    """
    with echo_server() as port, Proxy(LOOPBACK, port, link) as proxy:
        return _probe(proxy.port)


@contextmanager
def echo_server() -> Iterator[int]:
    """A server in this process that sends back what one client at a time sends; yields its port."""
    with socket.create_server((LOOPBACK, 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    while data := connection.recv(1 << 16):
                        connection.sendall(data)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield int(listening.getsockname()[1])
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _probe(port: int) -> float:
    samples = []
    with socket.create_connection((LOOPBACK, port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(PROBES):
            start = time.perf_counter()
            connection.sendall(b"x")
            connection.recv(1)
            samples.append(time.perf_counter() - start)
    return median(samples[1:]) * 1000
