-- A web shop: one hundred products, ten thousand orders of four different products each.
CREATE TABLE product (
    id integer PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE order_line (
    order_id integer NOT NULL,
    product_id integer NOT NULL REFERENCES product,
    PRIMARY KEY (order_id, product_id)
);

INSERT INTO product
SELECT i, 'Product ' || i
FROM generate_series(1, 100) AS i;

-- An order takes every n-th product from some product on; n is 1 to 24, so no product comes twice.
INSERT INTO order_line
SELECT i, (i + j * (1 + i / 100 % 24)) % 100 + 1
FROM generate_series(1, 10000) AS i, generate_series(0, 3) AS j;

CREATE INDEX ON order_line (product_id);
