"""Log each statement that takes longer than half a second."""

# --8<-- [start:main]
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def watched(engine: Engine) -> Iterator[list[str]]:
    """As `log_min_duration_statement = 500` does in PostgreSQL."""
    report: list[str] = []

    # Told: connection, cursor, statement, values, context, whether many.
    def start(*told: Any) -> None:
        _, _, _, _, context, _ = told
        context.started = perf_counter()  # each execution has its own

    def end(*told: Any) -> None:
        _, _, statement, _, context, _ = told
        took = perf_counter() - context.started
        if took > 0.5:
            report.append(f"{took:.3f} s {statement}")

    event.listen(engine, "before_cursor_execute", start)
    event.listen(engine, "after_cursor_execute", end)
    try:
        yield report
    finally:
        event.remove(engine, "before_cursor_execute", start)
        event.remove(engine, "after_cursor_execute", end)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.harness import demo
    from examples.profile.queries.request import report_of

    with demo() as bench:
        print(report_of(watched, bench, orders=20))
        #> []
