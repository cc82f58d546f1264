"""Every version in one server, each under its own name: `/after/customers`."""

from examples.api.response_model import (
    after,
    after_columns,
    all_fields,
    before,
    ways_around,
    when_not,
)
from examples.api.shop.control import together

app = together(
    before=before.app,
    after=after.app,
    after_columns=after_columns.app,
    all_fields=all_fields.app,
    ways_around=ways_around.app,
    when_not=when_not.app,
)
