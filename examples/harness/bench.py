"""What a workload's set-up works with: servers at the far end of a declared link, and places to report to."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Any, Self, TypeVar

from examples.harness.link import Proxy
from examples.harness.quantities import Quantity
from examples.harness.services.database import Database, Seed
from examples.harness.services.served import Served
from examples.harness.services.shared import Services
from examples.harness.workload import Link

STRAIGHT = Link()
Answer = TypeVar("Answer")
Recorded = dict[Quantity, float]
"""What one call reported of itself."""


class Bench:
    """The resources of one set-up, taken down together when it ends.

    Args:
        services: The run's servers.
        link: The network condition to put between the code and every server.
        counting: Whether to count what goes over the wire.
    """

    def __init__(self, services: Services, link: Link = STRAIGHT, *, counting: bool = False) -> None:
        self.link = link
        self._services = services
        self._counting = counting
        self._stack = ExitStack()
        self._runner: asyncio.Runner | None = None
        self._uses_postgres = False
        self._proxies: list[Proxy] = []
        self._served: list[Served] = []
        self._sampled: Recorded | None = None
        self._counted: Counter[Quantity] = Counter()

    def run(self, coroutine: Coroutine[Any, Any, Answer]) -> Answer:
        """Drive a coroutine to its end on the set-up's one event loop, from outside of that loop."""
        if self._runner is None:
            self._runner = self._stack.enter_context(asyncio.Runner())
        return self._runner.run(coroutine)

    def postgres(self, seed: Seed | None = None) -> Database:
        """A new PostgreSQL database, empty or filled by `seed`.

        Raises:
            ServiceError: There is no server, or the seed's SQL fails.
        """
        self._uses_postgres = True
        database = self._stack.enter_context(self._services.postgres.database(seed))
        return database.through(*self._far_end(database.host, database.port, "postgresql"))

    def valkey(self) -> str:
        """The URL of an empty keyspace on Valkey, for any Redis client.

        Raises:
            ServiceError: There is no server.
        """
        server = self._services.valkey
        server.flush()
        self._stack.callback(server.flush)
        host, port = self._far_end(server.keyspace.host, server.keyspace.port, "resp")
        return replace(server.keyspace, host=host, port=port).url

    def serve(self, app: str, **environment: str) -> Served:
        """Serve an ASGI application, "package.module:attribute", with uvicorn in a process of its own.

        The process may have served an earlier set-up that asked for the same application with the same
        variables: what it keeps between requests is still there.

        Args:
            app: Where the application is.
            environment: Variables for that process.

        Raises:
            ServiceError: It does not start; carries its log.
        """
        served = self._stack.enter_context(self._services.served(app, **environment))
        self._served.append(served)
        return replace(served, url=self._http(served.port, shared=False))

    def upstream(self) -> str:
        """The base URL of an API that is somebody else's; see `examples.harness.upstream`."""
        return self._http(self._services.upstream.port, shared=True)

    def record(self, quantity: Quantity, value: float) -> None:
        """Report one sampled value of the call that is under way.

        Raises:
            ValueError: The quantity is an exact one, or the harness itself takes it.
            RuntimeError: No call is under way.
        """
        if quantity.exact:
            raise ValueError(f"{quantity.name!r} is an exact count; report it with bench.count(…)")
        self._during_a_call("record", quantity)[quantity] = value

    def count(self, quantity: Quantity, value: int) -> None:
        """Add to an exact count of the call that is under way, one that the wire cannot see.

        Raises:
            ValueError: The quantity is a sampled one.
            RuntimeError: No call is under way.
        """
        if not quantity.exact:
            raise ValueError(f"{quantity.name!r} is sampled; report it with bench.record(…)")
        self._during_a_call("count", quantity)
        self._counted[quantity] += value

    def close(self) -> None:
        """Take down everything that was obtained here, last first."""
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def counting(self) -> bool:
        """Whether calls are counted and not timed, so that they may watch themselves at a price."""
        return self._counting

    # What the harness itself uses.

    @property
    def uses_postgres(self) -> bool:
        """Whether the set-up asked for a database."""
        return self._uses_postgres

    @property
    def pids(self) -> list[int]:
        """The processes whose CPU time is the call's too: the applications that it serves."""
        return [served.pid for served in self._served]

    @contextmanager
    def calling(self) -> Iterator[Recorded]:
        """A block in which calls may report; yields what they record, by quantity."""
        self._sampled = {}
        self._counted = Counter()
        try:
            yield self._sampled
        finally:
            self._sampled = None

    def reset_counts(self) -> None:
        """Begin to count from zero."""
        for proxy in self._proxies:
            proxy.reset()

    def counts(self) -> Counter[str]:
        """What the last call counted and what went over the wire, by quantity name."""
        total = Counter({quantity.name: value for quantity, value in self._counted.items()})
        for proxy in self._proxies:
            total.update(proxy.counts())
        return total

    def _during_a_call(self, method: str, quantity: Quantity) -> Recorded:
        if self._sampled is None:
            raise RuntimeError(
                f"bench.{method}({quantity.name!r}, …) outside a call: "
                "report inside the function that the set-up yields"
            )
        return self._sampled

    def _http(self, port: int, *, shared: bool) -> str:
        host, port = self._far_end("127.0.0.1", port, "http", shared=shared)
        return f"http://{host}:{port}"

    def _far_end(self, host: str, port: int, protocol: str, *, shared: bool = True) -> tuple[str, int]:
        """The address at which the server is reached through the link."""
        if self.link == STRAIGHT and not self._counting:
            return host, port
        counted = protocol if self._counting else None
        if shared:
            proxy = self._services.proxy(host, port, self.link, counted)
            if counted:
                proxy.reset()  # of what the bench before this one sent
        else:
            proxy = self._stack.enter_context(Proxy(host, port, self.link, counted))
        self._proxies.append(proxy)
        return proxy.host, proxy.port


@contextmanager
def demo() -> Iterator[Bench]:
    """A bench for an example's own demonstration: straight connections, gone at the end of the block."""
    with Services.running() as services, Bench(services) as bench:
        yield bench
