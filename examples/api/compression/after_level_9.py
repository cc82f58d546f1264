"""The same answers at level 9, the middleware's default."""

from fastapi.middleware.gzip import GZipMiddleware

from examples.api.compression import before

app = GZipMiddleware(before.app, minimum_size=500, compresslevel=9)
