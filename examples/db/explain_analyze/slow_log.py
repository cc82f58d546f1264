"""The plans of slow queries in the log, without anybody asking; here as notices to the client."""

from psycopg import Connection
from psycopg.errors import Diagnostic

from examples.db.explain_analyze.seed import FEW
from examples.harness import demo

SETTINGS = {
    "auto_explain.log_min_duration": "0",  # in production, what is slow: '500ms'
    "auto_explain.log_analyze": "on",
    "auto_explain.log_timing": "off",  # counts without a clock for each row
    "auto_explain.log_level": "notice",  # in production: log, the default
}
SLOW = "SELECT count(*) FROM orders WHERE date(placed_at) = '2026-01-05'"


def show(message: Diagnostic) -> None:
    """Print what a scan found, and what it threw away."""
    _, _, plan = (message.message_primary or "").partition("plan:\n")
    scan = plan[plan.find("Seq Scan") :]
    print(*(line.strip() for line in scan.splitlines()), sep="\n")


# --8<-- [start:main]
def main(url: str) -> None:
    with Connection.connect(url, autocommit=True) as connection:
        connection.execute("LOAD 'auto_explain'")
        for name, value in SETTINGS.items():
            connection.execute(f"SET {name} = {value}")
        connection.add_notice_handler(show)
        connection.execute(SLOW)
        #> Seq Scan on orders  (cost=0.00..409.00 rows=100 width=0) (actual rows=1440.00 loops=1)
        #> Filter: (date(placed_at) = '2026-01-05'::date)
        #> Rows Removed by Filter: 18560


# --8<-- [end:main]


if __name__ == "__main__":
    with demo() as bench:
        main(bench.postgres(FEW).url())
