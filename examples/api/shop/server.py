"""The measuring side of `examples.api.shop.control`: a server, its database, and what it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx
import psycopg

from examples.harness import QUERIES, ROWS, Bench, Database, Quantity

DATABASE_BYTES = Quantity("database_bytes", "bytes of values from the database", "byte", exact=True)
SERVER_MEMORY = Quantity("server_memory", "memory that one request takes in the server", "byte", exact=False)
_peaks: dict[object, int] = {}
Answer = TypeVar("Answer")


class Server:
    """Applications that `together` put into one server, and one open connection to it.

    Attributes:
        client: Asks over the link; its base address is that of one application, see `ask`.
    """

    def __init__(self, bench: Bench, url: str, client: httpx.Client, control: httpx.Client) -> None:
        self.client = client
        self._bench, self._url, self._control = bench, url, control

    def ask(self, name: str) -> httpx.Client:
        """The client, whose paths are now those of one application."""
        self.client.base_url = f"{self._url}/{name}"
        return self.client

    def counted(self, call: Callable[[], Answer]) -> Answer:
        """The answer of a call; where the bench counts, what the server reads meanwhile is counted."""
        if not self._bench.counting:
            return call()
        self._tell("/read")
        answer = call()
        read = self._tell("/read")
        for quantity in (QUERIES, ROWS, DATABASE_BYTES):
            self._bench.count(quantity, read[quantity.name])
        return answer

    def watched(self, key: object, call: Callable[[], Answer]) -> Answer:
        """As `counted`; where the bench does not count, the server's memory is recorded.

        It is taken once for each key, in calls that are not timed, whatever the link.
        """
        if self._bench.counting:
            return self.counted(call)
        if key not in _peaks:
            call()  # what is allocated once and kept is no request's
            self._tell("/trace")
            call()
            _peaks[key] = self._tell("/peak")
        self._bench.record(SERVER_MEMORY, _peaks[key])
        return call()

    def _tell(self, path: str) -> Any:
        return self._control.post(path).raise_for_status().json()


@contextmanager
def serving(bench: Bench, app: str, database: Database) -> Iterator[Server]:
    """Serve what `together` made, on a database that lies beside the server: only the client is far."""
    served = bench.serve(app)
    # Without certificates a client is made in no time, and there is nothing to verify.
    with (
        httpx.Client(verify=False, timeout=60) as client,
        httpx.Client(verify=False, base_url=f"http://127.0.0.1:{served.port}/control") as control,
    ):
        url = beside(database).url("postgresql+psycopg")
        control.post("/database", content=url).raise_for_status()
        yield Server(bench, served.url, client, control)


def beside(database: Database) -> Database:
    """The same database at the server's own address, without the link."""
    with psycopg.connect(database.url()) as connection:
        row = connection.execute("SELECT host(inet_server_addr()), inet_server_port()").fetchone()
    assert row is not None
    return database.through(*row)
