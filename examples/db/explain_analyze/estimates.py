"""Three columns of which one decides the others: a wrong estimate, the plan it makes, and the cure."""

from psycopg import Connection

from examples.db.explain_analyze.seed import FEW
from examples.db.shop.plans import blocks, explained, nodes
from examples.harness import demo

PARCELS = """
    CREATE TABLE parcel (order_id integer, city integer, region integer, country integer);
    INSERT INTO parcel SELECT i, i % 20, i % 20 / 2, i % 20 / 4
    FROM generate_series(1, 20000) AS i
"""
TO_ONE_CITY = """
    SELECT count(*), max(placed_at) FROM parcel JOIN orders ON orders.id = order_id
    WHERE city = 7 AND region = 3 AND country = 1
"""
STATISTICS = """
    CREATE STATISTICS parcel_place (dependencies) ON city, region, country FROM parcel
"""


def shown(connection: Connection) -> str:
    """How the parcels are joined to their orders, and what of it was expected and what was found."""
    plan = explained(connection, TO_ONE_CITY)
    join = next(node for node in nodes(plan) if node["Node Type"] in ("Nested Loop", "Hash Join"))
    scan = next(node for node in nodes(plan) if node.get("Relation Name") == "parcel")
    found = round(scan["Actual Rows"] * scan["Actual Loops"])
    return f"{join['Node Type']}, {scan['Plan Rows']} expected, {found} found, {blocks(plan)} blocks"


# --8<-- [start:main]
def main(url: str) -> None:
    with Connection.connect(url, autocommit=True) as connection:
        connection.execute(PARCELS)
        connection.execute("ANALYZE parcel")
        print(shown(connection))
        #> Nested Loop, 20 expected, 1000 found, 3109 blocks
        connection.execute(STATISTICS)
        connection.execute("ANALYZE parcel")
        print(shown(connection))
        #> Hash Join, 1000 expected, 1000 found, 218 blocks


# --8<-- [end:main]


if __name__ == "__main__":
    with demo() as bench:
        main(bench.postgres(FEW).url())
