"""Read all orders: in one answer, or page by page, each page after the one before."""

# --8<-- [start:main]
import httpx


def at_once(client: httpx.Client, limit: int) -> list[object]:
    """Every order from the endpoint that has no limit."""
    del limit
    return list(client.get("/orders").raise_for_status().json())


def page_by_page(client: httpx.Client, limit: int) -> list[object]:
    """Every order; no page can be asked for before the last one is there."""
    orders: list[object] = []
    where: dict[str, int] = {"limit": limit}
    while True:
        page = client.get("/orders", params=where).raise_for_status().json()
        orders += page["items"]
        if page["next"] is None:
            return orders
        where["after"] = page["next"]


# --8<-- [end:main]
if __name__ == "__main__":
    from examples.api.pagination.few_orders import serving_orders
    from examples.harness import demo

    with demo() as bench, serving_orders(bench, 1_000) as server:
        together = at_once(server.ask("before"), 0)
        print(len(together), page_by_page(server.ask("after"), 100) == together)
        #> 1000 True
