-- A web shop: ten thousand customers, ten thousand orders, thirty thousand order lines.
-- One order in seven has no line, the others have one to six; the newest has two.
CREATE TABLE customer (
    id integer PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL,
    city text NOT NULL
);

CREATE TABLE orders (
    id integer PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customer,
    placed_at timestamptz NOT NULL
);

CREATE TABLE order_line (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id integer NOT NULL REFERENCES orders,
    product text NOT NULL,
    quantity integer NOT NULL,
    price_cents integer NOT NULL,
    description text NOT NULL
);

INSERT INTO customer
SELECT i, 'Customer ' || i, 'customer' || i || '@example.com', 'City ' || i % 200
FROM generate_series(1, 10000) AS i;

-- 7919 and 10000 share no factor: ten thousand consecutive orders have ten thousand customers.
INSERT INTO orders
SELECT i, i * 7919 % 10000 + 1, timestamptz '2026-01-01 00:00+00' + i * interval '7 minutes'
FROM generate_series(1, 10000) AS i;

INSERT INTO order_line (order_id, product, quantity, price_cents, description)
SELECT
    i,
    'Product ' || (i * 31 + j * 17) % 500,
    (i + j) % 4 + 1,
    (i * 31 + j * 17) % 500 * 10 + 99,
    repeat('What the product is and does. ', 12)
FROM generate_series(1, 10000) AS i, generate_series(1, (i + 5) % 7) AS j
ORDER BY i, j;

CREATE INDEX ON orders (placed_at);
CREATE INDEX ON orders (customer_id);
CREATE INDEX ON order_line (order_id);
