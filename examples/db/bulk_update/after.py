"""Set all prices by primary key, without loading anything."""

# --8<-- [start:main]
from collections.abc import Mapping

from sqlalchemy import update
from sqlalchemy.orm import Session

from examples.db.bulk_update.models import Product


def set_prices(session: Session, prices: Mapping[int, int]) -> None:
    """Take over a supplier's prices, in cents by product."""
    rows = [
        {"id": number, "price_cents": cents}  # the key is "id"
        for number, cents in prices.items()
    ]
    with session.begin():
        session.execute(update(Product), rows)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.bulk_update.seed import PRODUCTS
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(PRODUCTS)) as session:
        set_prices(session, {7: 1_250, 8: 990})
        print([session.get_one(Product, number).price_cents for number in (7, 8, 9)])
        #> [1250, 990, 189]
