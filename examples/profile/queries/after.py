"""Count the queries of a request by statement, with their time."""

# --8<-- [start:main]
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def watched(engine: Engine) -> Iterator[list[str]]:
    """One line a statement, that with the most time first."""
    calls: Counter[str] = Counter()
    seconds: defaultdict[str, float] = defaultdict(float)

    # Told: connection, cursor, statement, values, context, whether many.
    def start(*told: Any) -> None:
        _, _, _, _, context, _ = told
        context.started = perf_counter()  # each execution has its own

    def end(*told: Any) -> None:
        _, _, statement, _, context, _ = told
        calls[statement] += 1
        seconds[statement] += perf_counter() - context.started

    report: list[str] = []
    event.listen(engine, "before_cursor_execute", start)
    event.listen(engine, "after_cursor_execute", end)
    try:
        yield report
    finally:
        event.remove(engine, "before_cursor_execute", start)
        event.remove(engine, "after_cursor_execute", end)
        for statement in sorted(seconds, key=seconds.__getitem__)[::-1]:
            times, took = calls[statement], seconds[statement]
            report.append(f"{times:5} × {took / times * 1e3:.2f} ms {statement}")


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.harness import demo
    from examples.profile.queries.request import report_of

    with demo() as bench:
        report = report_of(watched, bench, orders=20)
        for line in sorted(report, key=lambda line: line.partition("FROM")[2]):
            print(int(line[:5]), line.partition("FROM")[2].split()[0])
            #> 20 customer
            #> 20 order_line
            #> 1 orders
