"""Look for repeated queries in the log of all statements."""

# --8<-- [start:main]
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine


class Lines(logging.Handler):
    def __init__(self, report: list[str]) -> None:
        super().__init__()
        self.report = report

    def emit(self, record: logging.LogRecord) -> None:
        self.report.append(self.format(record))


@contextmanager
def watched(engine: Engine) -> Iterator[list[str]]:
    """What `create_engine(…, echo=True)` prints, collected."""
    report: list[str] = []
    logger = logging.getLogger("sqlalchemy.engine.Engine")
    logger.addHandler(lines := Lines(report))
    engine.echo = True
    try:
        yield report
    finally:
        engine.echo = False
        logger.removeHandler(lines)


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.harness import demo
    from examples.profile.queries.request import report_of

    with demo() as bench:
        report = report_of(watched, bench, orders=20)
    print(len(report), "lines")
    #> 90 lines
    print(report[-2].partition("] ")[2], report[-1])
    #> {'param_1': 9981} ROLLBACK
