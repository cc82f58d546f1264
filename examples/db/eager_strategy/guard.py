"""A test that fails when a list fetches more rows than it loads objects."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from examples.db.eager_strategy.after import order_list
from examples.db.eager_strategy.models import MAILED
from examples.db.shop.engine import open_engine
from examples.harness import Bench


@contextmanager
def fetched(engine: Engine) -> Iterator[list[int]]:
    """Collect how many rows each statement brings."""
    rows: list[int] = []

    def note(_: object, cursor: Any, *__: object) -> None:
        rows.append(cursor.rowcount)

    event.listen(engine, "after_cursor_execute", note)
    try:
        yield rows
    finally:
        event.remove(engine, "after_cursor_execute", note)


def test_no_row_is_fetched_for_an_object_that_is_there_already(bench: Bench) -> None:
    loaded: list[object] = []
    with (
        open_engine(bench.postgres(MAILED)) as engine,
        Session(engine) as session,
        fetched(engine) as rows,
    ):
        event.listen(
            session, "loaded_as_persistent", lambda _, entity: loaded.append(entity)
        )
        assert len(order_list(session, limit=20)) == 20
    assert sum(rows) <= len(loaded)
