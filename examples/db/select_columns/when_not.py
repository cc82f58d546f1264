"""Short rows; and a deferred column that is read after all."""

# --8<-- [start:main]
from sqlalchemy import select
from sqlalchemy.orm import Session, defer, load_only

from examples.db.select_columns.models import Product, Supplier

LATEST = select(Product).order_by(Product.updated_at.desc())


def at_once(session: Session, limit: int) -> list[int]:
    """The products come with their descriptions."""
    latest = LATEST.options(defer(Product.data_sheet)).limit(limit)
    return [len(product.description) for product in session.scalars(latest)]


def deferred(session: Session, limit: int) -> list[int]:
    """Each description comes when it is read: a query for each product."""
    latest = LATEST.options(load_only(Product.name)).limit(limit)
    return [len(product.description) for product in session.scalars(latest)]


def suppliers(session: Session, limit: int) -> list[str]:
    """All four columns, none of them large."""
    first = select(Supplier).order_by(Supplier.id).limit(limit)
    return [supplier.name for supplier in session.scalars(first)]


def suppliers_by_name(session: Session, limit: int) -> list[str]:
    """The name, and the id by which the session knows its objects."""
    first = select(Supplier).options(load_only(Supplier.name)).order_by(Supplier.id)
    return [supplier.name for supplier in session.scalars(first.limit(limit))]


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.select_columns.models import CATALOGUE
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(CATALOGUE)) as session:
        print(deferred(session, limit=3))
        #> [3989, 3989, 3989]
        print(suppliers_by_name(session, limit=2))
        #> ['Supplier 1', 'Supplier 2']
