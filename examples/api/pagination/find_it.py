"""Which endpoints of an application answer with a list that nothing limits."""

from examples.api.pagination import after, before, skip_limit
from examples.api.pagination.guard import unlimited

for version in (before, skip_limit, after):
    print(f"{version.__name__.rpartition('.')[2]:12}", *unlimited(version.app) or ["none"])
