"""What one run shares: every server is started when first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from examples.harness.link import Proxy
from examples.harness.services.served import Application, Served
from examples.harness.workload import Link

if TYPE_CHECKING:
    from examples.harness.services.postgres import Postgres
    from examples.harness.services.valkey import Valkey

UPSTREAM = "examples.harness.upstream:app"
IDLE = 8
"""Applications that go on running while no set-up uses them; the one idle for longest goes first."""


_running: list[Services] = []


class Services:
    """The servers and proxies of one run, taken down together at its end."""

    @classmethod
    def running(cls) -> AbstractContextManager[Services]:
        """Those of the run that is under way, which may go on afterwards; else new ones."""
        return nullcontext(_running[-1]) if _running else cls()

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._proxies: dict[tuple[str, int, Link, str | None], Proxy] = {}
        self._idle: list[Application] = []

    @cached_property
    def postgres(self) -> Postgres:
        """PostgreSQL."""
        # Here, because proxies and served applications import this module, too, and need no driver:
        # those of the databases take most of the time in which a process starts.
        from examples.harness.services.postgres import Postgres

        return self._stack.enter_context(Postgres())

    @cached_property
    def valkey(self) -> Valkey:
        """Valkey."""
        from examples.harness.services.valkey import Valkey

        return self._stack.enter_context(Valkey())

    @cached_property
    def upstream(self) -> Served:
        """Somebody else's API."""
        return self._stack.enter_context(Application(UPSTREAM)).served

    @contextmanager
    def served(self, app: str, **environment: str) -> Iterator[Served]:
        """An application for one set-up alone, which may be warm from one before.

        Starting it takes longer than most set-ups run, and a server in production is warm too.

        Raises:
            ServiceError: It does not start; carries its log.
        """
        warm = [one for one in self._idle if (one.app, one.environment) == (app, environment) and one.running]
        if warm:
            application = warm[-1]
            self._idle.remove(application)
        else:
            application = Application(app, **environment)
        try:
            yield application.served
        finally:
            self._idle.append(application)
            if len(self._idle) > IDLE:
                self._idle.pop(0).close()

    def proxy(self, host: str, port: int, link: Link, protocol: str | None) -> Proxy:
        """The proxy in front of one of the shared servers; `protocol` names what it counts."""
        key = (host, port, link, protocol)
        if key not in self._proxies:
            self._proxies[key] = self._stack.enter_context(Proxy(*key))
        return self._proxies[key]

    @property
    def versions(self) -> dict[str, str]:
        """The versions of the servers that were started."""
        started = {"PostgreSQL": "postgres", "Valkey": "valkey"}
        return {
            label: getattr(self, name).version for label, name in started.items() if name in self.__dict__
        }

    def close(self) -> None:
        """Stop everything."""
        while self._idle:
            self._idle.pop().close()
        self._stack.close()

    def __enter__(self) -> Self:
        _running.append(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _running.remove(self)
        self.close()
