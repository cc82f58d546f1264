"""Ten thousand products; there are suppliers who have one product, fifty and two hundred."""

from examples.harness import Seed

PRODUCTS = Seed(
    "products",
    """
    CREATE TABLE product (
        id integer PRIMARY KEY,
        supplier_id integer NOT NULL,
        name text NOT NULL,
        price_cents integer NOT NULL CHECK (price_cents > 0),
        stock integer NOT NULL CHECK (stock >= 0),
        changed_at timestamptz NOT NULL DEFAULT '2026-01-01 00:00+00'
    );
    INSERT INTO product
    SELECT i, CASE WHEN i = 1 THEN 1 WHEN i <= 51 THEN 50 WHEN i <= 251 THEN 200 ELSE 1000 + i % 50 END,
        'Product ' || i, i % 500 * 10 + 99, 100
    FROM generate_series(1, 10000) AS i;
    CREATE INDEX ON product (supplier_id);
    """,
)
