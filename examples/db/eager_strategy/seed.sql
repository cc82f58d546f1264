-- Beside the shop: mails to customers, kept for ten days, from eight templates of twenty kilobytes of HTML.
-- Each of the newest two thousand orders has four to eight of them.
CREATE TABLE template (
    id integer PRIMARY KEY,
    name text NOT NULL,
    body text NOT NULL
);

CREATE TABLE message (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id integer NOT NULL REFERENCES orders,
    template_id integer NOT NULL REFERENCES template,
    sent_at timestamptz NOT NULL,
    subject text NOT NULL
);

INSERT INTO template
SELECT i, 'Template ' || i, string_agg('<p style="margin: 0">' || md5((i * 1000 + j)::text) || '</p>', ' ')
FROM generate_series(1, 8) AS i, generate_series(1, 350) AS j
GROUP BY i;

INSERT INTO message (order_id, template_id, sent_at, subject)
SELECT
    orders.id,
    j,
    placed_at + j * interval '5 hours',
    'Message ' || j || ' about order ' || orders.id
FROM orders, generate_series(1, 4 + orders.id % 5) AS j
WHERE orders.id > 8000
ORDER BY orders.id, j;

CREATE INDEX ON message (order_id);
CREATE INDEX ON message (sent_at);
