"""Read a column that was not fetched: what comes, and at which price."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from sqlalchemy import select
from sqlalchemy.exc import InvalidRequestError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session, load_only
from sqlalchemy.orm.exc import DetachedInstanceError

from examples.db.select_columns import django_models
from examples.db.select_columns.models import CATALOGUE, Product
from examples.db.shop.django_settings import connected
from examples.db.shop.engine import open_session
from examples.harness import Database, demo

LATEST = select(Product).order_by(Product.updated_at.desc()).limit(1)
NAMES = LATEST.options(load_only(Product.name))
STRICT = LATEST.options(load_only(Product.name, raiseload=True))


def said(error: BaseException) -> str:
    """The kind of an error, and how its text begins."""
    text = re.sub(" at 0x[0-9a-f]+", "", str(error))
    return f"{type(error).__name__}: {text.partition(';')[0]}"


async def under_asyncio(url: str) -> str:
    """Read a deferred column of an AsyncSession's object."""
    engine = create_async_engine(url)
    try:
        async with AsyncSession(engine) as session:
            return (await session.scalars(NAMES)).one().description
    except StatementError as error:
        return said(error.orig) if error.orig else ""
    finally:
        await engine.dispose()


# --8<-- [start:main]
def sqlalchemy(session: Session) -> None:
    product = session.scalars(STRICT).one()
    try:
        print(product.description)
    except InvalidRequestError as error:
        print(said(error))
        #> InvalidRequestError: 'Product.description' is not available due to raiseload=True
    session.expunge_all()
    product = session.scalars(NAMES).one()
    session.expunge(product)
    try:
        print(product.description)
    except DetachedInstanceError as error:
        print(said(error))
        #> DetachedInstanceError: Parent instance <Product> is not bound to a Session
    row = session.execute(select(Product.id, Product.name).limit(1)).one()
    print(hasattr(row, "description"))
    #> False


def django(limit: int) -> None:
    products = django_models.Product.objects.only("name")[:limit]
    with CaptureQueriesContext(connection) as sent:
        print(sum(len(product.description) for product in products), len(sent))
        #> 39890 11


# --8<-- [end:main]


def main(database: Database) -> None:
    """Run all three."""
    with open_session(database) as session:
        sqlalchemy(session)
    with connected(database):
        django(limit=10)


if __name__ == "__main__":
    with demo() as bench:
        database = bench.postgres(CATALOGUE)
        main(database)
        print(bench.run(under_asyncio(database.url("postgresql+psycopg"))))
        #> MissingGreenlet: greenlet_spawn has not been called
