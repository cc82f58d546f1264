"""Every variant in one server, each under its own name: `/after/products`."""

from starlette.applications import Starlette
from starlette.routing import Mount

from examples.api.compression import (
    after,
    before,
    compress_all,
    level_1,
    level_9,
    when_not,
)

app = Starlette(
    routes=[
        Mount("/before", before.app),
        Mount("/after", after.app),
        Mount("/level_1", level_1.app),
        Mount("/level_9", level_9.app),
        Mount("/compress_all", compress_all.app),
        Mount("/when_not", when_not.app),
    ]
)
