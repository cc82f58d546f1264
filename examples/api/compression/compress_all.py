"""Compression with no regard to the size or the type of an answer."""

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware

from examples.api.compression.before import list_products
from examples.api.compression.when_not import sheet

app = FastAPI()
app.add_middleware(GZipMiddleware, minimum_size=0, compresslevel=4)
app.get("/products")(list_products)
app.get("/sheet")(sheet)
