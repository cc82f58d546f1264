"""List products by their names and prices; objects with only these are loaded."""

# --8<-- [start:main]
from examples.db.select_columns.django_models import Product


def product_list(limit: int) -> list[tuple[int, str, int]]:
    """The latest products: id, name, price."""
    latest = Product.objects.order_by("-updated_at").only(
        "name",
        "price_cents",
    )
    return [
        (product.id, product.name, product.price_cents)
        for product in latest[:limit]  # two columns, and the id
    ]


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.select_columns.models import CATALOGUE
    from examples.db.shop.django_settings import connected
    from examples.harness import demo

    with demo() as bench, connected(bench.postgres(CATALOGUE)):
        print(product_list(limit=2))
        #> [(500, 'Product 500', 599), (499, 'Product 499', 568)]
