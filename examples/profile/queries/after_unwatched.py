"""Look at nothing, to see what looking costs."""

# --8<-- [start:main]
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine


@contextmanager
def watched(engine: Engine) -> Iterator[list[str]]:
    logging.debug("Nothing watches %s", engine)
    yield []


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.harness import demo
    from examples.profile.queries.request import report_of

    with demo() as bench:
        print(report_of(watched, bench, orders=20))
        #> []
