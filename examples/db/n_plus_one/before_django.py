"""List the newest orders; the loop loads a customer and the lines of each."""

# --8<-- [start:main]
from examples.db.shop.django_models import Order


def order_list(limit: int) -> list[dict[str, object]]:
    """The newest orders as an order page or an API shows them."""
    newest = Order.objects.order_by("-placed_at")[:limit]
    return [
        {
            "id": order.id,
            "customer": order.customer.name,  # a query
            "items": [
                f"{line.quantity} x {line.product}"
                for line in order.lines.all()  # another query
            ],
        }
        for order in newest
    ]


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.shop.django_settings import connected
    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    with demo() as bench, connected(bench.postgres(SHOP)):
        for order in order_list(limit=3):
            print(*order.values())
            #> 10000 Customer 1 ['2 x Product 17', '3 x Product 34']
            #> 9999 Customer 2082 ['1 x Product 486']
            #> 9998 Customer 4163 []
