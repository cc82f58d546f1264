"""An ASGI application in a process of its own."""

from __future__ import annotations

import sys
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


class Application(Child):
    """An ASGI application, "package.module:attribute", behind uvicorn on a free port.

    Args:
        app: Where the application is.
        environment: Variables for its process.

    Raises:
        ServiceError: It cannot be imported or does not start; carries its log.
    """

    def __init__(self, app: str, **environment: str) -> None:
        self.app, self.environment = app, environment
        listening = listening_socket()
        port = int(listening.getsockname()[1])
        descriptor = listening.detach()
        command = [sys.executable, "-m", "examples.harness.services.serving", app, str(descriptor)]
        super().__init__(
            f"the application {app!r}",
            lambda _: [command],
            environment=environment,
            descriptors=[descriptor],
            control=True,
        )
        self.served = Served(f"http://{LOOPBACK}:{port}", int(self.hear()["pid"]), port)
