"""The same answers at level 1, the fastest that zlib has."""

from fastapi.middleware.gzip import GZipMiddleware

from examples.api.compression import before

app = GZipMiddleware(before.app, minimum_size=500, compresslevel=1)
