"""What one run shares: every server is started when first asked for."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from types import TracebackType
from typing import Self

from examples.harness.link import Proxy
from examples.harness.services.postgres import Postgres
from examples.harness.services.served import Served, serve
from examples.harness.services.valkey import Valkey
from examples.harness.workload import Link

UPSTREAM = "examples.harness.upstream:app"


class Services:
    """The servers and proxies of one run, taken down together at its end."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._proxies: dict[tuple[str, int, Link, str | None], Proxy] = {}

    @cached_property
    def postgres(self) -> Postgres:
        """PostgreSQL."""
        return self._stack.enter_context(Postgres())

    @cached_property
    def valkey(self) -> Valkey:
        """Valkey."""
        return self._stack.enter_context(Valkey())

    @cached_property
    def upstream(self) -> Served:
        """Somebody else's API."""
        return self._stack.enter_context(serve(UPSTREAM))

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
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
