"""Fork a worker when the pool holds a connection: does the child use the parent's?"""

import os

from sqlalchemy import Engine, create_engine, text

from examples.db.shop.seed import SHOP
from examples.harness import demo


def backend(engine: Engine) -> int:
    """The server's process for the connection that the pool lends."""
    with engine.connect() as connection:
        number: int = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        return number


def child_shares(engine: Engine, *, forget: bool) -> bool:
    """Whether a forked child talks to the same process of the server as its parent."""
    of_parent = backend(engine)
    child = os.fork()
    if not child:
        if forget:
            engine.dispose(close=False)  # leaves the parent's connections open
        os._exit(backend(engine) == of_parent)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


# --8<-- [start:main]
def main(url: str) -> None:
    engine = create_engine(url)
    print("shared:", child_shares(engine, forget=False))
    #> shared: True
    print("shared after dispose(close=False):", child_shares(engine, forget=True))
    #> shared after dispose(close=False): False
    engine.dispose()


# --8<-- [end:main]


if __name__ == "__main__":
    with demo() as bench:
        main(bench.postgres(SHOP).url("postgresql+psycopg"))
