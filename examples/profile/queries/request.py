"""The request that is looked at: an order list that loads a customer and the lines of each order."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from examples.db.n_plus_one import before, before_django
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_engine
from examples.db.shop.seed import SHOP
from examples.harness import Bench


def report_of(
    watched: Callable[[Engine], AbstractContextManager[list[str]]], bench: Bench, orders: int
) -> list[str]:
    """What a watch reports of one request of SQLAlchemy's."""
    with open_engine(bench.postgres(SHOP)) as engine:
        with watched(engine) as report, Session(engine) as session:
            before.order_list(session, orders)
        return report


def report_of_django(
    watched: Callable[[], AbstractContextManager[list[str]]], bench: Bench, orders: int
) -> list[str]:
    """What a watch reports of one request of Django's."""
    with connected(bench.postgres(SHOP)):
        with watched() as report:
            before_django.order_list(orders)
        return report
