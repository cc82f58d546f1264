"""Look for repeated queries in Django's list of all queries."""

# --8<-- [start:main]
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def watched() -> Iterator[list[str]]:
    """What `connection.queries` holds with `DEBUG = True`."""
    report: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield report
    for query in captured.captured_queries:
        report.append(f"({query['time']}) {query['sql']}")


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.harness import demo
    from examples.profile.queries.request import report_of_django

    with demo() as bench:
        report = report_of_django(watched, bench, orders=20)
    print(len(report), "lines", report[1].partition("WHERE ")[2])
    #> 41 lines "customer"."id" = 1 LIMIT 21
