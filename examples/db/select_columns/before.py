"""List products by their names and prices; every column is fetched."""

# --8<-- [start:main]
from sqlalchemy import select
from sqlalchemy.orm import Session

from examples.db.select_columns.models import Product


def product_list(
    session: Session,
    limit: int,
) -> list[tuple[int, str, int]]:
    """The latest products: id, name, price."""
    latest = (
        select(Product)  # seven columns, two of them large
        .order_by(Product.updated_at.desc())
        .limit(limit)
    )
    return [
        (product.id, product.name, product.price_cents)
        for product in session.scalars(latest)
    ]


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.select_columns.models import CATALOGUE
    from examples.db.shop.engine import open_session
    from examples.harness import demo

    with demo() as bench, open_session(bench.postgres(CATALOGUE)) as session:
        print(product_list(session, limit=2))
        #> [(500, 'Product 500', 599), (499, 'Product 499', 568)]
