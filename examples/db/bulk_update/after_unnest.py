"""Send two columns, which PostgreSQL joins to the table: one statement."""

# --8<-- [start:main]
from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.orm import Session

UPDATE = text("""
    UPDATE product
    SET price_cents = new.cents, changed_at = now()
    FROM unnest(CAST(:ids AS int[]), CAST(:cents AS int[]))
        AS new (id, cents)
    WHERE product.id = new.id
      AND product.price_cents IS DISTINCT FROM new.cents
""")


def set_prices(session: Session, prices: Mapping[int, int]) -> None:
    """Take over a supplier's prices, in cents by product."""
    columns = {"ids": list(prices), "cents": list(prices.values())}
    with session.begin():
        session.execute(UPDATE, columns)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.bulk_update.models import Product
    from examples.db.bulk_update.seed import PRODUCTS
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(PRODUCTS)) as session:
        set_prices(session, {7: 1_250, 8: 990})
        print([session.get_one(Product, number).price_cents for number in (7, 8, 9)])
        #> [1250, 990, 189]
