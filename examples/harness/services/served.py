"""An ASGI application in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from examples.harness.services.child import Child
from examples.harness.services.ports import LOOPBACK, listening_socket


@dataclass(frozen=True)
class Served:
    """A served application.

    Attributes:
        url: Base address without a slash at the end; it may be that of a delay proxy.
        pid: The process, whose CPU time counts as the call's.
        port: The application's own port.
    """

    url: str
    pid: int
    port: int


@contextmanager
def serve(app: str, **environment: str) -> Iterator[Served]:
    """Serve "package.module:attribute" on a free port until the end of the block.

    Raises:
        ServiceError: The application cannot be imported or does not start; carries its log.
    """
    listening = listening_socket()
    port = int(listening.getsockname()[1])
    descriptor = listening.detach()
    command = [sys.executable, "-m", "examples.harness.services.serving", app, str(descriptor)]
    with Child(
        f"the application {app!r}",
        lambda _: [command],
        environment=environment,
        descriptors=[descriptor],
        control=True,
    ) as child:
        yield Served(f"http://{LOOPBACK}:{port}", int(child.hear()["pid"]), port)
