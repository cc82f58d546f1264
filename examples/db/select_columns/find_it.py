"""Find the large columns, and let EXPLAIN write out what it would send."""

import psycopg

from examples.db.select_columns.models import CATALOGUE
from examples.harness import demo

EXPLAIN = "EXPLAIN (ANALYZE, SERIALIZE {}, COSTS OFF, TIMING OFF, SUMMARY OFF)"
SIZES = """
    SELECT attname, avg_width, sum(octet_length(value)) / count(*) AS sent
    FROM product, jsonb_each_text(to_jsonb(product)), pg_stats
    WHERE tablename = 'product' AND attname = key
    GROUP BY attname, avg_width ORDER BY sent DESC LIMIT 3
"""

if __name__ == "__main__":
    with demo() as bench, psycopg.connect(bench.postgres(CATALOGUE).url()) as connection:
        print("column       avg_width    sent")
        for name, width, sent in connection.execute(SIZES):
            print(f"{name:12} {width:9} {sent:7,}")
        for columns in ("*", "id, name, price_cents"):
            for serialize in ("NONE", "TEXT"):
                print(f"SELECT {columns}, SERIALIZE {serialize}")
                query = f"{EXPLAIN.format(serialize)} SELECT {columns} FROM product"
                for (line,) in connection.execute(query.encode()):
                    print(f"  {line}")
