"""The same answers at level 6, zlib's own default."""

from fastapi.middleware.gzip import GZipMiddleware

from examples.api.compression import before

app = GZipMiddleware(before.app, minimum_size=500, compresslevel=6)
