"""Let PostgreSQL compute the new prices where the old ones are."""

# --8<-- [start:main]
from sqlalchemy import update
from sqlalchemy.orm import Session

from examples.db.bulk_update.models import Product


def raise_prices(session: Session, supplier: int, cents: int) -> None:
    """A supplier's products all become dearer by so many cents."""
    theirs = update(Product).where(Product.supplier_id == supplier)
    higher = Product.price_cents + cents
    with session.begin():
        session.execute(theirs.values(price_cents=higher))


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.bulk_update.seed import PRODUCTS
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(PRODUCTS)) as session:
        raise_prices(session, supplier=50, cents=30)
        print([session.get_one(Product, number).price_cents for number in (1, 2, 51)])
        #> [109, 149, 639]
