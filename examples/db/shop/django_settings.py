"""Django without a project: configured once, then pointed at one database after another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.conf import settings
from django.db import connection

from examples.harness import Database


def configure() -> None:
    """Configure Django unless somebody has; opens no connection and reads no environment."""
    if settings.configured:
        return
    default = {"ENGINE": "django.db.backends.postgresql", "NAME": "", "CONN_MAX_AGE": None}
    settings.configure(DATABASES={"default": default}, USE_TZ=True, TIME_ZONE="UTC")
    django.setup()


@contextmanager
def connected(database: Database) -> Iterator[None]:
    """Let this thread's models use `database`; the connection opens at the first query."""
    configure()
    connection.close()
    connection.settings_dict.update(
        HOST=database.host,
        PORT=database.port,
        NAME=database.name,
        USER=database.user,
        PASSWORD=database.password,
    )
    try:
        yield
    finally:
        connection.close()
