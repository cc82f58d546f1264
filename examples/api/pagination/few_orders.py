"""The applications of this rule on a shop with so many orders."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from examples.api.shop.server import Server, serving
from examples.db.shop.seed import SHOP
from examples.harness import Bench, Database


def shop_of(bench: Bench, orders: int) -> Database:
    """A shop of its own, with its oldest orders alone."""
    database = bench.postgres(SHOP)
    with psycopg.connect(database.url()) as connection:
        connection.execute("DROP TABLE order_line")  # which no endpoint here shows
        connection.execute("DELETE FROM orders WHERE id > %s", [orders])
        connection.execute("ANALYZE orders")
    return database


@contextmanager
def serving_orders(bench: Bench, orders: int) -> Iterator[Server]:
    """Every version in one server: `server.ask("before")` asks one of them."""
    database = shop_of(bench, orders)
    with serving(bench, "examples.api.pagination.served:app", database) as server:
        yield server
