"""A list of products as JSON, compressed for the clients that ask for it."""

# --8<-- [start:main]
from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from pydantic import NonNegativeInt

from examples.api.compression.products import Product, catalogue

app = FastAPI()
app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=4)


@app.get("/products")
async def list_products(limit: NonNegativeInt = 100) -> list[Product]:
    """The first products of the catalogue."""
    return catalogue()[:limit]


# --8<-- [end:main]
if __name__ == "__main__":
    import httpx

    from examples.harness import demo

    with demo() as bench:
        url = bench.serve("examples.api.compression.after:app").url
        answer = httpx.get(f"{url}/products?limit=100")
    print(answer.headers.get("content-encoding"), len(answer.json()))
    #> gzip 100
    print(answer.num_bytes_downloaded < len(answer.content) / 2)
    #> True
