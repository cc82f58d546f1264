"""Two requests sell from one product's stock: computed in Python, and computed in the statement."""

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from examples.db.bulk_update import django_models
from examples.db.bulk_update.models import Product
from examples.db.bulk_update.seed import PRODUCTS
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_engine
from examples.harness import demo

LEFT = update(Product).returning(Product.stock)


def in_python(engine: Engine) -> int:
    """Both read a hundred, and each stores what is left of those."""
    with Session(engine) as first, Session(engine) as second:
        one, other = first.get_one(Product, 7), second.get_one(Product, 7)
        one.stock -= 3
        first.commit()
        other.stock -= 4
        second.commit()
        return other.stock


def in_the_statement(engine: Engine) -> int:
    """Both read a hundred, too; PostgreSQL subtracts from what is there when a statement has its turn."""
    with Session(engine) as first, Session(engine) as second:
        for session in (first, second):
            session.get_one(Product, 8)
        for session, sold in ((first, 3), (second, 4)):
            sale = LEFT.where(Product.id == 8).values(stock=Product.stock - sold)
            left = session.scalars(sale).one()
            session.commit()
        return left


def by_save(engine: Engine) -> int:
    """Somebody renames a product that was loaded before a sale."""
    loaded = django_models.Product.objects.get(pk=9)
    with Session(engine) as session, session.begin():
        session.get_one(Product, 9).stock -= 3
    loaded.name = "Tea"
    loaded.save()  # all columns, as they were loaded
    loaded.refresh_from_db()
    return int(loaded.stock)


# --8<-- [start:main]
def main(engine: Engine) -> None:
    print("left of 100, computed in Python:", in_python(engine))
    #> left of 100, computed in Python: 96
    print("left of 100, computed in the statement:", in_the_statement(engine))
    #> left of 100, computed in the statement: 93
    print("left of 97 when another column is saved:", by_save(engine))
    #> left of 97 when another column is saved: 100


# --8<-- [end:main]


if __name__ == "__main__":
    with demo() as bench:
        database = bench.postgres(PRODUCTS)
        with open_engine(database) as engine, connected(database):
            main(engine)
