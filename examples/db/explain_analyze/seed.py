"""Databases of orders, all made inside PostgreSQL; an ANALYZE follows by itself."""

from datetime import date, timedelta
from pathlib import Path

from examples.harness import Seed

SQL = (Path(__file__).parent / "seed.sql").read_text(encoding="utf-8")
FIRST_DAY = date(2026, 1, 1)
ORDERS_A_DAY = 1_440


def orders(number: int) -> Seed:
    """A database of so many orders."""
    return Seed(f"orders_by_the_minute_{number}", SQL.replace(":orders", str(number)))


def last_day(number: int) -> date:
    """The last full day of so many orders."""
    return FIRST_DAY + timedelta(days=number // ORDERS_A_DAY - 1)


FEW = orders(20_000)
