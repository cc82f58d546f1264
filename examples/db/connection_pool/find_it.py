"""Ask PostgreSQL how many sessions it has begun, and for how many transactions."""

import psycopg

from examples.db.connection_pool import after, before
from examples.db.shop.seed import SHOP
from examples.harness import demo

REPORT = """
    SELECT sessions, xact_commit + xact_rollback AS transactions
    FROM pg_stat_database WHERE datname = current_database()
"""
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

if __name__ == "__main__":
    with demo() as bench:
        for variant in (before, after):
            url = bench.postgres(SHOP).url()
            database = variant.Database(url)
            for number in range(100):
                database.rows("SELECT name FROM customer WHERE id = %(id)s", id=number)
            database.close()
            with psycopg.connect(url, autocommit=True) as observer:
                # A session reports its figures at its end, or a second after they changed.
                while observer.execute(OTHERS).fetchone() != (0,):
                    pass
                row = observer.execute(REPORT).fetchone()
            assert row
            print(f"{variant.__name__.rpartition('.')[2]:8}{row[0]:5} sessions{row[1]:5} transactions")
