"""Where a slow log is right: one call of many is slow, and the mean hides it."""

# --8<-- [start:main]
from sqlalchemy import Engine, text


def calls(engine: Engine, slow: float) -> None:
    """Twenty calls at once answered, and one that the server takes long for."""
    with engine.connect() as connection:
        for seconds in (slow, *[0] * 20):
            connection.execute(text("SELECT pg_sleep(:s)"), {"s": seconds})


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.shop.engine import open_engine
    from examples.harness import demo
    from examples.profile.queries import after, after_slow_log

    with demo() as bench, open_engine(bench.postgres()) as engine:
        with after.watched(engine) as grouped, after_slow_log.watched(engine) as slow:
            calls(engine, slow=0.6)
        print([line[:7] for line in grouped if "pg_sleep" in line])
        #> ['   21 ×']
        print("pg_sleep" in slow[0])
        #> True
