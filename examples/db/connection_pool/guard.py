"""Fails when a second request opens a connection of its own."""

import psycopg
from sqlalchemy import text

from examples.db.connection_pool.after import Database
from examples.db.connection_pool.after_sqlalchemy import Database as SessionDatabase
from examples.db.shop.seed import SHOP
from examples.harness import Bench


def open_sessions(observer: psycopg.Connection) -> set[int]:
    """The server's processes for everybody else in this database."""
    rows = observer.execute(
        """SELECT pid FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()"""
    )
    return {pid for (pid,) in rows}


def test_the_second_query_uses_the_connection_of_the_first(bench: Bench) -> None:
    url = bench.postgres(SHOP).url()
    database = Database(url)
    with psycopg.connect(url, autocommit=True) as observer:
        database.rows("SELECT 1")
        after_one = open_sessions(observer)
        database.rows("SELECT 1")
        after_two = open_sessions(observer)
    database.close()
    assert after_one and after_two == after_one


def test_the_second_session_uses_the_connection_of_the_first(bench: Bench) -> None:
    place = bench.postgres(SHOP)
    database = SessionDatabase(place.url("postgresql+psycopg"))
    with psycopg.connect(place.url(), autocommit=True) as observer:
        with database.session() as session:
            session.execute(text("SELECT 1"))
        after_one = open_sessions(observer)
        with database.session() as session:
            session.execute(text("SELECT 1"))
        after_two = open_sessions(observer)
    database.close()
    assert after_one and after_two == after_one
