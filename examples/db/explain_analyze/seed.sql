-- The shop's orders alone, one a minute, so 1,440 a day.
CREATE TABLE orders (
    id integer PRIMARY KEY,
    customer_id integer NOT NULL,
    placed_at timestamptz NOT NULL
);

INSERT INTO orders
SELECT i, i * 7919 % 50000 + 1, timestamptz '2025-12-31 23:59+00' + i * interval '1 minute'
FROM generate_series(1::bigint, :orders) AS i;

CREATE INDEX orders_placed_at ON orders (placed_at);
