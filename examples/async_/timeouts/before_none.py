"""Timeouts that were turned off, because a long answer once ran into one."""

import httpx


def open_client(shop: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=shop, timeout=None)


if __name__ == "__main__":
    print(open_client("http://shop.example").timeout)
    #> Timeout(timeout=None)
