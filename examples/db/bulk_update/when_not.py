"""Compare first, where a long list holds few changes."""

# --8<-- [start:main]
from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from examples.db.bulk_update.models import Product


def set_prices(session: Session, prices: Mapping[int, int]) -> None:
    """Read the old prices, and update those that are not the same."""
    old = select(Product.id, Product.price_cents)
    with session.begin():
        stored = session.execute(old.where(Product.id.in_(prices)))
        rows = [
            {"id": number, "price_cents": prices[number]}
            for number, cents in stored
            if cents != prices[number]
        ]
        session.execute(update(Product), rows)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.bulk_update.seed import PRODUCTS
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(PRODUCTS)) as session:
        set_prices(session, {7: 1_250, 8: 179})
        print([session.get_one(Product, number).price_cents for number in (7, 8, 9)])
        #> [1250, 179, 189]
