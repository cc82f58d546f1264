"""Ask PostgreSQL about one morning, by its slow log and by pg_stat_statements, and then the program."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.rows import TupleRow
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from examples.db.n_plus_one.before import order_list
from examples.db.shop.engine import open_engine
from examples.db.shop.seed import SHOP
from examples.harness import Database, demo
from examples.harness.services import postgres
from examples.profile.queries.after import watched

REPORT = text("SELECT product, sum(quantity * price_cents) FROM order_line GROUP BY product")
RANKING = """
    SELECT calls, mean_exec_time, total_exec_time, substring(query FROM 'FROM \\w+')
    FROM pg_stat_statements JOIN pg_database ON dbid = pg_database.oid
    WHERE datname = current_database() AND query LIKE '%%FROM%%' AND query NOT LIKE '%%pg_%%'
    ORDER BY {} DESC LIMIT 3
"""


def morning(engine: Engine) -> None:
    """Ten order lists and one report."""
    with Session(engine) as session:
        for _ in range(10):
            order_list(session, limit=100)
            session.expunge_all()
        session.execute(REPORT).all()


def logged(database: Database, threshold_ms: int) -> list[str]:
    """The lines of the server's slow log."""
    lines: list[str] = []
    with open_engine(database) as engine:

        @event.listens_for(engine, "connect")
        def send_the_log_here_too(connection: psycopg.Connection[TupleRow], _: object) -> None:
            connection.execute("SET client_min_messages = log")
            connection.execute(f"SET log_min_duration_statement = {threshold_ms}")
            connection.commit()
            connection.add_notice_handler(lambda notice: lines.append(notice.message_primary or ""))

        morning(engine)
    return [line for line in lines if line.startswith("duration")]


def ranked(database: Database, by: str) -> Iterator[str]:
    with psycopg.connect(database.url()) as connection:
        for calls, mean, total, what in connection.execute(RANKING.format(by)):
            yield f"{calls:6} calls × {mean:7.3f} ms = {total:7.1f} ms  {what}"


@contextmanager
def with_statistics() -> Iterator[Database]:
    """The shop on a server that was started with the extension."""
    postgres.SETTINGS["shared_preload_libraries"] = "pg_stat_statements"
    with demo() as bench:
        database = bench.postgres(SHOP)
        with psycopg.connect(database.url()) as connection:
            connection.execute("CREATE EXTENSION pg_stat_statements")
        yield database


if __name__ == "__main__":
    with with_statistics() as database:
        print("log_min_duration_statement = 500:", len(logged(database, 500)), "lines")
        with psycopg.connect(database.url()) as connection:
            connection.execute("SELECT pg_stat_statements_reset()")
        lines = logged(database, 0)
        print("log_min_duration_statement = 0:  ", len(lines), "lines, such as")
        print(" ", " ".join(lines[-3].split())[:100])
        for by in ("mean_exec_time", "total_exec_time", "calls"):
            print(f"pg_stat_statements, by {by}:")
            print(*ranked(database, by), sep="\n")
        with open_engine(database) as engine:
            with watched(engine) as report:
                morning(engine)
            print("after.py, the same morning as the program sees it:")
            for line in report[:3]:
                times, rest = line.split(" × ")
                mean, total = float(rest.split()[0]), int(times) * float(rest.split()[0])
                what = rest.split("FROM")[1].split()[0]
                print(f"{times:>6} calls × {mean:7.3f} ms = {total:7.1f} ms  FROM {what}")
