"""One server process that is gone when the harness is gone, however that ends."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PROJECT = Path(__file__).resolve().parents[3]
SUPERVISOR = Path(__file__).with_name("supervisor.py")
CONTROL = "MEASURED_PYTHON_CONTROL"
"""Environment variable with the number of the control socket's descriptor."""

START_TIMEOUT = 60.0
GRACE = 5.0


class ServiceError(RuntimeError):
    """A server could not be started or reached; the message says which, why and what to do."""


class Child:
    """A command under a supervisor, with a folder of its own and, if wanted, a control socket.

    Args:
        name: What the server is called in errors.
        commands: Makes the command lines from the folder: preparations first, the server last.
        stop: The signal that stops the server in good order.
        environment: Variables added to the present ones.
        user: The account to run as; only root can ask for one.
        descriptors: Open files that the last command inherits; they are closed here.
        control: Whether the command talks JSON lines over the socket named by `CONTROL`.
    """

    def __init__(
        self,
        name: str,
        commands: Callable[[Path], Sequence[Sequence[str]]],
        *,
        stop: signal.Signals = signal.SIGTERM,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
        descriptors: Sequence[int] = (),
        control: bool = False,
    ) -> None:
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix="measured-python-"))
        self.log = self.folder / "log"
        self._ended = self.folder / "ended"
        self._socket: socket.socket | None = None
        self._lines: Any = None
        inherited = list(descriptors)
        variables = {**os.environ, **(environment or {})}
        try:
            if control:
                self._socket, theirs = socket.socketpair()
                self._lines = self._socket.makefile("r", encoding="utf-8")
                inherited.append(theirs.detach())
                variables[CONTROL] = str(inherited[-1])
            if user:
                shutil.chown(self.folder, user)
            spec = {
                "commands": [[str(word) for word in command] for command in commands(self.folder)],
                "folder": str(self.folder),
                "log": str(self.log),
                "ended": str(self._ended),
                "user": user,
                "group": _group(user),
                "descriptors": inherited,
                "stop_signal": int(stop),
                "grace": GRACE,
            }
            self._supervisor = subprocess.Popen(
                # -I and -S: the supervisor needs no environment and no installed package.
                [sys.executable, "-I", "-S", str(SUPERVISOR), json.dumps(spec)],
                stdin=subprocess.PIPE,
                cwd=PROJECT,
                env=variables,
                pass_fds=inherited,
                start_new_session=True,
            )
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        finally:
            for descriptor in inherited:
                os.close(descriptor)
        _LIVING.add(self)

    @property
    def running(self) -> bool:
        """Whether the server has not ended."""
        return self._supervisor.poll() is None and not self._ended.exists()

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message over the control socket."""
        assert self._socket is not None
        self._socket.sendall(json.dumps(message).encode() + b"\n")

    def hear(self, timeout: float = START_TIMEOUT) -> dict[str, Any]:
        """Wait for the next message from the server.

        Raises:
            ServiceError: It ended instead, or said nothing in time.
        """
        assert self._socket is not None
        if not select.select([self._socket], [], [], timeout)[0]:
            raise self.failure(f"said nothing for {timeout:g} s")
        line = self._lines.readline()
        if not line:
            raise self.failure("ended unexpectedly")
        message: dict[str, Any] = json.loads(line)
        return message

    def wait_until(self, ready: Callable[[], bool], timeout: float = START_TIMEOUT) -> None:
        """Ask `ready` again and again until it says yes.

        Raises:
            ServiceError: The server ended, or was not ready in time.
        """
        deadline = time.monotonic() + timeout
        while not ready():
            if not self.running:
                raise self.failure("ended while starting")
            if time.monotonic() > deadline:
                raise self.failure(f"was not ready after {timeout:g} s")
            time.sleep(0.01)

    def failure(self, what: str) -> ServiceError:
        """An error that carries the end of the server's log; the server is stopped."""
        log = self.log.read_text(errors="replace") if self.log.exists() else ""
        self.close()
        return ServiceError(f"{self.name} {what}. The end of its log:\n{log[-2000:].strip() or '(empty)'}")

    def close(self) -> None:
        """Stop the server and remove its folder; doing so twice is harmless."""
        _LIVING.discard(self)
        self.let_go()
        self._supervisor.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def let_go(self) -> None:
        """Close our ends of the pipes without waiting."""
        for file in (self._supervisor.stdin, self._lines, self._socket):
            if file is not None:
                with contextlib.suppress(OSError):
                    file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _group(user: str | None) -> int | None:
    if user is None:
        return None
    import pwd

    return pwd.getpwnam(user).pw_gid


_LIVING: weakref.WeakSet[Child] = weakref.WeakSet()


def _forget_in_forked_child() -> None:
    # A forked worker would otherwise hold the pipes open, and the servers with them.
    for child in list(_LIVING):
        child.let_go()
    _LIVING.clear()


os.register_at_fork(after_in_child=_forget_in_forked_child)
