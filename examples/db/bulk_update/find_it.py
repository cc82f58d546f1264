"""Which statements a price list of a hundred products sends, and how often."""

from collections import Counter

from sqlalchemy import event
from sqlalchemy.orm import Session

from examples.db.bulk_update import after, before
from examples.db.bulk_update.seed import PRODUCTS
from examples.db.shop.engine import open_engine
from examples.harness import demo

if __name__ == "__main__":
    with demo() as bench, open_engine(bench.postgres(PRODUCTS)) as engine:
        sent: Counter[str] = Counter()

        @event.listens_for(engine, "before_cursor_execute")
        def note(*arguments: object) -> None:
            many = "  executemany" if arguments[5] else ""
            sent[f"{' '.join(str(arguments[2]).split())[:60]}...{many}"] += 1

        for variant, cents in ((before, 500), (after, 600)):
            sent.clear()
            with Session(engine) as session:
                variant.set_prices(session, dict.fromkeys(range(1, 101), cents))
            print(variant.__name__.rpartition(".")[2])
            for statement, times in sent.items():
                print(f"{times:5} x {statement}")
