"""Build an HTML table of orders by adding to an attribute."""

# --8<-- [start:main]
from collections.abc import Iterable
from html import escape


class OrderTable:
    def __init__(self) -> None:
        self.html = "<table>\n"

    def add(self, number: int, customer: str, cents: int) -> None:
        self.html += (
            f"<tr><td>{number}</td><td>{escape(customer)}</td>"
            f"<td>{cents / 100:.2f}</td></tr>\n"
        )

    def finish(self) -> str:
        self.html += "</table>\n"
        return self.html


def order_table(orders: Iterable[tuple[int, str, int]]) -> str:
    """One table, a row for each order: number, customer, cents."""
    table = OrderTable()
    for number, customer, cents in orders:
        table.add(number, customer, cents)
    return table.finish()


# --8<-- [end:main]


if __name__ == "__main__":
    print(order_table([(7, "Ada & Sons", 1990)]).replace("\n", "|"))
    #> <table>|<tr><td>7</td><td>Ada &amp; Sons</td><td>19.90</td></tr>|</table>|
