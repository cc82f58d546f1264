"""What of a Django model runs when rows are updated in bulk: save(), signals, auto_now."""

# mypy: disable-error-code="misc"

from collections.abc import Callable
from typing import Any

from django.db.models.signals import post_save

from examples.db.bulk_update.django_models import Product
from examples.db.bulk_update.seed import PRODUCTS
from examples.db.shop.django_settings import connected
from examples.harness import demo

ran: list[str] = []


class Watched(Product):
    """A product that has code in `save` and a receiver of its signal."""

    class Meta:
        app_label = "products"
        proxy = True

    def save(self, *arguments: Any, **options: Any) -> None:
        """Note it, and save."""
        ran.append("save()")
        super().save(*arguments, **options)


def note(**_: object) -> None:
    """A receiver, as a search index or a cache would have one."""
    ran.append("post_save")


post_save.connect(note, sender=Watched)


def by_save(product: Watched) -> None:
    """One product."""
    product.save()


def by_bulk_update(product: Watched) -> None:
    """As many as are in the list."""
    Watched.objects.bulk_update([product], ["price_cents"])


def by_update(product: Watched) -> None:
    """As many as match."""
    Watched.objects.filter(pk=product.pk).update(price_cents=product.price_cents)


def what_runs(update: Callable[[Watched], None]) -> str:
    """What an update of product 7 runs besides the statement."""
    ran.clear()
    product = Watched.objects.get(pk=7)
    changed_at = product.changed_at
    product.price_cents += 1
    update(product)
    product.refresh_from_db()
    if product.changed_at != changed_at:
        ran.append("auto_now")
    return ", ".join(ran) or "nothing"


# --8<-- [start:main]
def main() -> None:
    print("save:", what_runs(by_save))
    #> save: save(), post_save, auto_now
    print("bulk_update:", what_runs(by_bulk_update))
    #> bulk_update: nothing
    print("QuerySet.update:", what_runs(by_update))
    #> QuerySet.update: nothing


# --8<-- [end:main]


if __name__ == "__main__":
    with demo() as bench, connected(bench.postgres(PRODUCTS)):
        main()
