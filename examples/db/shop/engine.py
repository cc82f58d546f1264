"""SQLAlchemy's way to the shop's database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from examples.harness import Database


@contextmanager
def open_engine(database: Database) -> Iterator[Engine]:
    """An engine and its pool, closed at the end."""
    engine = create_engine(database.url("postgresql+psycopg"))
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def open_session(database: Database) -> Iterator[Session]:
    """One session on an engine of its own, both closed at the end."""
    with open_engine(database) as engine, Session(engine) as session:
        yield session
