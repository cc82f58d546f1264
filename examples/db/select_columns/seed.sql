-- A catalogue: five hundred products, each with a description of four kilobytes and a data sheet of eight,
-- and five hundred suppliers, whose rows are short.
CREATE TABLE product (
    id integer PRIMARY KEY,
    name text NOT NULL,
    price_cents integer NOT NULL,
    in_stock boolean NOT NULL,
    updated_at timestamptz NOT NULL,
    description text NOT NULL,
    data_sheet jsonb NOT NULL
);

CREATE TABLE supplier (
    id integer PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL,
    city text NOT NULL
);

INSERT INTO product
SELECT
    i,
    'Product ' || i,
    i * 31 % 5000 + 99,
    i % 7 > 0,
    timestamptz '2026-01-01 00:00+00' + i * interval '7 minutes',
    string_agg('<li>' || md5((i * 1000 + j)::text) || '</li>', ' ') FILTER (WHERE j <= 95),
    jsonb_object_agg('property ' || j, md5((i * 1000 + j)::text))
FROM generate_series(1, 500) AS i, generate_series(1, 155) AS j
GROUP BY i
ORDER BY i;

INSERT INTO supplier
SELECT i, 'Supplier ' || i, 'supplier' || i || '@example.com', 'City ' || i % 200
FROM generate_series(1, 500) AS i;

CREATE INDEX ON product (updated_at);
