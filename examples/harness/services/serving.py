"""`python -m examples.harness.services.serving APP DESCRIPTOR`: uvicorn on a socket that already listens."""

from __future__ import annotations

import json
import os
import socket
import sys

import uvicorn

from examples.harness.services.control import control_socket


class Server(uvicorn.Server):
    """Says over the control socket when the application has started."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as usual, then report."""
        await super().startup(sockets)
        if self.should_exit:
            return
        with control_socket() as control:
            control.sendall(json.dumps({"pid": os.getpid()}).encode() + b"\n")


def main(app: str, descriptor: str) -> None:
    """Serve until told to stop."""
    # uvicorn's own --fd takes the socket for a Unix one, and then leaves Nagle's algorithm on.
    listening = socket.socket(fileno=int(descriptor))
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
    Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(*sys.argv[1:])
