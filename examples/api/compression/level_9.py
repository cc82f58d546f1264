"""The same answers at level 9, the middleware's default."""

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from pydantic import NonNegativeInt

from examples.api.compression.products import Product, catalogue

app = FastAPI()
app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=9)


@app.get("/products")
async def list_products(limit: NonNegativeInt = 100) -> list[Product]:
    """The first products of the catalogue."""
    return catalogue()[:limit]
