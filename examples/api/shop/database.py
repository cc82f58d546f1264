"""The database as endpoints use it: one engine in a process, one session in a request."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session, sessionmaker

new_session = sessionmaker()
"""Bound to an engine when the process knows its database: `new_session.configure(bind=engine)`."""


def open_session() -> Iterator[Session]:
    """The session of one request."""
    with new_session() as session:
        yield session


Shop = Annotated[Session, Depends(open_session)]
