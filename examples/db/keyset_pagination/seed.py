"""Databases of orders, all made inside PostgreSQL."""

from pathlib import Path

from examples.harness import Seed

SQL = (Path(__file__).parent / "seed.sql").read_text(encoding="utf-8")


def orders(number: int) -> Seed:
    """A database of so many orders."""
    return Seed(f"orders_{number}", SQL.replace(":orders", str(number)))


MILLION = orders(1_000_000)
FEW = orders(1_000)
