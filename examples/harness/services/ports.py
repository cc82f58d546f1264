"""Free ports on loopback."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TypeVar

from examples.harness.services.child import ServiceError

LOOPBACK = "127.0.0.1"
ATTEMPTS = 5

Server = TypeVar("Server")


def listening_socket() -> socket.socket:
    """A socket that already listens on a free port, to be handed to a server."""
    return socket.create_server((LOOPBACK, 0), backlog=512)


def on_a_free_port(start: Callable[[int], Server]) -> Server:
    """Start a server that insists on being told its port, again on another if somebody took it.

    Raises:
        ServiceError: The last attempt failed too, or failed for another reason.
    """
    for attempt in range(1, ATTEMPTS + 1):
        with socket.create_server((LOOPBACK, 0)) as free:
            port = int(free.getsockname()[1])
        try:
            return start(port)
        except ServiceError as error:
            if attempt == ATTEMPTS or "in use" not in str(error):
                raise
    raise AssertionError("unreachable")
