"""Which statements an import sends, and how often."""

from collections import Counter

from sqlalchemy import event
from sqlalchemy.orm import Session

from examples.db.batch_insert import after_sqlalchemy, before_sqlalchemy
from examples.db.batch_insert.seed import TABLE, readings
from examples.db.shop.engine import open_engine
from examples.harness import demo

with demo() as bench, open_engine(bench.postgres(TABLE)) as engine:
    for variant in (before_sqlalchemy, after_sqlalchemy):
        sent: Counter[str] = Counter()

        @event.listens_for(engine, "before_cursor_execute")
        def note(*arguments: object, sent: Counter[str] = sent) -> None:
            sent[str(arguments[2])[:72]] += 1

        with Session(engine) as session:
            variant.store(session, readings(500))
        for statement, times in sent.items():
            print(f"{times:4} x {statement}...")
        event.remove(engine, "before_cursor_execute", note)
