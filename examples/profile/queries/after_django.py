"""Count the queries of a request by statement, with their time."""

# --8<-- [start:main]
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from django.db import connection


@contextmanager
def watched() -> Iterator[list[str]]:
    """One line a statement, that with the most time first."""
    calls: Counter[str] = Counter()
    seconds: defaultdict[str, float] = defaultdict(float)

    def count(execute: Any, statement: str, *arguments: Any) -> Any:
        start = perf_counter()
        try:
            return execute(statement, *arguments)
        finally:
            calls[statement] += 1
            seconds[statement] += perf_counter() - start

    report: list[str] = []
    try:
        with connection.execute_wrapper(count):
            yield report
    finally:
        for statement in sorted(seconds, key=seconds.__getitem__)[::-1]:
            times, took = calls[statement], seconds[statement]
            report.append(f"{times:5} × {took / times * 1e3:.2f} ms {statement}")


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.harness import demo
    from examples.profile.queries.request import report_of_django

    with demo() as bench:
        report = report_of_django(watched, bench, orders=20)
        for line in sorted(report, key=lambda line: line.partition("FROM")[2]):
            print(int(line[:5]), line.partition("FROM")[2].split()[0])
            #> 20 "customer"
            #> 20 "order_line"
            #> 1 "orders"
