-- A thousand customers as an application keeps them; a list shows three of the columns.
CREATE TABLE account (
    id integer PRIMARY KEY,
    name text NOT NULL,
    city text NOT NULL,
    email text NOT NULL,
    password_hash text NOT NULL,
    street text NOT NULL,
    phone text NOT NULL,
    about text NOT NULL,
    newsletter boolean NOT NULL,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL
);

INSERT INTO account
SELECT
    i,
    'Customer ' || i,
    'City ' || i % 200,
    'customer' || i || '@example.com',
    '$argon2id$v=19$m=65536,t=3,p=4$' || md5(i::text),
    i % 90 + 1 || ' Long Street',
    '+351 21 ' || 1000000 + i,
    repeat('Buys lamps for old houses. ', 4),
    i % 3 = 0,
    timestamptz '2026-01-01 00:00+00' + i * interval '7 minutes',
    timestamptz '2026-06-01 00:00+00' + i * interval '7 minutes'
FROM generate_series(1, 1000) AS i;
