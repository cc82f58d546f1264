"""The server's side of the control socket that `Child` opens."""

from __future__ import annotations

import os
import socket

from examples.harness.services.child import CONTROL


def control_socket() -> socket.socket:
    """The socket that this process was started with; each message is a line of JSON."""
    return socket.socket(fileno=int(os.environ[CONTROL]))
