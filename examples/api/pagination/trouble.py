"""What happens to pages when a client asks for everything, and when somebody orders in between."""

import httpx
import psycopg

from examples.api.pagination.few_orders import shop_of
from examples.api.shop.server import serving
from examples.harness import Bench, demo

APPS = "examples.api.pagination.served:app"
NEW_ORDER = "INSERT INTO orders SELECT max(id) + 1, 1, now() FROM orders"


def ids(answer: httpx.Response) -> list[int]:
    """The orders in an answer."""
    body = answer.raise_for_status().json()
    return [order["id"] for order in (body if isinstance(body, list) else body["items"])]


def limited(client: httpx.Client, limit: int) -> str:
    """What a client gets for a limit: a number of orders, or an error."""
    # uvicorn closes the connection after an error that nobody handled, and does not say so.
    answer = client.get("/orders", params={"limit": limit}, headers={"Connection": "close"})
    return str(answer.status_code) if answer.is_error else f"{len(ids(answer))} orders"


def pages(client: httpx.Client, shop: psycopg.Connection) -> list[int]:
    """The ids on two pages of three, between which somebody orders."""
    first = ids(client.get("/orders", params={"limit": 3}))
    shop.execute(NEW_ORDER)
    following = {"limit": 3, "skip": 3, "after": first[-1]}
    return first + ids(client.get("/orders", params=following))


# --8<-- [start:main]
def main(bench: Bench) -> None:
    database = shop_of(bench, 1_000)
    with (
        serving(bench, APPS, database) as server,
        psycopg.connect(database.url(), autocommit=True) as shop,
    ):
        client = server.ask("skip_limit")
        print(limited(client, 1_000_000), "|", limited(client, -1))
        #> 1000 orders | 500
        print(pages(client, shop))
        #> [1000, 999, 998, 998, 997, 996]

        client = server.ask("after")
        print(limited(client, 1_000_000), "|", limited(client, -1))
        #> 422 | 422
        print(pages(client, shop))
        #> [1001, 1000, 999, 998, 997, 996]


# --8<-- [end:main]


if __name__ == "__main__":
    with demo() as bench:
        main(bench)
