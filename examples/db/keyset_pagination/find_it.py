"""What PostgreSQL does for a page 900,000 rows deep in a list of one million."""

import psycopg

from examples.db.keyset_pagination.seed import MILLION
from examples.harness import demo

ORDERED = "ORDER BY placed_at DESC, id DESC LIMIT 50"
DEEP = "'2026-01-18 08:40+00', 100001"
QUERIES = (
    f"SELECT * FROM orders {ORDERED} OFFSET 900000",
    f"SELECT * FROM orders WHERE (placed_at, id) < ({DEEP}) {ORDERED}",
)

with demo() as bench, psycopg.connect(bench.postgres(MILLION).url()) as connection:
    for query in QUERIES:
        for _ in range(5):  # until PostgreSQL has the blocks in its own memory
            connection.execute(query)
        plan = connection.execute(
            f"EXPLAIN (ANALYZE, BUFFERS, COSTS off, TIMING off, SUMMARY off) {query}"
        )
        print(query, *(f"  {line}" for (line,) in plan), "", sep="\n")
