"""Add up the paid orders of a CSV export by country, one row at a time."""

# --8<-- [start:main]
import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Order:
    country: str
    status: str
    cents: int


def revenue_by_country(export: Path) -> dict[str, int]:
    """Cents paid by country."""
    totals: Counter[str] = Counter()
    with export.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        orders = (
            Order(row["country"], row["status"], int(row["cents"]))
            for row in rows  # one at a time
        )
        paid = (order for order in orders if order.status == "paid")
        for order in paid:
            totals[order.country] += order.cents
    return dict(totals)


# --8<-- [end:main]


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        export = Path(folder, "orders.csv")
        lines = ["country,status,cents", "AT,paid,1990", "PT,open,500", "AT,paid,10"]
        export.write_text("\n".join(lines), encoding="utf-8")
        print(revenue_by_country(export))
        #> {'AT': 2000}
