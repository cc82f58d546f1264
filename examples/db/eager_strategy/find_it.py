"""Compare the rows that each statement brings with the objects that are made of them."""

from collections import Counter
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from examples.db.eager_strategy import after, before
from examples.db.eager_strategy.models import MAILED
from examples.db.shop.engine import open_engine
from examples.harness import demo

if __name__ == "__main__":
    with demo() as bench, open_engine(bench.postgres(MAILED)) as engine:

        @event.listens_for(engine, "after_cursor_execute")
        def statement(_: object, cursor: Any, text: str, *__: object) -> None:
            joins = text.count("LEFT OUTER JOIN")
            print(f"{cursor.rowcount:6,} rows, {joins} joins")

        for variant in (before, after):
            print(variant.__name__.rpartition(".")[2])
            loaded: Counter[str] = Counter()
            with Session(engine) as session:

                @event.listens_for(session, "loaded_as_persistent")
                def made(_: object, entity: object, loaded: Counter[str] = loaded) -> None:
                    loaded[type(entity).__name__] += 1

                variant.order_list(session, limit=100)
            print(f"{loaded.total():6,} objects: {dict(loaded)}")
