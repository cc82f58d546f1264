-- The shop's orders alone, four in a minute: later orders have higher ids, and four share each time.
-- VACUUM, which follows, can mark blocks as visible to all only once this commit is written.
SET synchronous_commit = on;

CREATE TABLE orders (
    id integer PRIMARY KEY,
    customer_id integer NOT NULL,
    placed_at timestamptz NOT NULL
);

INSERT INTO orders
SELECT i, i * 7919 % 50000 + 1, timestamptz '2026-01-01 00:00+00' + i / 4 * interval '1 minute'
FROM generate_series(1::bigint, :orders) AS i;

-- Serves the order in which pages are read, and finds the place where one begins.
CREATE INDEX orders_placed_at_id ON orders (placed_at, id);
