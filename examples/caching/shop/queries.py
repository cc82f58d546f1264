"""What the shop asks its database."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

ALSO_BOUGHT = text("""
    SELECT product.name
    FROM order_line AS this
    JOIN order_line AS other USING (order_id)
    JOIN product ON product.id = other.product_id
    WHERE this.product_id = :product_id AND other.product_id <> this.product_id
    GROUP BY product.id
    ORDER BY count(*) DESC, product.id
    LIMIT 5
""")
PRODUCT_NAME = text("SELECT name FROM product WHERE id = :product_id")


async def find_also_bought(database: AsyncEngine, product_id: int) -> list[str]:
    """The products most often in one order with this one: joins and counts more than a thousand rows."""
    async with database.connect() as connection:
        names = await connection.scalars(ALSO_BOUGHT, {"product_id": product_id})
        return list(names)


async def find_product_name(database: AsyncEngine, product_id: int) -> str | None:
    """The name of a product, or None: one row by primary key."""
    async with database.connect() as connection:
        name: str | None = await connection.scalar(PRODUCT_NAME, {"product_id": product_id})
        return name
