"""What goes wrong with pools: exhaustion, open transactions, a restart of the server, left settings."""

import psycopg
from sqlalchemy import Engine, create_engine, exc, text

from examples.db.shop.seed import SHOP
from examples.harness import demo

BACKEND = text("SELECT pg_backend_pid()")
STATE = "SELECT state FROM pg_stat_activity WHERE pid = %s"
SETTING = text("SELECT current_setting('app.tenant', true)")


def exhausted(url: str) -> str:
    """One connection, lent already, and somebody who asks for another."""
    engine = create_engine(url, pool_size=1, max_overflow=0, pool_timeout=0.1)
    try:
        with engine.connect(), engine.connect():
            return "two connections"
    except exc.TimeoutError as error:
        return str(error).partition(" (")[0]
    finally:
        engine.dispose()


def end_sessions(url: str) -> None:
    """Do to every other session in the database what a restart of the server does."""
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("""
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
        """)


def ask(engine: Engine) -> str:
    """Whether a request gets its answer."""
    try:
        with engine.connect() as connection:
            connection.execute(BACKEND)
    except exc.OperationalError as error:
        return str(error.orig).partition("\n")[0]
    return "ok"


def restarted(url: str, *, pool_pre_ping: bool) -> list[str]:
    """What the next two requests get after the server has ended all sessions."""
    engine = create_engine(url, pool_pre_ping=pool_pre_ping)
    ask(engine)
    end_sessions(url.replace("+psycopg", ""))
    answers = [ask(engine), ask(engine)]
    engine.dispose()
    return answers


def left_behind(url: str, setting: str) -> str | None:
    """What one request reads of the session setting that the one before it made and committed."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(setting)
    with engine.connect() as connection:
        value: str | None = connection.scalar(SETTING)
    engine.dispose()
    return value


def states(url: str) -> list[str]:
    """What the server says of a connection while its borrower does something else, and afterwards."""
    engine = create_engine(url)
    seen: list[tuple[str, ...]] = []
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as observer:
        with engine.connect() as connection:
            pid = connection.scalar(BACKEND)
            seen += observer.execute(STATE, [pid]).fetchall()
        seen += observer.execute(STATE, [pid]).fetchall()
    engine.dispose()
    return [state for (state,) in seen]


# --8<-- [start:main]
def main(url: str) -> None:
    print(exhausted(url))
    #> QueuePool limit of size 1 overflow 0 reached, connection timed out, timeout 0.10
    print(states(url))
    #> ['idle in transaction', 'idle']
    print(restarted(url, pool_pre_ping=False))
    #> ['terminating connection due to administrator command', 'ok']
    print(restarted(url, pool_pre_ping=True))
    #> ['ok', 'ok']
    print(repr(left_behind(url, "SET app.tenant = 'acme'")))
    #> 'acme'
    print(repr(left_behind(url, "SET LOCAL app.tenant = 'acme'")))
    #> ''


# --8<-- [end:main]


if __name__ == "__main__":
    with demo() as bench:
        main(bench.postgres(SHOP).url("postgresql+psycopg"))
