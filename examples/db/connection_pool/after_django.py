"""Django's settings: a connection serves one request after another for a minute."""

# --8<-- [start:main]
from examples.harness import Database


def databases(database: Database) -> dict[str, dict[str, object]]:
    """`DATABASES` in settings.py."""
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": database.host,
            "PORT": database.port,
            "NAME": database.name,
            "USER": database.user,
            "PASSWORD": database.password,
            "CONN_MAX_AGE": 60,  # seconds
            "CONN_HEALTH_CHECKS": True,  # one round trip a request
        }
    }


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.db.connection_pool.django_worker import Worker
    from examples.db.shop.seed import SHOP
    from examples.harness import demo

    with demo() as bench:
        worker = Worker(databases(bench.postgres(SHOP)))
        print(worker.serve([7, 8]))
        #> ['Customer 7', 'Customer 8']
        worker.close()
