"""What one large UPDATE leaves behind, and whom it keeps waiting."""

from contextlib import suppress

from psycopg import Connection
from psycopg.errors import LockNotAvailable

from examples.db.bulk_update.seed import PRODUCTS
from examples.harness import demo

BLOCKS = "SELECT pg_relation_size('product') / current_setting('block_size')::int"
SAME = "UPDATE product SET price_cents = price_cents"
UNEQUAL = "UPDATE product SET price_cents = 500 WHERE price_cents IS DISTINCT FROM 500"
NAME = "UPDATE product SET name = 'Tea' WHERE id = %s"


def blocks(connection: Connection) -> int:
    """How many blocks the table has."""
    [(number,)] = connection.execute(BLOCKS)
    return int(number)


def can_write(url: str, product: int) -> bool:
    """Whether another request can change a product, if it waits a moment."""
    with Connection.connect(url) as other, suppress(LockNotAvailable):
        other.execute("SET lock_timeout = '20ms'")
        other.execute(NAME, [product])
        return True
    return False


def in_batches(connection: Connection, url: str) -> list[bool]:
    """Whether a row of the first batch can be written after each batch has been committed."""
    could = []
    for start in (1, 5_001):
        with connection.transaction():
            connection.execute(f"{SAME} WHERE id BETWEEN {start} AND {start + 4_999}")
        could.append(can_write(url, 7))
    return could


# --8<-- [start:main]
def main(url: str) -> None:
    with Connection.connect(url, autocommit=True) as connection:
        print("blocks:", blocks(connection))
        #> blocks: 84
        connection.execute(SAME)
        print("after an UPDATE that changes nothing:", blocks(connection))
        #> after an UPDATE that changes nothing: 167
        connection.execute(UNEQUAL)
        connection.execute("VACUUM product")
        size = blocks(connection)
        connection.execute(UNEQUAL)
        print("more after an UPDATE that finds nothing:", blocks(connection) - size)
        #> more after an UPDATE that finds nothing: 0
        with connection.transaction():
            connection.execute(SAME)
            print("others can write before the commit:", can_write(url, 7))
            #> others can write before the commit: False
        print("after each batch:", in_batches(connection, url))
        #> after each batch: [True, True]


# --8<-- [end:main]


if __name__ == "__main__":
    with demo() as bench:
        main(bench.postgres(PRODUCTS).url())
