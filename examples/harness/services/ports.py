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
    # asyncio switches Nagle's algorithm off only on sockets that name their protocol, and those made by
    # `socket.create_server` do not: an answer in two pieces would wait forty milliseconds for the second.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.bind((LOOPBACK, 0))
        listening.listen(512)
    except OSError:
        listening.close()
        raise
    return listening


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
