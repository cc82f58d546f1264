"""The same answers at level 6, zlib's own default."""

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from pydantic import NonNegativeInt

from examples.api.compression.products import Product, catalogue

app = FastAPI()
app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=6)


@app.get("/products")
async def list_products(limit: NonNegativeInt = 100) -> list[Product]:
    """The first products of the catalogue."""
    return catalogue()[:limit]
