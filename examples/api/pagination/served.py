"""Every version in one server, each under its own name: `/after/orders`."""

from examples.api.pagination import after, after_total, before, skip_limit
from examples.api.shop.control import together

app = together(
    before=before.app,
    after=after.app,
    after_total=after_total.app,
    skip_limit=skip_limit.app,
)
